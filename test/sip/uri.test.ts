import { deepEqual, equal, ok } from "node:assert/strict";
import {
	escapeUser,
	parseUri,
	sameUri,
	type Uri,
	unescapeUser,
	uriHeaders,
	uriParameters,
} from "../../modules/sip/uri.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { mutate } from "./mutation.ts";

function parts(text: string): unknown[] | undefined {
	const uri = parseUri(text);
	return uri && [uri.scheme, uri.user, uri.host, uri.port, uriParameters(uri).toString(), uriHeaders(uri)];
}

function uri(text: string): Uri {
	const parsed = parseUri(text);
	ok(parsed, text);
	return parsed;
}

describe("SIP URI (RFC 3261 §19.1)", () => {
	it("has scheme, user, host, port, parameters and headers", () => {
		deepEqual(parts("sip:bell@door.test"), ["sip", "bell", "door.test", undefined, "", ""]);
		deepEqual(parts("sips:192.0.2.7:5061"), ["sips", undefined, "192.0.2.7", 5061, "", ""]);
		deepEqual(parts("sip:bell@door.test:5070;transport=udp;lr?Subject=ring&Priority=urgent"), [
			"sip",
			"bell",
			"door.test",
			5070,
			";transport=udp;lr",
			"Subject=ring&Priority=urgent",
		]);
		deepEqual(parts("sip:door.test?Subject=ring"), ["sip", undefined, "door.test", undefined, "", "Subject=ring"]);
	});

	it("has a scheme in any case", () => {
		deepEqual(parts("SIP:bell@Door.Test"), ["sip", "bell", "Door.Test", undefined, "", ""]);
		deepEqual(parts("Sips:bell@door.test"), ["sips", "bell", "door.test", undefined, "", ""]);
	});

	it("shows no password, and keeps it", () => {
		equal(uri("sip:bell:secret@door.test").user, "bell");
		equal(uri("sip:bell:secret@door.test").text, "sip:bell:secret@door.test");
	});

	it("may have semicolons, question marks and colons before the @", () => {
		deepEqual(parts("sip:bell;floor=2?x:y@door.test;lr"), ["sip", "bell;floor=2?x", "door.test", undefined, ";lr", ""]);
	});

	it("F17: takes IPv6 references with their brackets (RFC 5118 §4.1)", () => {
		deepEqual(parts("sip:bell@[2001:db8::7]:5070;lr"), ["sip", "bell", "[2001:db8::7]", 5070, ";lr", ""]);
		deepEqual(parts("sip:[::ffff:192.0.2.7]"), ["sip", undefined, "[::ffff:192.0.2.7]", undefined, "", ""]);
	});

	it("is not read when it is malformed", () => {
		for (const text of [
			"",
			"sip:",
			":bell@door.test",
			"bell@door.test",
			"sip:@door.test",
			"sip:bell@",
			"sip:bell@:5060",
			"sip:bell@door.test:",
			"sip:bell@door.test:0",
			"sip:bell@door.test:65536",
			"sip:bell@door.test:5060x",
			"sip:bell@door.test:0x10",
			"sip:bell@door.test:-1",
			"sip:bell@door test",
			"sip:be ll@door.test",
			'sip:"bell"@door.test',
			"<sip:bell@door.test>",
			"sip:bell@door.test>",
			"sip:bell@one@two",
			"sip:bell@door.test;;lr",
			"sip:bell@[2001:db8::7",
			"sip:bell@[2001:db8::7]5060",
			"sip:bell@[2001:db8::7]:",
			"sip:bell@[]",
			"sip:bell@[door]",
			"sip:2001:db8::7",
			"sip::secret@door.test",
			"sip:bell@door.test?",
		]) {
			equal(parseUri(text), undefined, text);
		}
	});

	it("of another scheme is not read (RFC 3261 §8.2.2.1)", () => {
		equal(parseUri("mailto:bell@door.test"), undefined);
		equal(parseUri("sipx:bell@door.test"), undefined);
		equal(parseUri("http://door.test"), undefined);
	});

	it("L38: keeps parameters that nobody knows", () => {
		for (const text of [
			"sip:bell@door.test;gr=urn:uuid:f81d4fae-7dec",
			"sip:bell@door.test;gr;Door=%41;lr=on",
			"sip:bell@door.test;lr;",
		]) {
			equal(uri(text).text, text);
		}
	});

	it("L19: is written byte for byte as it was read", () => {
		for (const text of [
			"sip:phone1-0x55e4d0@192.0.2.9:5060",
			"SIP:%62ell@DOOR.Test:05060;Transport=UDP?a=b",
			"sips:[2001:DB8::7]:5061;lr",
			"tel:+49-30-123;phone-context=door.test",
		]) {
			equal(uri(text).text, text);
		}
	});
});

describe("tel URI (RFC 3966)", () => {
	it("has the number as its user, and no host", () => {
		deepEqual(parts("tel:+4930123456"), ["tel", "+4930123456", "", undefined, "", ""]);
		deepEqual(parts("TEL:621;phone-context=fritz.box"), ["tel", "621", "", undefined, ";phone-context=fritz.box", ""]);
	});

	it("is not read without number or with malformed parameters", () => {
		equal(parseUri("tel:"), undefined);
		equal(parseUri("tel:;phone-context=fritz.box"), undefined);
		equal(parseUri("tel:621;;a"), undefined);
	});
});

