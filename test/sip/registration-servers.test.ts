import { deepEqual, equal, match } from "node:assert/strict";
import { RETURN_MAXIMUM, RETURN_MINIMUM } from "../../modules/sip/better-server.ts";
import { SILENCE } from "../../modules/sip/locator.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import {
	ACCOUNT,
	asks,
	grants,
	HOUR,
	MINUTE,
	type Registrar,
	RegistrationBench,
	refuses,
	SECOND,
} from "./registration-bench.ts";

const silent: Registrar = () => undefined;
const works = grants(600);

/** The second PBX, whose domain is another one. */
const BACKUP = { ...ACCOUNT, domain: "192.0.2.2", server: parseUri("sip:192.0.2.2") };

/** Two PBXs at .1 and .2, each with a will of its own, and a registration that has just begun. */
class Pair {
	first: Registrar;
	second: Registrar;
	readonly bench: RegistrationBench;

	constructor(first: Registrar, second: Registrar) {
		this.first = first;
		this.second = second;
		const registrar: Registrar = (request, to) => (to?.address === "192.0.2.1" ? this.first : this.second)(request, to);
		this.bench = new RegistrationBench(registrar, { backup: BACKUP });
		this.bench.register();
	}

	/** Where it is registered. */
	get server(): string | undefined {
		return this.bench.registration.server?.address;
	}

	/** Lets so much time pass; returns what was reported, without the steps of every registration. */
	wait(milliseconds: number): string[] {
		this.bench.advance(this.bench.now + milliseconds);
		return this.bench.news().filter((step) => !["started", "located", "sent"].includes(step));
	}
}

describe("Registration at several servers (RFC 3263 §4.3)", () => {
	it("uses the first while it answers, and asks nobody else", () => {
		const pair = new Pair(works, silent);
		deepEqual(pair.wait(5 * MINUTE - SECOND), ["registered 600"]);
		deepEqual([pair.server, pair.bench.ladder()], ["192.0.2.1", ["REGISTER .1"]]);
	});

	it("gives a silent one up after some seconds, and goes to the next", () => {
		const pair = new Pair(silent, works);
		deepEqual(pair.wait(SILENCE - 1), []);
		deepEqual(pair.wait(1 + SECOND), ["next server: no answer at 192.0.2.1, to 192.0.2.2", "registered 600"]);
		equal(pair.server, "192.0.2.2");
		match(pair.bench.ladder().join(), /^(REGISTER \.1,)+REGISTER \.2$/);
	});

	it("S15: waits for the first as long as the RFC says when there is no other", () => {
		const bench = new RegistrationBench(silent);
		bench.register();
		bench.advance(31_999);
		equal(bench.registration.state, "registering");
	});

	it("does not give up one that says that it works on it", () => {
		const pair = new Pair(refuses(100), works);
		deepEqual(pair.wait(31 * SECOND), []);
	});

	it("S11: goes on at once after 503", () => {
		const pair = new Pair(refuses(503, ["Retry-After", "600"]), works);
		deepEqual(pair.wait(100), ["next server: refused at 192.0.2.1, to 192.0.2.2", "registered 600"]);
	});

	it("F12: stays after a refusal, which would be the same elsewhere", () => {
		for (const first of [refuses(403), asks("n", asks("n2", works)), refuses(404)]) {
			const pair = new Pair(first, works);
			pair.wait(10 * SECOND);
			equal(pair.bench.registration.state, "failed");
			equal(pair.bench.ladder().includes("REGISTER .2"), false);
		}
	});

	it("answers the challenge of each", () => {
		const pair = new Pair(asks("n1", refuses(503)), asks("n2", works));
		pair.wait(SECOND);
		deepEqual(pair.bench.ladder(), ["REGISTER .1", "REGISTER .1", "REGISTER .2", "REGISTER .2"]);
		equal(pair.server, "192.0.2.2");
	});

	it("is for the domain of each", () => {
		const pair = new Pair(silent, works);
		pair.wait(5 * SECOND);
		const { request } = pair.bench.sent.at(-1)!;
		equal(request.uri, "sip:192.0.2.2");
		equal(request.headers.get("To"), '"Bell" <sip:620@192.0.2.2>');
	});

	it("fails when none answers, and begins with the first again", () => {
		const pair = new Pair(silent, silent);
		pair.wait(SILENCE + 32 * SECOND);
		equal(pair.bench.registration.state, "failed");
		equal(pair.server, undefined);
		pair.bench.ladder();
		pair.first = works;
		pair.wait(5 * SECOND);
		deepEqual([pair.server, pair.bench.ladder()], ["192.0.2.1", ["REGISTER .1"]]);
	});

	it("refreshes where it is, and leaves there", () => {
		const pair = new Pair(silent, works);
		pair.wait(5 * SECOND);
		pair.bench.ladder();
		pair.wait(6 * MINUTE);
		equal(
			pair.bench
				.ladder()
				.filter((line) => line.startsWith("REGISTER"))
				.join(),
			"REGISTER .2",
		);
		pair.bench.unregister();
		deepEqual(pair.bench.ladder(), ["REGISTER .2"]);
	});

	it("keeps its state while a refresh goes elsewhere", () => {
		const pair = new Pair(works, works);
		pair.wait(SECOND);
		pair.first = silent;
		pair.bench.advance(300 * SECOND + SILENCE - 1);
		equal(pair.bench.registration.state, "registered");
		const steps = ["next server: no answer at 192.0.2.1, to 192.0.2.2", "registered 600", "changed server 192.0.2.2"];
		deepEqual(pair.wait(SECOND), steps);
	});

	it("follows the services of a domain by their priorities (interop trap S12)", () => {
		const server = parseUri("sip:pbx.test");
		const bench = new RegistrationBench((request, to) => (to?.address === "192.0.2.7" ? works(request) : undefined), {
			server,
		});
		bench.register();
		bench.served(
			"_sip._udp.pbx.test",
			{ priority: 2, weight: 0, port: 5070, target: "b.test" },
			{ priority: 1, weight: 0, port: 5060, target: "a.test" },
		);
		bench.resolved("a.test", "192.0.2.6");
		bench.resolved("b.test", "192.0.2.7");
		bench.advance(SILENCE + SECOND);
		deepEqual(bench.registration.server, { address: "192.0.2.7", port: 5070 });
	});
});

