import { deepEqual, equal, match, ok } from "node:assert/strict";
import { parseAuthorization } from "../../modules/auth/digest.ts";
import { answer } from "../support/transaction.ts";
import { asks, grants, RegistrationBench, refuses } from "./registration-bench.ts";

describe("Registration (RFC 3261 §10)", () => {
	it("is idle until it is told to register", () => {
		const bench = new RegistrationBench(grants(600));
		bench.advance(1_000_000);
		equal(bench.registration.state, "idle");
		equal(bench.registration.deadline, Number.POSITIVE_INFINITY);
		equal(bench.registration.expiresAt, Number.NEGATIVE_INFINITY);
		deepEqual(bench.sent, []);
	});

	it("reports each step", () => {
		const bench = new RegistrationBench(grants(600));
		bench.register();
		deepEqual(bench.news(), ["started", "located", "sent"]);
		equal(bench.registration.state, "registering");
		bench.advance(100);
		deepEqual(bench.news(), ["registered 600"]);
		equal(bench.registration.state, "registered");
		equal(bench.registration.expiresAt, 600_010);
	});

	it("X8: answers a challenge, and reports that too", () => {
		const bench = new RegistrationBench(asks("n1", grants(600)));
		bench.register();
		bench.advance(100);
		deepEqual(bench.news(), ["started", "located", "sent", "challenged", "authenticating", "sent", "registered 600"]);
		deepEqual(bench.traffic(), ["0 1 REGISTER", "10 2 REGISTER"]);
	});

	it("answers 407 of a proxy as well", () => {
		const bench = new RegistrationBench((request) =>
			request.headers.get("Proxy-Authorization")
				? grants(600)(request)
				: refuses(407, ["Proxy-Authenticate", 'Digest realm="edge", nonce="n"'])(request),
		);
		bench.register();
		bench.advance(100);
		equal(bench.registration.state, "registered");
	});

	it("waits through provisional responses", () => {
		const bench = new RegistrationBench((request) => answer(request, 100));
		bench.register();
		bench.advance(20_000);
		equal(bench.registration.state, "registering");
		bench.deliver(grants(600)(bench.sent[0]!.request)!);
		equal(bench.registration.state, "registered");
	});

	it("S15: takes a 200 that comes after 31 s", () => {
		const bench = new RegistrationBench();
		bench.register();
		bench.advance(31_000);
		bench.deliver(grants(600)(bench.sent[0]!.request)!);
		equal(bench.registration.state, "registered");
		equal(bench.sent.length > 5, true);
	});

	it("X1, A6, L7: refreshes at half of what was granted, not of what was asked for", () => {
		for (const seconds of [1, 30, 60, 3_600]) {
			const bench = new RegistrationBench(grants(seconds));
			bench.register();
			bench.advance(10);
			bench.traffic();
			equal(bench.registration.deadline, 10 + seconds * 500);
			bench.advance(10 + seconds * 500);
			deepEqual(bench.traffic(), [`${10 + seconds * 500} 2 REGISTER`]);
		}
	});

	it("F7: finds its own Contact among several", () => {
		const bench = new RegistrationBench((request) => {
			const reply = answer(request, 200);
			reply.headers.add("Expires", "7200");
			reply.headers.add("Contact", '"Phone" <sip:620@192.0.2.77:5060>;expires=3000, *, <sip:broken');
			reply.headers.add("Contact", `${request.headers.get("Contact")};q=0.5;expires=90`);
			return reply;
		});
		bench.register();
		bench.advance(10);
		equal(bench.news().at(-1), "registered 90");
	});

	it("takes what it asked for when a 200 says nothing of the time", () => {
		const bench = new RegistrationBench((request) => answer(request, 200));
		bench.register();
		bench.advance(10);
		equal(bench.news().at(-1), "registered 600");
	});

	it("is registered during a refresh, until the old grant ends", () => {
		const bench = new RegistrationBench(grants(40));
		bench.register();
		bench.advance(10);
		bench.registrar = () => undefined;
		bench.advance(20_010);
		deepEqual(bench.news().slice(-3), ["started", "located", "sent"]);
		equal(bench.registration.state, "registered");
		bench.registrar = grants(40);
		bench.advance(21_000);
		equal(bench.registration.expiresAt, 20_520 + 40_000);
	});

	it("A5: keeps Contact, Call-ID and From tag, and counts CSeq on, for all its life", () => {
		const bench = new RegistrationBench(grants(60));
		bench.register();
		bench.advance(300_000);
		bench.unregister();
		bench.advance(301_000);
		bench.register();
		bench.advance(400_000);
		const first = bench.sent[0]!.request.headers;
		ok(bench.sent.length > 10);
		bench.sent.forEach(({ request: { headers } }, index) => {
			for (const name of ["Contact", "Call-ID", "From", "To"]) equal(headers.get(name), first.get(name));
			equal(headers.get("CSeq"), `${index + 1} REGISTER`);
		});
	});

	it("F4, L9: is challenged anew at every refresh, without stale, and stays registered", () => {
		const bench = new RegistrationBench();
		let nonce = 0;
		let answered = "";
		bench.registrar = (request) => {
			const claim = parseAuthorization(request.headers.get("Authorization") ?? "");
			if (claim?.nonce !== `n${nonce}` || claim.nonce === answered) return asks(`n${++nonce}`, grants(60))(request);
			answered = claim.nonce;
			return grants(60)(request);
		};
		bench.register();
		for (let refresh = 0; refresh < 20; refresh++) {
			bench.advance(bench.now + 30_100);
			equal(bench.registration.state, "registered");
		}
		equal(
			bench.news().some((step) => step.startsWith("failed")),
			false,
		);
		equal(nonce, 21);
	});

	it("L3: uses a nonce that is still good without asking for a new one", () => {
		const bench = new RegistrationBench(asks("n1", grants(60)));
		bench.register();
		bench.advance(100_000);
		const answers = bench.sent.map(({ request }) => parseAuthorization(request.headers.get("Authorization") ?? "")?.nc);
		deepEqual(answers, [undefined, "00000001", "00000002", "00000003", "00000004"]);
	});

	it("L4: takes no harm from Authentication-Info", () => {
		const bench = new RegistrationBench((request) => {
			const reply = grants(60)(request)!;
			reply.headers.add("Authentication-Info", 'nextnonce="n2", qop=auth, rspauth="x", cnonce="c", nc=00000001');
			return reply;
		});
		bench.register();
		bench.advance(100);
		equal(bench.registration.state, "registered");
	});

	it("E4: registers the new address when it is told to after a change", () => {
		const bench = new RegistrationBench(grants(600));
		bench.register();
		bench.advance(100);
		bench.local = { address: "192.0.2.40", port: 5062 };
		bench.register();
		equal(bench.registration.state, "registered");
		bench.advance(200);
		const { headers } = bench.sent[1]!.request;
		equal(headers.get("Contact"), "<sip:620@192.0.2.40:5062>");
		match(headers.get("Via") ?? "", /^SIP\/2\.0\/UDP 192\.0\.2\.40:5062;/);
		equal(bench.registration.expiresAt, 600_110);
	});

	it("E4, A5: takes back the old address with the new one, until a registrar does not like that (§10.2.2)", () => {
		const bench = new RegistrationBench(grants(600));
		const contacts = () => bench.sent.at(-1)!.request.headers.all("Contact");
		const moveTo = (address: string) => {
			bench.local = { address, port: 5062 };
			bench.register();
			bench.advance(bench.now + 100);
		};
		moveTo("192.0.2.2");
		moveTo("192.0.2.40");
		deepEqual(contacts(), ["<sip:620@192.0.2.40:5062>", "<sip:620@192.0.2.2:5062>;expires=0"]);
		moveTo("192.0.2.40");
		deepEqual(contacts(), ["<sip:620@192.0.2.40:5062>"]);
		bench.registrar = refuses(400);
		moveTo("192.0.2.2");
		deepEqual(contacts(), ["<sip:620@192.0.2.2:5062>", "<sip:620@192.0.2.40:5062>;expires=0"]);
		bench.registrar = grants(600);
		bench.advance(bench.registration.deadline + 100);
		deepEqual(contacts(), ["<sip:620@192.0.2.2:5062>"]);
	});

	it("has one REGISTER under way at a time, however often it is told to register (§10.2)", () => {
		const bench = new RegistrationBench();
		for (let number = 1; number < 60; number++) {
			bench.register();
			bench.advance(bench.now + 700);
			deepEqual(
				bench.traffic().map((line) => line.slice(line.indexOf(" ") + 1)),
				[`${number} REGISTER`, `${number} REGISTER`],
			);
		}
	});

	it("X4: ignores the late answer to an attempt that is over", () => {
		const bench = new RegistrationBench();
		bench.register();
		const old = bench.sent[0]!.request;
		bench.register();
		bench.deliver(grants(600)(old)!);
		bench.deliver(refuses(403)(old)!);
		equal(bench.registration.state, "registering");
		bench.deliver(grants(600)(bench.sent[1]!.request)!);
		equal(bench.registration.state, "registered");
		bench.deliver(refuses(403)(bench.sent[1]!.request)!);
		equal(bench.registration.state, "registered");
	});
});
