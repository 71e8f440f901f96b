import { deepEqual, equal, match, throws } from "node:assert/strict";
import { parseAuthorization } from "../../modules/auth/digest.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { asks, grants, type Registrar, RegistrationBench, refuses } from "./registration-bench.ts";

/** The header names of a request, in order. */
function names(text: string): string[] {
	return text
		.split("\r\n")
		.filter((line) => line.includes(": "))
		.map((line) => line.slice(0, line.indexOf(":")));
}

describe("REGISTER (RFC 3261 §10.2)", () => {
	it("F1, F2: has no user in its Request-URI and few headers", () => {
		const bench = new RegistrationBench();
		bench.register();
		const { request, to } = bench.sent[0]!;
		equal(request.method, "REGISTER");
		equal(request.uri, "sip:pbx.test");
		equal(request.body, "");
		deepEqual(to, { address: "192.0.2.1", port: 5060 });
		deepEqual(names(`${request.headers}`), [
			"Via",
			"Max-Forwards",
			"From",
			"To",
			"Call-ID",
			"CSeq",
			"Contact",
			"Expires",
			"User-Agent",
			"Content-Length",
		]);
		equal(request.headers.get("From"), '"Bell" <sip:620@pbx.test>;tag=0000000000000002');
		equal(request.headers.get("To"), '"Bell" <sip:620@pbx.test>');
		equal(request.headers.get("Contact"), "<sip:620@192.0.2.2:5062>");
		equal(request.headers.get("Expires"), "600");
	});

	it("S1: has the authentication name in the credentials alone", () => {
		const bench = new RegistrationBench(asks("n1", grants(600)));
		bench.register();
		bench.advance(100);
		const { headers } = bench.sent[1]!.request;
		const claim = parseAuthorization(headers.get("Authorization") ?? "");
		equal(claim?.username, "auth-620");
		equal(claim?.uri, "sip:pbx.test");
		match(headers.get("From") ?? "", /<sip:620@pbx\.test>/);
	});

	it("goes to an outbound proxy with a Route (§8.1.2)", () => {
		const bench = new RegistrationBench(undefined, { server: parseUri("sip:192.0.2.9:5070"), proxied: true });
		bench.register();
		const { request, to } = bench.sent[0]!;
		equal(request.uri, "sip:pbx.test");
		equal(request.headers.get("Route"), "<sip:192.0.2.9:5070;lr>");
		deepEqual(to, { address: "192.0.2.9", port: 5070 });
	});

	it("escapes the user", () => {
		const bench = new RegistrationBench(undefined, { user: "front door#1", displayName: "" });
		bench.register();
		equal(bench.sent[0]!.request.headers.get("To"), "<sip:front%20door%231@pbx.test>");
	});

	it("cannot be for no domain", () => {
		throws(() => new RegistrationBench(undefined, { domain: "pbx .test" }), RangeError);
	});
});

describe("Registration asked for more time (423, RFC 3261 §10.2.8)", () => {
	/** Grants nothing below `minimum`. */
	function brief(minimum: number): Registrar {
		const refusal = refuses(423, ["Min-Expires", `${minimum}`], ["Contact", "<sip:620@192.0.2.2:5062>;expires=5"]);
		return (request) => (Number(request.headers.get("Expires")) < minimum ? refusal : grants(minimum))(request);
	}

	it("S9, L6: raises the value at once, with the same Call-ID and the next CSeq, and keeps it", () => {
		const bench = new RegistrationBench(brief(1_800));
		bench.register();
		bench.advance(100);
		equal(bench.news().at(-1), "registered 1800");
		bench.advance(900_100);
		const [first, second, third] = bench.sent.map(({ request }) => request.headers);
		equal(first?.get("Call-ID"), second?.get("Call-ID"));
		deepEqual(
			[first, second, third].map((headers) => headers?.get("Expires")),
			["600", "1800", "1800"],
		);
		deepEqual(bench.traffic(), ["0 1 REGISTER", "10 2 REGISTER", "900020 3 REGISTER"]);
	});

	it("F4: takes a new nonce after it for a challenge, for the registrar had taken the password", () => {
		const bench = new RegistrationBench();
		let nonce = 0;
		bench.registrar = (request) => {
			const claim = parseAuthorization(request.headers.get("Authorization") ?? "");
			if (claim?.nonce === `n${nonce}` && claim.nc === "00000001") return brief(900)(request);
			return asks(`n${++nonce}`, brief(900))(request);
		};
		bench.register();
		bench.advance(1_000);
		equal(bench.registration.state, "registered");
		equal(bench.traffic().length, 4);
	});

	it("fails when it says no minimum, or one that was met", () => {
		for (const more of [[], [["Min-Expires", "soon"]], [["Min-Expires", "600"]]] as const) {
			const bench = new RegistrationBench(refuses(423, ...more));
			bench.register();
			bench.advance(10);
			equal(bench.news().at(-1), "failed refused 423 until 2010: Interval Too Brief");
		}
	});

	it("is not led on by a registrar that wants ever more", () => {
		let minimum = 600;
		const bench = new RegistrationBench((request) => refuses(423, ["Min-Expires", `${++minimum}`])(request));
		bench.register();
		bench.advance(1_000);
		equal(bench.traffic().length, 2);
		equal(bench.registration.state, "failed");
	});
});