describe("Comparison of URIs (RFC 3261 §19.1.4)", () => {
	const equalPairs: readonly (readonly [string, string])[] = [
		["sip:bell@door.test", "SIP:bell@DOOR.test"],
		["sip:%62%65ll@door.test", "sip:bell@door.test"],
		["sip:b%2fll@door.test", "sip:b%2Fll@door.test"],
		["sip:bell@door.test;newparam=5", "sip:bell@door.test"],
		["sip:bell@door.test;Security=ON", "sip:bell@door.test;security=on"],
		["sip:bell@door.test;a=1;b=2", "sip:bell@door.test;b=2;a=1"],
		["sip:bell@door.test;transport=udp;x=1", "sip:bell@door.test;transport=UDP;y=1"],
		["sip:door.test?a=1&b=2", "sip:door.test?b=2&A=1"],
		["sip:bell:%73ecret@door.test", "sip:bell:secret@door.test"],
		["tel:621", "tel:621"],
	];
	const differentPairs: readonly (readonly [string, string])[] = [
		["sip:Bell@door.test", "sip:bell@door.test"],
		["sip:bell@door.test", "sips:bell@door.test"],
		["sip:bell@door.test", "sip:bell@door.test:5060"],
		["sip:bell@door.test", "sip:bell@gate.test"],
		["sip:bell@door.test", "sip:door.test"],
		["sip:bell:one@door.test", "sip:bell:two@door.test"],
		["sip:bell:one@door.test", "sip:bell@door.test"],
		["sip:b%2fll@door.test", "sip:b/ll@door.test"],
		["sip:bell@door.test;transport=udp", "sip:bell@door.test;transport=tcp"],
		["sip:bell@door.test;transport=udp", "sip:bell@door.test"],
		["sip:bell@door.test", "sip:bell@door.test;User=phone"],
		["sip:bell@door.test;ttl=1", "sip:bell@door.test"],
		["sip:bell@door.test;method=INVITE", "sip:bell@door.test"],
		["sip:bell@door.test;maddr=192.0.2.1", "sip:bell@door.test"],
		["sip:bell@door.test?a=1", "sip:bell@door.test"],
		["sip:bell@door.test?a=1", "sip:bell@door.test?a=2"],
	];

	it("takes these as the same", () => {
		for (const [one, other] of equalPairs) {
			ok(sameUri(uri(one), uri(other)), `${one} and ${other}`);
			ok(sameUri(uri(other), uri(one)), `${other} and ${one}`);
		}
	});

	it("takes these as different", () => {
		for (const [one, other] of differentPairs) {
			ok(!sameUri(uri(one), uri(other)), `${one} and ${other}`);
			ok(!sameUri(uri(other), uri(one)), `${other} and ${one}`);
		}
	});

	it("looks into a limited number of escapes", () => {
		const long = "%61".repeat(100);
		ok(sameUri(uri(`sip:${long}@door.test`), uri(`sip:${long}@door.test`)));
		ok(!sameUri(uri(`sip:${long}@door.test`), uri(`sip:${"a".repeat(100)}@door.test`)));
	});
});

describe("User part of a URI", () => {
	it("F8: keeps * and digits and writes # as %23", () => {
		equal(escapeUser("**610"), "**610");
		equal(escapeUser("*09#"), "*09%23");
		equal(escapeUser("+49 30/123"), "+49%2030/123");
		equal(uri(`sip:${escapeUser("**9")}@fritz.box`).text, "sip:**9@fritz.box");
	});

	it("keeps what RFC 3261 §25.1 allows, and escapes all else as UTF-8", () => {
		equal(escapeUser("-_.!~*'()&=+$,;?/"), "-_.!~*'()&=+$,;?/");
		equal(escapeUser('a@b:c%"<>[]'), "a%40b%3Ac%25%22%3C%3E%5B%5D");
		equal(escapeUser("Tür\r\n"), "T%C3%BCr%0D%0A");
		equal(escapeUser("\ud800x"), "%EF%BF%BDx");
	});

	it("is shown to people without escapes, or as it came when they are not UTF-8", () => {
		equal(unescapeUser("T%C3%BCr%20%2309"), "Tür #09");
		equal(unescapeUser("100%"), "100%");
		equal(unescapeUser("%ff"), "%ff");
	});

	it("survives a round trip", () => {
		for (const text of ["**610", "*#06#", "Küche & Bad", "a/b?c;d=e", "100%"]) {
			equal(unescapeUser(escapeUser(text)), text);
			equal(uri(`sip:${escapeUser(text)}@door.test`).user, escapeUser(text));
		}
	});
});

describe("URIs from anywhere", () => {
	it("are the same at a glance and when they are looked at closely: 10,000 mutations", () => {
		const seeds = ["sip:bell@fritz.box", "sip:**610@192.168.178.1:5060", "sip:192.0.2.9:5061;lr;x=1", "sip:a@b;ob"];
		const random = new SeededRandom("usual uris");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const text = mutate(seeds[count % seeds.length]!, random);
			// A scheme in capitals is not what is looked for at a glance.
			const closely = text.replace(/^sip:/, "SIP:");
			const [one, other] = [parts(text), parts(closely)];
			deepEqual(one, other, text);
			if (one) taken += 1;
		}
		ok(taken > 1000, `${taken}`);
	});

	it("never throw, are written as they were read, and equal themselves: 10,000 mutations", () => {
		const seeds = [
			"sip:bell:secret@[2001:db8::1]:5060;transport=udp;lr?Subject=a&b=%41",
			"sips:%62ell%20*@door.test;user=phone",
			"tel:+49-30-123;phone-context=door.test",
		];
		const random = new SeededRandom("uris");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const text = mutate(seeds[count % seeds.length]!, random);
			unescapeUser(text);
			const parsed = parseUri(text);
			if (!parsed) continue;
			taken += 1;
			equal(parsed.text, text);
			ok(sameUri(parsed, uri(text)), text);
			ok(parseUri(`sip:${escapeUser(parsed.user ?? "x")}@door.test`), text);
		}
		ok(taken > 1000, `${taken}`);
	});
});