describe("Return to a better server", () => {
	/** Registered at the second PBX, with nothing noted so far. */
	function away(): Pair {
		const pair = new Pair(silent, works);
		pair.wait(5 * SECOND);
		pair.bench.ladder();
		return pair;
	}

	it("asks it now and then by a short OPTIONS, and registers there when it answers", () => {
		const pair = away();
		pair.first = (request) => (request.method === "OPTIONS" ? refuses(404) : works)(request);
		deepEqual(pair.wait(RETURN_MINIMUM), ["back 192.0.2.1", "registered 600", "changed server 192.0.2.1"]);
		deepEqual(pair.bench.ladder(), ["OPTIONS .1", "REGISTER .1"]);
		pair.wait(4 * MINUTE);
		deepEqual(pair.bench.ladder(), []);
	});

	it("asks ever more rarely", () => {
		const pair = away();
		const times: number[] = [];
		let last = 0;
		for (let time = 0; time < 3 * HOUR; time += SECOND) {
			pair.bench.advance(pair.bench.now + SECOND);
			const asked = pair.bench.ladder().includes("OPTIONS .1");
			if (asked && pair.bench.now - last > 10 * SECOND) {
				times.push(Math.round((pair.bench.now - last) / MINUTE));
				last = pair.bench.now;
			} else if (asked) last = pair.bench.now;
		}
		deepEqual(times.slice(0, 7), [1, 2, 4, 8, 15, 15, 15]);
		equal(RETURN_MAXIMUM, 15 * MINUTE);
	});

	it("does not lose the present binding when the better one takes no registration", () => {
		const pair = away();
		pair.first = (request) => (request.method === "OPTIONS" ? refuses(200)(request) : undefined);
		const steps = ["back 192.0.2.1", "next server: no answer at 192.0.2.1, to 192.0.2.2", "registered 600"];
		deepEqual(pair.wait(RETURN_MINIMUM + SILENCE + SECOND), steps);
		equal(pair.server, "192.0.2.2");
	});

	it("S11: is not tried while it says that it has no time", () => {
		const pair = away();
		pair.first = refuses(503);
		deepEqual(pair.wait(4 * MINUTE), []);
	});

	it("F2: the OPTIONS has the mandatory headers alone", () => {
		const pair = away();
		pair.wait(RETURN_MINIMUM);
		const { request } = pair.bench.sent.find(({ request: { method } }) => method === "OPTIONS")!;
		equal(request.uri, "sip:pbx.test");
		const names = `${request.headers}`.split("\r\n").filter((line) => line !== "");
		deepEqual(
			names.map((line) => line.slice(0, line.indexOf(":"))),
			["Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Content-Length"],
		);
	});
});
