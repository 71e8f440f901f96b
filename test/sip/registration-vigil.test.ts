import { deepEqual, equal } from "node:assert/strict";
import { parseUri } from "../../modules/sip/uri.ts";
import { PING_TIMEOUT } from "../../modules/sip/vigil.ts";
import { ACCOUNT, grants, MINUTE, type Registrar, RegistrationBench, refuses, SECOND } from "./registration-bench.ts";

const INTERVAL = 30 * SECOND;
const SERVER = { address: "192.0.2.1", port: 5060 };

/** A registrar that answers OPTIONS as told. */
function pbx(options: Registrar = refuses(200), register: Registrar = grants(3_600)): Registrar {
	return (request, to) => (request.method === "OPTIONS" ? options : register)(request, to);
}

const silent: Registrar = () => undefined;

/** Registered with a keep-alive, at 100 ms. */
function registered(registrar: Registrar, more: Partial<typeof ACCOUNT> = {}): RegistrationBench {
	const bench = new RegistrationBench(registrar, { keepAlive: INTERVAL, ...more });
	bench.register();
	bench.advance(100);
	bench.ladder();
	bench.news();
	return bench;
}

describe("Keep-alive by OPTIONS", () => {
	it("asks the server in use whenever nothing was heard from it for so long", () => {
		const bench = registered(pbx());
		bench.advance(INTERVAL);
		deepEqual(bench.ladder(), []);
		bench.advance(3 * INTERVAL + SECOND);
		deepEqual(bench.ladder(), ["OPTIONS .1", "OPTIONS .1", "OPTIONS .1"]);
		deepEqual(bench.news(), []);
	});

	it("asks nothing while something is heard, though not from others", () => {
		const bench = registered(pbx());
		for (let time = INTERVAL / 2; time < 10 * INTERVAL; time += INTERVAL / 2) {
			bench.advance(time);
			bench.hear(SERVER);
		}
		deepEqual(bench.ladder(), []);
		bench.hear({ address: "192.0.2.9", port: 5060 });
		bench.advance(bench.now + INTERVAL);
		deepEqual(bench.ladder(), ["OPTIONS .1"]);
	});

	it("asks nothing without the setting, and nothing after the registration", () => {
		const without = registered(pbx(), { keepAlive: 0 });
		without.advance(10 * MINUTE);
		deepEqual(without.ladder(), []);
		const bench = registered(pbx());
		bench.unregister();
		bench.advance(bench.now + 10 * MINUTE);
		deepEqual(bench.ladder(), ["REGISTER .1"]);
		equal(bench.deadline, Number.POSITIVE_INFINITY);
	});

	it("takes any answer for a sign of life", () => {
		for (const status of [100, 200, 401, 404, 483, 503]) {
			const bench = registered(pbx(refuses(status)));
			bench.advance(10 * MINUTE);
			deepEqual(bench.news(), []);
		}
	});

	it("does not judge a server that has never answered such a question", () => {
		const bench = registered(pbx(silent));
		bench.advance(20 * MINUTE);
		deepEqual(bench.news(), []);
		equal(bench.registration.state, "registered");
	});

	it("registers at once when one that used to answer is silent", () => {
		const bench = registered(pbx());
		bench.advance(INTERVAL + SECOND);
		bench.registrar = silent;
		bench.ladder();
		bench.advance(bench.now + INTERVAL + PING_TIMEOUT - SECOND);
		deepEqual(
			bench.ladder(),
			Array.from({ length: 5 }, () => "OPTIONS .1"),
		);
		bench.advance(bench.now + SECOND);
		deepEqual(bench.news(), ["silent 192.0.2.1", "started", "located", "sent"]);
	});

	it("goes to the second server then", () => {
		const backup = { ...ACCOUNT, server: parseUri("sip:192.0.2.2") };
		const bench = registered(pbx(), { backup });
		bench.advance(INTERVAL + SECOND);
		bench.registrar = (request, to) => (to?.address === "192.0.2.2" ? pbx()(request, to) : undefined);
		bench.advance(2 * INTERVAL + PING_TIMEOUT + 6 * SECOND);
		equal(bench.registration.server?.address, "192.0.2.2");
		equal(bench.registration.state, "registered");
	});

	it("registers at once when the server is there again, for its bindings may be lost", () => {
		const bench = registered(pbx());
		bench.advance(INTERVAL + SECOND);
		bench.registrar = silent;
		// The pauses are long by now.
		bench.advance(30 * MINUTE);
		equal(bench.registration.state, "failed");
		bench.news();
		bench.registrar = pbx();
		bench.hear(SERVER);
		bench.advance(bench.now + SECOND);
		deepEqual(bench.news(), ["back 192.0.2.1", "started", "located", "sent", "registered 3600"]);
	});

	it("notices that by itself within one interval", () => {
		const bench = registered(pbx());
		bench.advance(INTERVAL + SECOND);
		bench.registrar = silent;
		bench.random = 1;
		bench.advance(30 * MINUTE);
		bench.registrar = pbx();
		bench.advance(bench.now + INTERVAL + PING_TIMEOUT + SECOND);
		equal(bench.registration.state, "registered");
	});

	it("F12: is over when the account is refused", () => {
		const bench = registered(pbx());
		bench.registrar = refuses(403);
		bench.register();
		bench.advance(bench.now + SECOND);
		bench.ladder();
		bench.advance(bench.now + 10 * MINUTE);
		deepEqual(bench.ladder(), []);
	});
});

describe("A registration in doubt", () => {
	it("is renewed at once when a call met silence there", () => {
		const bench = registered(pbx());
		bench.doubt({ address: "192.0.2.9", port: 5060 });
		bench.advance(bench.now + SECOND);
		deepEqual(bench.ladder(), []);
		bench.doubt(SERVER);
		bench.advance(bench.now + SECOND);
		deepEqual(bench.ladder(), ["REGISTER .1"]);
		equal(bench.news().at(-1), "registered 3600");
	});
});
