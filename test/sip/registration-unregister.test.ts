import { deepEqual, equal, ok } from "node:assert/strict";
import { UNREGISTER_TIMEOUT } from "../../modules/sip/registration.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { asks, grants, RegistrationBench, refuses } from "./registration-bench.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** A registered bench at 100 ms, with nothing noted so far. */
function registered(seconds = 600): RegistrationBench {
	const bench = new RegistrationBench(grants(seconds));
	bench.register();
	bench.advance(100);
	bench.news();
	bench.traffic();
	return bench;
}

describe("Removal of the binding (RFC 3261 §10.2.2)", () => {
	it("is a REGISTER with Expires: 0 for the same Contact", () => {
		const bench = new RegistrationBench(grants(600));
		bench.register();
		bench.advance(100);
		equal(bench.unregister(), true);
		const [first, second] = bench.sent.map(({ request }) => request.headers);
		equal(second?.get("Expires"), "0");
		for (const name of ["Contact", "Call-ID", "From", "To"]) equal(second?.get(name), first?.get(name));
		equal(second?.get("CSeq"), "2 REGISTER");
	});

	it("ends with its answer, whatever that is", () => {
		for (const status of [200, 403, 404, 423, 500]) {
			const bench = registered();
			bench.registrar = refuses(status);
			bench.unregister();
			equal(bench.registration.state, "unregistering");
			equal(bench.registration.deadline, 100 + UNREGISTER_TIMEOUT);
			bench.advance(200);
			equal(bench.registration.state, "idle");
			equal(bench.registration.deadline, NEVER);
			equal(bench.registration.expiresAt, Number.NEGATIVE_INFINITY);
			deepEqual(bench.news(), ["unregistering", "unregistered"]);
		}
	});

	it("answers a challenge", () => {
		const bench = registered();
		bench.registrar = asks("n1", refuses(200));
		bench.unregister();
		bench.advance(200);
		deepEqual(bench.news(), ["unregistering", "unregistered"]);
		const numbers = bench.sent.map(({ request: { headers } }) => `${headers.get("CSeq")} ${headers.get("Expires")}`);
		deepEqual(numbers, ["2 REGISTER 0", "3 REGISTER 0"]);
	});

	it("is over when the challenge cannot be answered", () => {
		const bench = registered();
		bench.registrar = refuses(401);
		bench.unregister();
		bench.advance(200);
		equal(bench.registration.state, "idle");
		deepEqual(bench.news(), ["unregistering", "unregistered"]);
	});

	it("L25: waits 2 s at most, with copies of the REGISTER, and is silent afterwards", () => {
		const bench = registered();
		bench.registrar = () => undefined;
		bench.unregister();
		bench.advance(2_099);
		equal(bench.registration.state, "unregistering");
		bench.advance(2_100);
		equal(bench.registration.state, "idle");
		deepEqual(bench.news(), ["unregistering", "unregistered"]);
		deepEqual(bench.traffic(), ["100 2 REGISTER", "600 2 REGISTER", "1600 2 REGISTER"]);
		bench.advance(100_000);
		deepEqual(bench.traffic(), []);
		equal(bench.deadline, NEVER);
	});

	it("has nothing to do before anything was registered", () => {
		const bench = new RegistrationBench(grants(600));
		equal(bench.unregister(), false);
		equal(bench.registration.state, "idle");
		deepEqual(bench.sent, []);
		deepEqual(bench.news(), []);
	});

	it("has nothing to do after it, nor after a refusal", () => {
		const bench = registered();
		bench.unregister();
		bench.advance(200);
		equal(bench.unregister(), false);
		bench.registrar = refuses(403);
		bench.register();
		bench.advance(300);
		equal(bench.registration.state, "failed");
		equal(bench.unregister(), false);
		equal(bench.registration.state, "idle");
		bench.advance(10_000_000);
		equal(bench.registration.state, "idle");
	});

	it("is done all the same when the refusal met an old grant that lasts", () => {
		const bench = registered();
		bench.registrar = refuses(403);
		bench.register();
		bench.advance(200);
		bench.registrar = grants(0);
		equal(bench.unregister(), true);
		bench.advance(300);
		equal(bench.registration.state, "idle");
	});

	it("is done after silence, for the registrar may have heard us", () => {
		const bench = new RegistrationBench();
		bench.register();
		bench.advance(33_000);
		equal(bench.registration.state, "failed");
		equal(bench.unregister(), true);
	});

	it("while a REGISTER is under way stops that one and has a higher CSeq", () => {
		const bench = new RegistrationBench();
		bench.register();
		bench.advance(200);
		const { request } = bench.sent[0]!;
		bench.traffic();
		equal(bench.unregister(), true);
		bench.deliver(grants(600)(request)!);
		equal(bench.registration.state, "unregistering");
		bench.advance(10_000);
		equal(bench.registration.state, "idle");
		deepEqual(bench.traffic(), ["200 2 REGISTER", "700 2 REGISTER", "1700 2 REGISTER"]);
		ok(bench.news().every((step) => !step.startsWith("registered")));
	});

	it("while an earlier one is under way sends no second one", () => {
		const bench = registered();
		bench.registrar = () => undefined;
		equal(bench.unregister(), true);
		bench.advance(300);
		equal(bench.unregister(), true);
		deepEqual(bench.traffic(), ["100 2 REGISTER"]);
		bench.advance(2_100);
		equal(bench.registration.state, "idle");
	});

	it("ends a pause between two tries", () => {
		const bench = new RegistrationBench(refuses(500));
		bench.register();
		bench.advance(100);
		bench.registrar = () => undefined;
		equal(bench.unregister(), true);
		bench.advance(1_000_000);
		equal(bench.registration.state, "idle");
		equal(bench.deadline, NEVER);
	});

	it("ends a look-up that is pending: its late result sends nothing", () => {
		const bench = new RegistrationBench(grants(600), { server: parseUri("sip:pbx.test:5060") });
		bench.register();
		equal(bench.unregister(), false);
		bench.resolved("pbx.test", "192.0.2.5");
		deepEqual(bench.sent, []);
		equal(bench.registration.state, "idle");
		bench.register();
		bench.advance(100);
		equal(bench.registration.state, "registered");
	});

	it("is over at once when the network is down", () => {
		const bench = registered();
		bench.local = undefined;
		equal(bench.unregister(), true);
		equal(bench.registration.state, "idle");
		deepEqual(bench.news(), ["unregistering", "unregistered"]);
	});

	it("gives way to a new registration, which has the last word", () => {
		const bench = registered();
		bench.registrar = () => undefined;
		bench.unregister();
		bench.advance(200);
		const removal = bench.sent[0]!.request;
		bench.registrar = grants(600);
		bench.register();
		bench.deliver(refuses(200)(removal)!);
		equal(bench.registration.state, "registering");
		bench.advance(300);
		equal(bench.registration.state, "registered");
		deepEqual(bench.traffic(), ["100 2 REGISTER", "200 3 REGISTER"]);
	});

	it("takes a late 200 of the removal for nothing after it gave up", () => {
		const bench = registered();
		bench.registrar = () => undefined;
		bench.unregister();
		bench.advance(2_100);
		bench.news();
		bench.deliver(refuses(200)(bench.sent[0]!.request)!);
		equal(bench.registration.state, "idle");
		deepEqual(bench.news(), []);
	});
});
