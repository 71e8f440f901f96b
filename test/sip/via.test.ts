import { deepEqual, equal, ok } from "node:assert/strict";
import { isVia, parseVia, type Via, viaParameters, withParameters } from "../../modules/sip/via.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { mutate } from "./mutation.ts";

/** Makes a text so long that it is not read at a glance. */
const LONG = `;long=${"1".repeat(200)}`;

function read(text: string): Via {
	const via = parseVia(text);
	ok(via, text);
	return via;
}

function parts(text: string): unknown[] {
	const { transport, host, port, branch } = read(text);
	return [transport, host, port, branch];
}

describe("Via (RFC 3261 §20.42)", () => {
	it("has transport, sent-by and branch", () => {
		deepEqual(parts("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1"), ["UDP", "192.0.2.1", 5070, "z9hG4bK1"]);
		deepEqual(parts("SIP/2.0/TCP door.test"), ["TCP", "door.test", undefined, undefined]);
		deepEqual(parts("SIP/2.0/tls door.test;branch=a"), ["TLS", "door.test", undefined, "a"]);
	});

	it("F17: takes IPv6 references, also in received", () => {
		const via = read("SIP/2.0/UDP [2001:db8::9]:5060;received=[2001:db8::7];branch=z9hG4bK1");
		deepEqual([via.host, via.port, viaParameters(via).get("received")], ["[2001:db8::9]", 5060, "[2001:db8::7]"]);
		deepEqual(parts("SIP/2.0/UDP [2001:db8::9]"), ["UDP", "[2001:db8::9]", undefined, undefined]);
		equal(viaParameters(read("SIP/2.0/UDP [::1];received=2001:db8::7")).get("received"), "2001:db8::7");
	});

	it("may have white space nearly everywhere (RFC 3261 §25.1)", () => {
		deepEqual(parts("SIP / 2.0 / UDP  door.test : 5070 ; branch = z9hG4bK1"), ["UDP", "door.test", 5070, "z9hG4bK1"]);
		deepEqual(parts("sip/2.0/UDP door.test ;branch=b"), ["UDP", "door.test", undefined, "b"]);
	});

	it("has rport without or with a value (RFC 3581 §3)", () => {
		const via = read("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1;rport");
		const parameters = viaParameters(via);
		equal(parameters.get("rport"), "");
		parameters.set("rport", "40001");
		parameters.set("received", "198.51.100.1");
		equal(withParameters(via, parameters), "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1;rport=40001;received=198.51.100.1");
	});

	it("is written as it was read", () => {
		for (const text of ["SIP/2.0/UDP Door.test:05060;Branch=z9hG4bK1;rport;x", "SIP/2.0/WSS a.invalid"]) {
			equal(withParameters(read(text), viaParameters(read(text))), text);
		}
	});

	it("has no host when its sent-by cannot be read", () => {
		deepEqual(parts("SIP/2.0/UDP door test;branch=b"), ["UDP", "", undefined, "b"]);
		deepEqual(parts("SIP/2.0/UDP door.test:x;branch=b"), ["UDP", "", undefined, "b"]);
		deepEqual(parts("SIP/2.0/UDP 2001:db8::1;branch=b"), ["UDP", "", undefined, "b"]);
	});

	it("is not read when it is malformed", () => {
		for (const text of [
			"",
			"SIP/2.0/UDP",
			"SIP/2.0 door.test",
			"SIP/3.0/UDP door.test",
			"HTTP/1.1/UDP door.test",
			"SIP/2.0/UDP/x door.test",
			"SIP/2.0/UDP door.test;;branch=b",
			'SIP/2.0/UDP door.test;branch="b',
		]) {
			equal(parseVia(text), undefined, text);
		}
	});
});

describe("Vias from anywhere", () => {
	it("never throw, and are the same after formatting and reading: 10,000 mutations", () => {
		const seeds = [
			"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1D3A5C7E;rport",
			'SIP / 2.0 / TCP [2001:db8::1] : 5060 ; branch = z9hG4bK1 ; x = "y;z"',
		];
		const random = new SeededRandom("vias");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const text = mutate(seeds[count % seeds.length]!, random)
				.replaceAll(/[\r\n\t]/g, "")
				.trim();
			const via = parseVia(text);
			equal(isVia(text), via !== undefined, text);
			if (!via) continue;
			taken += 1;
			const written = withParameters(via, viaParameters(via));
			deepEqual(parts(written), parts(text), text);
			equal(withParameters(read(written), viaParameters(read(written))), written, text);
			if (!text.endsWith(";")) deepEqual(parts(`${text}${LONG}`), parts(text), text);
		}
		ok(taken > 1000, `${taken}`);
	});
});
