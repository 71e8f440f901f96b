import { deepEqual, equal } from "node:assert/strict";
import { grants, type Registrar, RegistrationBench, SECOND } from "./registration-bench.ts";

/** A registrar that sees us at another address, as behind a router. */
function sees(received: string | undefined, port: () => number | string): Registrar {
	return (request, to) => {
		const reply = grants(600)(request, to)!;
		const via = reply.headers.get("Via")!.replace(";rport", `;rport=${port()}`);
		reply.headers.set("Via", received === undefined ? via : `${via};received=${received}`);
		return reply;
	};
}

/** The Contacts that were sent. */
function contacts(bench: RegistrationBench): string[] {
	const all = bench.sent.map(({ request }) => request.headers.all("Contact").join(", "));
	bench.sent = [];
	return all;
}

describe("Address as the registrar sees it (RFC 3581)", () => {
	const OWN = "<sip:620@192.0.2.2:5062>";

	it("is told in the Contact from then on, after one more REGISTER", () => {
		const bench = new RegistrationBench(sees("198.51.100.7", () => 40_000));
		bench.register();
		bench.advance(SECOND);
		const seen = "<sip:620@198.51.100.7:40000>";
		deepEqual(contacts(bench), [OWN, `${seen}, ${OWN};expires=0`]);
		bench.advance(301 * SECOND);
		deepEqual(contacts(bench), [seen]);
		equal(bench.registration.state, "registered");
	});

	it("is no news when it is ours", () => {
		const bench = new RegistrationBench(sees("192.0.2.2", () => 5062));
		bench.register();
		bench.advance(SECOND);
		deepEqual(contacts(bench), [OWN]);
	});

	it("is not believed where it says nothing that can be used", () => {
		for (const [received, port] of [
			["nonsense", "x"],
			["pbx.test", ""],
			[undefined, 0],
			[undefined, 65_536],
		] as const) {
			const bench = new RegistrationBench(sees(received, () => port));
			bench.register();
			bench.advance(SECOND);
			deepEqual(contacts(bench), [OWN]);
		}
	});

	it("F17: may be an IPv6 address, in brackets or not", () => {
		for (const received of ["2001:db8::7", "[2001:db8::7]"]) {
			const bench = new RegistrationBench(sees(received, () => 40_000));
			bench.register();
			bench.advance(SECOND);
			equal(contacts(bench).at(-1)?.split(",")[0], "<sip:620@[2001:db8::7]:40000>");
		}
	});

	it("does not make it register again and again where it is another one each time", () => {
		let port = 40_000;
		const bench = new RegistrationBench(sees("198.51.100.7", () => ++port));
		bench.register();
		bench.advance(200 * SECOND);
		equal(contacts(bench).length, 2);
		bench.advance(301 * SECOND);
		equal(contacts(bench).length, 2);
	});

	it("E4: is forgotten when our own address changes", () => {
		const bench = new RegistrationBench(sees("198.51.100.7", () => 40_000));
		bench.register();
		bench.advance(SECOND);
		contacts(bench);
		bench.local = { address: "192.0.2.3", port: 5062 };
		bench.registrar = grants(600);
		bench.register();
		bench.advance(2 * SECOND);
		equal(contacts(bench)[0]?.split(",")[0], "<sip:620@192.0.2.3:5062>");
	});
});
