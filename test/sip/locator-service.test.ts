import { deepEqual, equal } from "node:assert/strict";
import { ADDRESS_LIMIT, DESTINATION_LIMIT, Locator, PATIENCE } from "../../modules/sip/locator.ts";
import { FRESHNESS, LOOKUP_TIMEOUT } from "../../modules/sip/name-table.ts";
import { Outbox } from "../../modules/sip/outbox.ts";
import type { Service } from "../../modules/sip/service.ts";
import { parseUri } from "../../modules/sip/uri.ts";

const SERVICE = "_sip._udp.pbx.test";
const NEVER = Number.POSITIVE_INFINITY;

class Bench {
	random = 0;
	readonly locator: Locator;
	#outbox = new Outbox();
	#found: string[] = [];

	constructor() {
		this.locator = new Locator(this.#outbox, () => this.random);
	}

	/** Asks for a host, and perhaps for a second server, and notes all destinations with their time. */
	locate(host: string, now: number, backup?: string): void {
		const note = (
			list: readonly { readonly address: string; readonly port: number; readonly backup?: true }[],
			then: number,
		) => {
			const places = list.map(({ address, port, backup }) => `${address}:${port}${backup ? " (backup)" : ""}`);
			this.#found.push(`${places.join(", ") || "nowhere"} at ${then}`);
		};
		const second = backup === undefined ? undefined : parseUri(`sip:${backup}`);
		this.locator.locate(parseUri(`sip:${host}`)!, now, note, second);
	}

	/** What was found since the last time. */
	found(): string[] {
		return this.#found.splice(0);
	}

	/** What was looked up since the last time. */
	lookups(): string[] {
		const hosts: string[] = [];
		for (let output = this.#outbox.poll(); output; output = this.#outbox.poll())
			if (output.type === "lookup") hosts.push(output.host);
		return hosts;
	}
}

function server(target: string, priority = 10, port = 5060, weight = 0): Service {
	return { priority, weight, port, target };
}

/** A bench that knows two servers of pbx.test since 0. */
function twoServers(): Bench {
	const bench = new Bench();
	bench.locate("pbx.test", 0);
	bench.locator.served(SERVICE, [server("b.pbx.test", 20, 5070), server("A.pbx.test", 10)], 0);
	bench.locator.resolved("a.pbx.test", ["192.0.2.1"], 0);
	bench.locator.resolved("b.pbx.test", ["192.0.2.2"], 0);
	bench.locator.resolved("pbx.test", [], 0);
	bench.found();
	bench.lookups();
	return bench;
}

describe("Locator of a host without a port (RFC 3263 §4.2)", () => {
	it("S12: looks for the service first, and goes to its servers by priority, at their ports", () => {
		const bench = new Bench();
		bench.locate("PBX.test", 0);
		deepEqual(bench.lookups(), [SERVICE, "pbx.test"]);
		bench.locator.served(SERVICE, [server("b.pbx.test", 20, 5070), server("A.pbx.test", 10)], 10);
		deepEqual(bench.lookups(), ["a.pbx.test", "b.pbx.test"]);
		bench.locator.resolved("b.pbx.test", ["192.0.2.2"], 20);
		bench.locator.resolved("a.pbx.test", ["192.0.2.1", "192.0.2.11"], 30);
		bench.locator.resolved("pbx.test", ["192.0.2.9"], 40);
		deepEqual(bench.found(), ["192.0.2.1:5060, 192.0.2.11:5060, 192.0.2.2:5070 at 30"]);
		equal(bench.locator.deadline, NEVER);
	});

	it("S12: goes to the address at once when there is no such service, and remembers that for a while", () => {
		const bench = new Bench();
		bench.locate("pbx.test", 0);
		bench.lookups();
		bench.locator.resolved("pbx.test", ["192.0.2.9"], 10);
		deepEqual(bench.found(), []);
		bench.locator.served(SERVICE, [], 11);
		deepEqual(bench.found(), ["192.0.2.9:5060 at 11"]);
		bench.locate("pbx.test", FRESHNESS - 1);
		deepEqual([bench.lookups(), bench.found()], [[], [`192.0.2.9:5060 at ${FRESHNESS - 1}`]]);
		bench.locate("pbx.test", FRESHNESS + 11);
		deepEqual([bench.lookups(), bench.found()], [[SERVICE, "pbx.test"], [`192.0.2.9:5060 at ${FRESHNESS + 11}`]]);
	});

	it("S12: waits a little, and only once, for a name server that says nothing of services", () => {
		const bench = new Bench();
		bench.locate("pbx.test", 0);
		bench.locator.resolved("pbx.test", ["192.0.2.9"], 10);
		equal(bench.locator.deadline, PATIENCE);
		bench.locator.expire(PATIENCE - 1);
		deepEqual(bench.found(), []);
		bench.locator.expire(PATIENCE);
		deepEqual(bench.found(), [`192.0.2.9:5060 at ${PATIENCE}`]);
		equal(bench.locator.deadline, LOOKUP_TIMEOUT);
		bench.locator.expire(LOOKUP_TIMEOUT);
		for (const time of [LOOKUP_TIMEOUT + 1, LOOKUP_TIMEOUT + 2 * FRESHNESS]) {
			bench.locate("pbx.test", time);
			deepEqual(bench.found(), [`192.0.2.9:5060 at ${time}`]);
		}
	});

	it("takes an answer that comes after all that, for the next time", () => {
		const bench = new Bench();
		bench.locate("pbx.test", 0);
		bench.locator.resolved("pbx.test", ["192.0.2.9"], 10);
		bench.locator.expire(PATIENCE);
		bench.locator.served(SERVICE, [server("192.0.2.7")], 5_000);
		bench.found();
		bench.locate("pbx.test", 5_001);
		deepEqual(bench.found(), ["192.0.2.7:5060 at 5001"]);
	});

	it("asks for no service of a name that only the house knows", () => {
		const bench = new Bench();
		for (const host of ["asterisk", "asterisk.local"]) bench.locate(host, 0);
		deepEqual(bench.lookups(), ["asterisk", "asterisk.local"]);
	});

	it("goes to the servers whose addresses are known when others stay unknown", () => {
		const bench = new Bench();
		bench.locate("pbx.test", 0);
		bench.locator.served(SERVICE, [server("a.pbx.test", 10), server("b.pbx.test", 20)], 0);
		bench.locator.resolved("b.pbx.test", ["192.0.2.2"], 0);
		bench.locator.resolved("pbx.test", [], 0);
		bench.locator.expire(PATIENCE);
		deepEqual(bench.found(), [`192.0.2.2:5060 at ${PATIENCE}`]);
	});

	it("keeps what has aged in use while the name server is silent or fails", () => {
		const bench = twoServers();
		for (let time = FRESHNESS; time < 5 * FRESHNESS; time += FRESHNESS) {
			bench.locate("pbx.test", time);
			deepEqual(bench.found(), [`192.0.2.1:5060, 192.0.2.2:5070 at ${time}`]);
			deepEqual(bench.lookups(), [SERVICE, "a.pbx.test", "b.pbx.test"]);
			if (time === FRESHNESS) bench.locator.expire(time + LOOKUP_TIMEOUT);
			bench.locator.served(SERVICE, undefined, time + 5);
			for (const name of ["a.pbx.test", "b.pbx.test"]) bench.locator.resolved(name, [], time + 5);
		}
	});

	it("keeps the order that it drew while the answers stay the same", () => {
		const bench = new Bench();
		const records = [server("192.0.2.1", 10, 5060, 1), server("192.0.2.2", 10, 5060, 1)];
		bench.locate("pbx.test", 0);
		bench.locator.served(SERVICE, records, 0);
		bench.locator.resolved("pbx.test", [], 0);
		bench.random = 0.999;
		bench.locate("pbx.test", FRESHNESS);
		bench.locator.served(SERVICE, [...records].reverse(), FRESHNESS);
		bench.locate("pbx.test", FRESHNESS + 1);
		const [first, , third] = bench.found().map((line) => line.slice(0, line.indexOf(" at")));
		equal(first, "192.0.2.1:5060, 192.0.2.2:5060");
		equal(third, first);
	});

	it("keeps the order of addresses that the name server turns round", () => {
		const bench = new Bench();
		bench.locate("pbx.test:5060", 0);
		bench.locator.resolved("pbx.test", ["192.0.2.1", "192.0.2.2"], 0);
		bench.locate("pbx.test:5060", FRESHNESS);
		bench.locator.resolved("pbx.test", ["192.0.2.2", "192.0.2.1"], FRESHNESS);
		bench.locate("pbx.test:5060", FRESHNESS + 1);
		equal(bench.found().at(-1), `192.0.2.1:5060, 192.0.2.2:5060 at ${FRESHNESS + 1}`);
	});

	it("goes to the address of the name once the service is gone", () => {
		const bench = twoServers();
		bench.locate("pbx.test", FRESHNESS);
		bench.locator.served(SERVICE, [], FRESHNESS);
		bench.found();
		bench.locate("pbx.test", FRESHNESS + 1);
		bench.locator.resolved("pbx.test", ["192.0.2.9"], FRESHNESS + 2);
		deepEqual(bench.found(), [`192.0.2.9:5060 at ${FRESHNESS + 2}`]);
	});

	it("looks at no more than so many addresses and destinations", () => {
		const bench = new Bench();
		const many = Array.from({ length: 20 }, (_, index) => `192.0.2.${index}`);
		bench.locate("one.test:5060", 0);
		bench.locator.resolved("one.test", many, 0);
		equal(bench.found()[0]?.split(", ").length, ADDRESS_LIMIT);
		bench.locate("pbx.test", 0);
		bench.locator.served(
			SERVICE,
			many.map((_, index) => server(`s${index}.test`, index)),
			0,
		);
		for (const name of ["s0.test", "s1.test", "s2.test", "s3.test"]) bench.locator.resolved(name, many, 0);
		equal(bench.found()[0]?.split(", ").length, DESTINATION_LIMIT);
	});
});

describe("Locator with a second server", () => {
	it("puts its destinations behind those of the first, and marks them", () => {
		const bench = new Bench();
		bench.locate("192.0.2.1", 0, "192.0.2.2:5070");
		deepEqual(bench.found(), ["192.0.2.1:5060, 192.0.2.2:5070 (backup) at 0"]);
	});

	it("has it alone when the name of the first is unknown", () => {
		const bench = new Bench();
		bench.locate("pbx.test:5060", 0, "192.0.2.2");
		deepEqual(bench.found(), []);
		bench.locator.resolved("pbx.test", [], 10);
		deepEqual(bench.found(), ["192.0.2.2:5060 (backup) at 10"]);
	});

	it("does not let it wait long for the name of the first", () => {
		const bench = new Bench();
		bench.locate("pbx.test:5060", 0, "192.0.2.2");
		bench.locator.expire(PATIENCE);
		deepEqual(bench.found(), [`192.0.2.2:5060 (backup) at ${PATIENCE}`]);
	});
});
