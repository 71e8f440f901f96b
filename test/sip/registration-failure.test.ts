import { deepEqual, equal, ok } from "node:assert/strict";
import { parseAuthorization } from "../../modules/auth/digest.ts";
import { LOOKUP_TIMEOUT } from "../../modules/sip/name-table.ts";
import {
	REFUSAL_MAXIMUM,
	REFUSAL_MINIMUM,
	RETRY_MAXIMUM,
	RETRY_MINIMUM,
} from "../../modules/sip/registration-pause.ts";
import { CLIENT_TRANSACTION_LIMIT } from "../../modules/sip/transaction-layer.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { sample } from "../support/transaction.ts";
import {
	asks,
	grants,
	HOUR,
	MINUTE,
	type Registrar,
	RegistrationBench,
	refuses,
	SECOND,
} from "./registration-bench.ts";

/** The pauses after so many failures in a row; the last one has just begun. */
function pauses(bench: RegistrationBench, count: number): number[] {
	const spans: number[] = [];
	bench.register();
	for (;;) {
		while (bench.registration.state !== "failed") bench.advance(bench.now + 10);
		spans.push(bench.registration.deadline - bench.now);
		if (spans.length === count) return spans;
		bench.advance(bench.registration.deadline);
	}
}

/** What happens to a registration that is answered so. */
function outcome(registrar: Registrar): string | undefined {
	const bench = new RegistrationBench(registrar);
	bench.register();
	bench.advance(1_000);
	return bench.news().at(-1);
}

/** Lets every challenge pass that does not answer a fresh nonce, and then challenges again. */
function refusesPassword(): Registrar {
	let nonce = 0;
	return (request) => asks(`n${++nonce}`, grants(600))(request);
}

