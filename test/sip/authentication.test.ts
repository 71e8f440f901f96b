import { deepEqual, equal, match } from "node:assert/strict";
import { type HashAlgorithm, parseAuthorization, response } from "../../modules/auth/digest.ts";
import { Authentication, CHALLENGE_LIMIT } from "../../modules/sip/authentication.ts";
import type { Request, Response } from "../../modules/sip/message.ts";
import { hash } from "../support/hash.ts";
import { answer, sample } from "../support/transaction.ts";

/** The password of interop trap L39. */
const PASSWORD = "p@ss:w\"ord \\ 'x";

function side(minimum: HashAlgorithm = "MD5") {
	let tokens = 0;
	return new Authentication({
		hash,
		token: () => `c${++tokens}`,
		credentials: { username: "auth-620", password: PASSWORD, minimum },
	});
}

function refusal(status: 401 | 407, ...challenges: string[]): Response {
	const reply = answer(sample("REGISTER"), status);
	for (const challenge of challenges)
		reply.headers.add(status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate", challenge);
	return reply;
}

/** A challenge as Kamailio writes it. */
function nonce(value: string, more = ""): string {
	return `Digest realm="pbx.test", nonce="${value}", qop="auth"${more}`;
}

function authorized(authentication: Authentication): Request {
	const request = sample("REGISTER");
	authentication.authorize(request);
	return request;
}

/** The nonce that a request answers, with its count. */
function answered(authentication: Authentication, header = "Authorization"): string {
	const claim = parseAuthorization(authorized(authentication).headers.get(header) ?? "");
	return `${claim?.nonce} ${claim?.nc}`;
}

describe("Authentication (RFC 3261 §22, RFC 7616)", () => {
	it("adds nothing before it was challenged", () => {
		const { headers } = authorized(side());
		equal(headers.get("Authorization"), undefined);
		equal(headers.get("Proxy-Authorization"), undefined);
	});

	it("X8, S1, L39: answers 401 with Authorization under the authentication name, whatever the password holds", () => {
		const authentication = side();
		equal(authentication.challenge(refusal(401, nonce("n"))), "retry");
		const { headers, uri } = authorized(authentication);
		const claim = parseAuthorization(headers.get("Authorization") ?? "")!;
		equal(claim.username, "auth-620");
		equal(claim.uri, uri);
		equal(claim.response, response(hash, claim, PASSWORD, "REGISTER"));
		equal(headers.get("Proxy-Authorization"), undefined);
	});

	it("S2: answers 407 with Proxy-Authorization", () => {
		const authentication = side();
		equal(authentication.challenge(refusal(407, nonce("n"))), "retry");
		const { headers } = authorized(authentication);
		match(headers.get("Proxy-Authorization") ?? "", /^Digest username="auth-620", realm="pbx\.test", nonce="n"/);
		equal(headers.get("Authorization"), undefined);
	});

	it("F3, X6: answers a challenge without qop, with realm and nonce as they came", () => {
		const authentication = side();
		authentication.challenge(refusal(407, 'Digest realm="fritz.box", nonce="7B\\"5C"'));
		const value = authorized(authentication).headers.get("Proxy-Authorization") ?? "";
		match(value, /realm="fritz\.box", nonce="7B\\"5C", /);
		equal(/qop|cnonce|nc=/.test(value), false);
	});

	it("L1, L2: takes MD5 where no algorithm is named, invents no opaque, and counts from 1 for itself", () => {
		const authentication = side();
		authentication.challenge(refusal(401, nonce("shared")));
		const value = authorized(authentication).headers.get("Authorization") ?? "";
		match(value, /algorithm=MD5/);
		match(value, /nc=00000001/);
		equal(value.includes("opaque"), false);
	});

	it("L10: chooses the strongest of several challenges, with its own nonce and opaque", () => {
		const authentication = side();
		const offered = [
			'Digest realm="r", nonce="1", opaque="a", algorithm=MD5, qop="auth"',
			'Digest realm="r", nonce="2", opaque="b", algorithm=SHA-512-256, qop="auth"',
			'Digest realm="r", nonce="3", opaque="c", algorithm=SHA-256, qop="auth"',
		];
		equal(authentication.challenge(refusal(401, ...offered)), "retry");
		const claim = parseAuthorization(authorized(authentication).headers.get("Authorization") ?? "");
		deepEqual([claim?.algorithm, claim?.nonce, claim?.opaque], ["SHA-512-256", "2", "b"]);
	});

	it("A11: passes over an algorithm that it does not know", () => {
		const authentication = side();
		const unknown = 'Digest realm="r", nonce="1", algorithm=SHA3-512, qop="auth"';
		equal(authentication.challenge(refusal(401, unknown, nonce("2"))), "retry");
		equal(answered(authentication), "2 00000001");
	});

	it("cannot answer a 401 without a challenge that it knows", () => {
		equal(side().challenge(refusal(401)), "unsupported");
		equal(side().challenge(refusal(401, 'Basic realm="r"')), "unsupported");
		equal(side().challenge(refusal(401, 'Digest realm="r", nonce="n", qop="auth-int"')), "unsupported");
	});

	it("answers no MD5 when SHA-256 is the least, and says so", () => {
		const authentication = side("SHA-256");
		equal(authentication.challenge(refusal(401, nonce("n"))), "unsupported");
		equal(authorized(authentication).headers.get("Authorization"), undefined);
		equal(authentication.challenge(refusal(401, nonce("n"), nonce("m", ", algorithm=SHA-256"))), "retry");
		equal(answered(authentication), "m 00000001");
	});
});

describe("Authentication over several tries (RFC 7616 §3.4)", () => {
	it("takes the second refusal of a fresh nonce for a wrong password", () => {
		const authentication = side();
		authentication.begin();
		equal(authentication.challenge(refusal(401, nonce("1"))), "retry");
		equal(authentication.challenge(refusal(401, nonce("2"))), "refused");
	});

	it("F4, L9: takes the refusal of an old nonce for a challenge, with or without stale", () => {
		const authentication = side();
		for (let refresh = 1; refresh < 9; refresh++) {
			authentication.begin();
			equal(authentication.challenge(refusal(401, nonce(`${refresh}`))), "retry");
			equal(answered(authentication), `${refresh} 00000001`);
		}
	});

	it("L3: tries again when the nonce was stale, however fresh", () => {
		const authentication = side();
		authentication.begin();
		authentication.challenge(refusal(401, nonce("1")));
		equal(authentication.challenge(refusal(401, nonce("2", ", stale=true"))), "retry");
		equal(authentication.challenge(refusal(401, nonce("3"))), "refused");
	});

	it("gives up on a server that finds every nonce stale", () => {
		const authentication = side();
		authentication.begin();
		for (let count = 0; count < CHALLENGE_LIMIT; count++)
			equal(authentication.challenge(refusal(401, nonce(`${count}`, ", stale=TRUE"))), "retry");
		equal(authentication.challenge(refusal(401, nonce("more", ", stale=true"))), "refused");
		authentication.begin();
		equal(authentication.challenge(refusal(401, nonce("new"))), "retry");
	});

	it("takes another realm for another question, but not without end", () => {
		const authentication = side();
		authentication.begin();
		for (let count = 0; count < CHALLENGE_LIMIT; count++)
			equal(authentication.challenge(refusal(401, `Digest realm="r${count}", nonce="n"`)), "retry");
		equal(authentication.challenge(refusal(401, 'Digest realm="more", nonce="n"')), "refused");
	});

	it("uses a nonce on and on, counting, until it is challenged anew", () => {
		const authentication = side();
		authentication.challenge(refusal(401, nonce("1")));
		deepEqual(
			[1, 2, 3].map(() => answered(authentication)),
			["1 00000001", "1 00000002", "1 00000003"],
		);
		authentication.begin();
		equal(answered(authentication), "1 00000004");
		authentication.challenge(refusal(401, nonce("2")));
		equal(answered(authentication), "2 00000001");
	});

	it("answers a proxy and the registrar behind it in one request (RFC 3261 §22.3)", () => {
		const authentication = side();
		authentication.begin();
		equal(authentication.challenge(refusal(407, nonce("p"))), "retry");
		equal(authentication.challenge(refusal(401, nonce("r"))), "retry");
		const { headers } = authorized(authentication);
		match(headers.get("Proxy-Authorization") ?? "", /nonce="p"/);
		match(headers.get("Authorization") ?? "", /nonce="r"/);
	});

	it("F4: bears a proxy with a new nonce for every request before a registrar that asks as well", () => {
		const authentication = side();
		authentication.begin();
		equal(authentication.challenge(refusal(407, nonce("p1"))), "retry");
		equal(authentication.challenge(refusal(401, nonce("r1"))), "retry");
		equal(authentication.challenge(refusal(407, nonce("p2"))), "retry");
		equal(answered(authentication, "Proxy-Authorization"), "p2 00000001");
		equal(authentication.challenge(refusal(401, nonce("r2"))), "refused");
	});

	it("L5: answers the 407 to a request inside a dialog", () => {
		const authentication = side();
		authentication.challenge(refusal(407, nonce("invite")));
		authentication.begin();
		equal(authentication.challenge(refusal(407, nonce("bye", ", stale=true"))), "retry");
		equal(answered(authentication, "Proxy-Authorization"), "bye 00000001");
	});

	it("replaces the answer that an earlier try of the same request carried", () => {
		const authentication = side();
		authentication.challenge(refusal(401, nonce("1")));
		const request = authorized(authentication);
		authentication.challenge(refusal(401, nonce("2", ", stale=true")));
		authentication.authorize(request);
		equal(request.headers.all("Authorization").length, 1);
		match(request.headers.get("Authorization") ?? "", /nonce="2"/);
	});
});
