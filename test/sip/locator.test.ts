import { deepEqual, equal } from "node:assert/strict";
import { isLiteral, Locator, WAITING_LIMIT } from "../../modules/sip/locator.ts";
import { FRESHNESS, LOOKUP_TIMEOUT, NAME_LIMIT } from "../../modules/sip/name-table.ts";
import { Outbox } from "../../modules/sip/outbox.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End } from "./pair.ts";

const NEVER = Number.POSITIVE_INFINITY;

function bench() {
	const outbox = new Outbox();
	const locator = new Locator(outbox, () => 0);
	const found: string[] = [];
	/** Asks for a host and notes the best destination with its time. */
	const locate = (host: string, now: number) =>
		locator.locate(parseUri(`sip:620@${host}`)!, now, ([destination], then) =>
			found.push(`${destination ? `${destination.address} ${destination.port}` : "nowhere"} at ${then}`),
		);
	const lookups = () => {
		const hosts: string[] = [];
		for (let output = outbox.poll(); output; output = outbox.poll())
			if (output.type === "lookup") hosts.push(output.host);
		return hosts;
	};
	return { locator, locate, found, lookups };
}

describe("Locator of a host with a port (RFC 3263 §4.2)", () => {
	it("takes an address literal as it is, at port 5060 unless another is given", () => {
		const { locate, found, lookups } = bench();
		locate("192.0.2.1", 1);
		locate("192.0.2.1:5070", 2);
		deepEqual(found, ["192.0.2.1 5060 at 1", "192.0.2.1 5070 at 2"]);
		deepEqual(lookups(), []);
	});

	it("F17: takes an IPv6 reference without its brackets", () => {
		const { locate, found } = bench();
		locate("[2001:db8::1]", 1);
		locate("[::1]:5070", 2);
		deepEqual(found, ["2001:db8::1 5060 at 1", "::1 5070 at 2"]);
	});

	it("looks a name up once for all who wait for it", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locate("PBX.test:5070", 10);
		deepEqual(found, []);
		deepEqual(lookups(), ["pbx.test"]);
		locator.resolved("pbx.test", ["192.0.2.1", "192.0.2.2"], 20);
		deepEqual(found, ["192.0.2.1 5060 at 20", "192.0.2.1 5070 at 20"]);
		equal(locator.deadline, NEVER);
	});

	it("answers at once from memory while the address is fresh", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locator.resolved("pbx.test", ["192.0.2.1"], 20);
		lookups();
		locate("pbx.test:5060", 20 + FRESHNESS - 1);
		deepEqual(lookups(), []);
		equal(found.length, 2);
	});

	it("uses an address that has aged, and looks it up again beside that", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locator.resolved("pbx.test", ["192.0.2.1"], 0);
		lookups();
		locate("pbx.test:5060", FRESHNESS);
		locate("pbx.test:5060", FRESHNESS + 1);
		equal(found.at(-1), `192.0.2.1 5060 at ${FRESHNESS + 1}`);
		deepEqual(lookups(), ["pbx.test"]);
		locator.resolved("pbx.test", ["192.0.2.9"], FRESHNESS + 2);
		equal(found.length, 3);
		locate("pbx.test:5060", FRESHNESS + 3);
		equal(found.at(-1), `192.0.2.9 5060 at ${FRESHNESS + 3}`);
		deepEqual(lookups(), []);
	});

	it("keeps the old address when the look-up fails, and asks again the next time", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locator.resolved("pbx.test", ["192.0.2.1"], 0);
		lookups();
		for (let time = FRESHNESS; time < 4 * FRESHNESS; time += FRESHNESS) {
			locate("pbx.test:5060", time);
			equal(found.at(-1), `192.0.2.1 5060 at ${time}`);
			deepEqual(lookups(), ["pbx.test"]);
			locator.resolved("pbx.test", [], time + 5);
		}
	});

	it("finds nothing when the look-up of an unknown name fails, and asks again the next time", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locator.resolved("pbx.test", [], 10);
		deepEqual(found, ["nowhere at 10"]);
		locate("pbx.test:5060", 20);
		deepEqual(lookups(), ["pbx.test", "pbx.test"]);
		locator.resolved("pbx.test", ["192.0.2.1"], 30);
		equal(found.at(-1), "192.0.2.1 5060 at 30");
	});

	it("gives up on a name server that stays silent, and still takes its late answer", () => {
		const { locator, locate, found, lookups } = bench();
		locate("pbx.test:5060", 0);
		locator.expire(locator.deadline);
		equal(locator.deadline, LOOKUP_TIMEOUT);
		locator.expire(LOOKUP_TIMEOUT - 1);
		deepEqual(found, []);
		locator.expire(LOOKUP_TIMEOUT);
		deepEqual(found, [`nowhere at ${LOOKUP_TIMEOUT}`]);
		equal(locator.deadline, NEVER);
		deepEqual(lookups(), ["pbx.test"]);
		locator.resolved("pbx.test", ["192.0.2.1"], LOOKUP_TIMEOUT + 5);
		equal(found.length, 1);
		locate("pbx.test:5060", LOOKUP_TIMEOUT + 6);
		equal(found.at(-1), `192.0.2.1 5060 at ${LOOKUP_TIMEOUT + 6}`);
		deepEqual(lookups(), []);
	});

	it("lets those who waited ask again from within the answer", () => {
		const { locator, lookups } = bench();
		let tries = 0;
		const again = (_destination: unknown, now: number) => {
			tries += 1;
			if (tries < 4) locator.locate(parseUri("sip:pbx.test:5060")!, now, again);
		};
		locator.locate(parseUri("sip:pbx.test:5060")!, 0, again);
		locator.resolved("pbx.test", [], 1);
		equal(tries, 1);
		locator.expire(1 + LOOKUP_TIMEOUT);
		equal(tries, 2);
		locator.resolved("pbx.test", ["192.0.2.1"], 2 + LOOKUP_TIMEOUT);
		equal(tries, 4);
		deepEqual(lookups(), ["pbx.test", "pbx.test", "pbx.test"]);
	});

	it("ignores the answer to a question that nobody asked", () => {
		const { locator, locate, found, lookups } = bench();
		locator.resolved("other.test", ["192.0.2.66"], 0);
		locate("other.test:5060", 1);
		deepEqual(found, []);
		deepEqual(lookups(), ["other.test"]);
	});

	it("refuses a request when too many wait", () => {
		const { locator, locate, found } = bench();
		for (let count = 0; count < WAITING_LIMIT; count++) locate("pbx.test:5060", 0);
		deepEqual(found, []);
		locate("pbx.test:5060", 1);
		deepEqual(found, ["nowhere at 1"]);
		locator.resolved("pbx.test", ["192.0.2.1"], 2);
		equal(found.length, 1 + WAITING_LIMIT);
	});

	it("forgets the name learnt longest ago when there are too many, but none that is being looked up", () => {
		const { locator, locate, found, lookups } = bench();
		for (let count = 0; count < NAME_LIMIT; count++) {
			locate(`n${count}.test:5060`, count);
			// The second is the oldest one that is known; the first is still being looked up.
			if (count > 0) locator.resolved(`n${count}.test`, ["192.0.2.1"], 10 + count);
		}
		lookups();
		locate("more.test:5060", 20);
		deepEqual(lookups(), ["more.test"]);
		locate("n2.test:5060", 21);
		deepEqual(lookups(), []);
		locate("n1.test:5060", 22);
		deepEqual(lookups(), ["n1.test"]);
		locator.resolved("n0.test", ["192.0.2.5"], 23);
		equal(found.at(-1), "192.0.2.5 5060 at 23");
	});

	it("finds nothing when all names that fit are being looked up", () => {
		const { locate, found, lookups } = bench();
		for (let count = 0; count < NAME_LIMIT; count++) locate(`n${count}.test:5060`, 0);
		locate("more.test:5060", 1);
		deepEqual(found, ["nowhere at 1"]);
		equal(lookups().length, NAME_LIMIT);
	});

	it("knows a literal from a name", () => {
		for (const host of ["192.0.2.1", "[::1]", "0.0.0.0"]) equal(isLiteral(host), true, host);
		for (const host of ["pbx.test", "192.0.2", "1.2.3.4.example", "a1.2.3.4"]) equal(isLiteral(host), false, host);
	});
});

describe("Locator in a user agent", () => {
	it("does not let it wait for ever for a name server", () => {
		const end = new End({ account: { domain: "pbx.test" } });
		end.run((agent, now) => agent.registration?.register(now));
		deepEqual(end.news(), ["registration started", "lookup _sip._udp.pbx.test", "lookup pbx.test"]);
		end.advance(LOOKUP_TIMEOUT - 1);
		equal(end.agent.registration?.state, "registering");
		end.advance(1);
		equal(end.agent.registration?.state, "failed");
	});
});