describe("Registration that fails (RFC 3261 §10.2.7)", () => {
	it("waits half of a span that doubles up to RETRY_MAXIMUM at least", () => {
		const bench = new RegistrationBench(refuses(500));
		bench.random = 0;
		deepEqual(
			pauses(bench, 9).map((pause) => pause / SECOND),
			[2, 4, 8, 16, 32, 64, 120, 120, 120],
		);
		equal(RETRY_MINIMUM, 4 * SECOND);
		equal(RETRY_MAXIMUM, 240 * SECOND);
	});

	it("waits all of it at most, by chance", () => {
		const bench = new RegistrationBench(refuses(500));
		bench.random = 0.999999;
		deepEqual(
			pauses(bench, 8).map((pause) => Math.round(pause / SECOND)),
			[4, 8, 16, 32, 64, 128, 240, 240],
		);
	});

	it("goes on for ever", () => {
		const bench = new RegistrationBench(refuses(500));
		bench.register();
		for (let failures = 0; failures < 1_100; failures++) {
			bench.advance(bench.now + 10);
			bench.advance(bench.registration.deadline);
		}
		bench.advance(bench.now + 10);
		equal(bench.registration.deadline - bench.now, 120 * SECOND);
	});

	it("starts over with short pauses once it was registered", () => {
		const bench = new RegistrationBench(refuses(500));
		pauses(bench, 7);
		bench.registrar = grants(600);
		bench.advance(bench.registration.deadline);
		bench.advance(bench.now + 100);
		equal(bench.registration.state, "registered");
		bench.registrar = refuses(500);
		bench.advance(bench.registration.deadline + 10);
		equal(bench.registration.deadline - bench.now, 2 * SECOND);
	});

	it("tries at once, and with short pauses, when it is told to register", () => {
		const bench = new RegistrationBench(refuses(500));
		pauses(bench, 7);
		bench.advance(bench.now + 1_000);
		bench.traffic();
		bench.register();
		equal(bench.traffic().length, 1);
		bench.advance(bench.now + 10);
		equal(bench.registration.deadline - bench.now, 2 * SECOND);
	});

	it("S15: takes silence for a failure after 32 s, not before (Timer F)", () => {
		const bench = new RegistrationBench();
		bench.register();
		bench.advance(31_999);
		equal(bench.registration.state, "registering");
		bench.advance(32_000);
		equal(bench.registration.state, "failed");
		equal(bench.news().at(-1), "failed no answer 0 until 34000");
	});

	it("S11: obeys Retry-After, and tells what the server says", () => {
		equal(
			outcome(refuses(503, ["Retry-After", "120 (maintenance);duration=3600"])),
			"failed refused 503 until 120010: Service Unavailable",
		);
		equal(
			outcome(refuses(500, ["Retry-After", "1"], ["Warning", '399 pbx.test "Too \\"many\\" bells"'])),
			'failed refused 500 until 1010: Too "many" bells',
		);
		equal(
			outcome(refuses(503, ["Retry-After", "9999999999"])),
			"failed refused 503 until 86400010: Service Unavailable",
		);
	});

	it("takes a Retry-After that means nothing for none", () => {
		for (const value of ["0", "-5", "soon", ""])
			equal(outcome(refuses(503, ["Retry-After", value])), "failed refused 503 until 2010: Service Unavailable");
	});

	it("follows no redirection, which might lead the password astray (§8.1.3.4)", () => {
		const bench = new RegistrationBench(refuses(302, ["Contact", "<sip:198.51.100.66>"]));
		bench.register();
		bench.advance(10);
		equal(bench.news().at(-1), "failed refused 302 until 2010: Moved Temporarily");
		bench.advance(20 * SECOND);
		ok(bench.sent.every(({ to }) => to.address === "192.0.2.1"));
	});

	it("takes every other final response for a refusal that may pass", () => {
		for (const status of [400, 404, 408, 480, 486, 500, 503, 600, 603])
			equal(outcome(refuses(status))?.startsWith(`failed refused ${status} until 2010`), true, `${status}`);
	});

	it("takes a 200 that grants nothing for a refusal", () => {
		equal(outcome(grants(0)), "failed refused 200 until 2010: OK");
	});

	it("fails while an old grant lasts, and is registered again by the next success", () => {
		const bench = new RegistrationBench(grants(600));
		bench.register();
		bench.advance(100);
		bench.registrar = refuses(500);
		bench.advance(300_100);
		equal(bench.registration.state, "failed");
		equal(bench.registration.expiresAt, 600_010);
		bench.registrar = grants(600);
		bench.advance(310_000);
		equal(bench.registration.state, "registered");
	});
});

describe("Registration that is refused for good (RFC 3261 §21.4.4)", () => {
	it("F12, A5: tries slowly after 403, from 15 min doubling to 6 h", () => {
		const bench = new RegistrationBench(refuses(403));
		deepEqual(
			pauses(bench, 8).map((pause) => pause / MINUTE),
			[15, 30, 60, 120, 240, 360, 360, 360],
		);
		equal(REFUSAL_MINIMUM, 15 * MINUTE);
		equal(REFUSAL_MAXIMUM, 6 * HOUR);
	});

	it("F12: tries slowly after a wrong password, with two REGISTERs each", () => {
		const bench = new RegistrationBench(refusesPassword());
		deepEqual(
			pauses(bench, 3).map((pause) => pause / MINUTE),
			[15, 30, 60],
		);
		equal(bench.news().includes(`failed wrong password 401 until ${20 + 15 * MINUTE}: Unauthorized`), true);
		equal(bench.traffic().length, 2 + 2 + 2);
	});

	it("tries slowly when it may not or cannot answer the challenge", () => {
		const challenge = ["WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"'] as const;
		const bench = new RegistrationBench(refuses(401, challenge), {
			credentials: { username: "620", password: "secret", minimum: "SHA-256" },
		});
		bench.register();
		bench.advance(100);
		equal(bench.news().at(-1), `failed no algorithm 401 until ${10 + 15 * MINUTE}: Unauthorized`);
		deepEqual(bench.traffic(), ["0 1 REGISTER"]);
		equal(outcome(refuses(407)), `failed no algorithm 407 until ${10 + 15 * MINUTE}: Proxy Authentication Required`);
	});

	it("S11: waits longer when a 403 wants it to", () => {
		equal(outcome(refuses(403, ["Retry-After", "3600"])), `failed refused 403 until ${10 + HOUR}: Forbidden`);
		equal(outcome(refuses(403, ["Retry-After", "60"])), `failed refused 403 until ${10 + 15 * MINUTE}: Forbidden`);
	});

	it("tries at once when it is told to register, and starts over with 15 min", () => {
		const bench = new RegistrationBench(refuses(403));
		pauses(bench, 4);
		bench.register();
		bench.advance(bench.now + 10);
		equal(bench.registration.deadline - bench.now, 15 * MINUTE);
	});

	it("is mended by a right answer", () => {
		const bench = new RegistrationBench(refuses(403));
		bench.register();
		bench.advance(20);
		bench.registrar = asks("n", grants(600));
		bench.advance(20 * MINUTE);
		equal(bench.registration.state, "registered");
	});

	it("F4: does not take a nonce kept from the last cycle for a wrong password", () => {
		const bench = new RegistrationBench(asks("n1", grants(60)));
		bench.register();
		bench.advance(100);
		bench.registrar = asks("n2", grants(60));
		bench.advance(31_000);
		equal(bench.registration.state, "registered");
		equal(parseAuthorization(bench.sent.at(-1)?.request.headers.get("Authorization") ?? "")?.nonce, "n2");
	});
});

describe("Registration without a way to the registrar", () => {
	it("X7: sends nothing while the network is down, and comes back by itself", () => {
		const bench = new RegistrationBench(grants(600));
		bench.local = undefined;
		bench.register();
		deepEqual(bench.news(), ["started", "located", "failed no network 0 until 2000"]);
		bench.advance(100_000);
		deepEqual(bench.sent, []);
		bench.local = { address: "192.0.2.2", port: 5062 };
		bench.advance(100_000 + RETRY_MAXIMUM);
		equal(bench.registration.state, "registered");
	});

	it("says that it failed when too many requests are under way", () => {
		const bench = new RegistrationBench();
		const idle = { receive: () => {}, timeout: () => {} };
		for (let count = 0; count < CLIENT_TRANSACTION_LIMIT; count++)
			bench.transactions.request(sample("OPTIONS"), { address: "192.0.2.9", port: 5060 }, idle, 0);
		bench.register();
		equal(bench.news().at(-1), "failed no network 0 until 2000");
	});

	it("looks the server's name up, and says when nobody knows it", () => {
		const bench = new RegistrationBench(grants(600), { server: parseUri("sip:pbx.test:5060") });
		bench.register();
		deepEqual(bench.lookups, ["pbx.test"]);
		deepEqual(bench.news(), ["started"]);
		bench.resolved("pbx.test");
		deepEqual(bench.news(), ["failed unknown host 0 until 2000"]);
		bench.advance(2_000);
		deepEqual(bench.lookups, ["pbx.test", "pbx.test"]);
		bench.resolved("pbx.test", "192.0.2.5");
		deepEqual(bench.sent[0]?.to, { address: "192.0.2.5", port: 5060 });
		bench.advance(2_100);
		deepEqual(bench.news(), ["started", "located", "sent", "registered 600"]);
	});

	it("reports the address as found in every cycle, also when it was still known", () => {
		const bench = new RegistrationBench(grants(60), { server: parseUri("sip:pbx.test:5060") });
		bench.register();
		bench.resolved("pbx.test", "192.0.2.5");
		bench.advance(100);
		bench.news();
		for (let cycle = 1; cycle < 4; cycle++) {
			bench.advance(bench.registration.deadline + 20);
			deepEqual(bench.news(), ["started", "located", "sent", "registered 60"]);
		}
	});

	it("does not wait for ever for a name server", () => {
		const bench = new RegistrationBench(grants(600), { server: parseUri("sip:pbx.test:5060") });
		bench.register();
		bench.advance(LOOKUP_TIMEOUT);
		equal(bench.news().at(-1), `failed unknown host 0 until ${LOOKUP_TIMEOUT + 2_000}`);
	});
});
