import { equal } from "node:assert/strict";
import { DigestServer } from "../../modules/auth/digest-server.ts";
import { Credentials } from "../../web-assets/credentials.ts";
import { hash } from "../support/hash.ts";

const PASSWORD = 'Täglich "vier" Wörter';
const LIFETIME = 1_000;

function server(realm = "SIP doorbell a1b2"): DigestServer {
	let drawn = 0;
	const token = () => (++drawn).toString(16).padStart(16, "0");
	return new DigestServer({ realm, hash, token, algorithms: ["SHA-256", "MD5"], qop: "auth", nonceLifetime: LIFETIME });
}

/** The challenges as `fetch` gives them: all in one. */
const header = (from: DigestServer, now = 0, stale = false) => from.challenges(now, stale).join(", ");

function judge(to: DigestServer, credentials: Credentials, uri = "/api/status", now = 0): string {
	const authorization = credentials.authorize("GET", uri) ?? "";
	return to.verify({ authorization, method: "GET", uri, now }, () => PASSWORD).result;
}

function loggedIn(to: DigestServer, password = PASSWORD): Credentials {
	const credentials = new Credentials();
	credentials.challenge(header(to), false);
	credentials.learn(password);
	return credentials;
}

describe("Log-in of the page (RFC 7616)", () => {
	it("is accepted with the right password, again and again", () => {
		const doorbell = server();
		const credentials = loggedIn(doorbell);
		for (const uri of ["/api/status", "/api/log?since=3", "/api/config"])
			equal(judge(doorbell, credentials, uri), "accepted");
	});

	it("is refused with a wrong one, and does not try it again", () => {
		const doorbell = server();
		const credentials = loggedIn(doorbell, "wrong");
		equal(judge(doorbell, credentials), "refused");
		equal(credentials.challenge(header(doorbell), true), false);
	});

	it("tries again with a new nonce when the old one is stale", () => {
		const doorbell = server();
		const credentials = loggedIn(doorbell);
		equal(judge(doorbell, credentials, "/", LIFETIME + 1), "stale");
		equal(credentials.challenge(header(doorbell, LIFETIME + 1, true), true), true);
		equal(judge(doorbell, credentials, "/", LIFETIME + 1), "accepted");
	});

	it("holds for another visit without the password", () => {
		const doorbell = server();
		const secret = JSON.parse(JSON.stringify(loggedIn(doorbell).secret));
		const credentials = new Credentials();
		credentials.secret = secret;
		equal(credentials.authorize("GET", "/"), undefined);
		equal(credentials.challenge(header(doorbell), false), true);
		equal(judge(doorbell, credentials), "accepted");
	});

	it("says nothing to another realm, as after a change of the password", () => {
		const credentials = loggedIn(server());
		equal(credentials.challenge(header(server("SIP doorbell c3d4")), false), false);
		equal(credentials.authorize("GET", "/"), undefined);
	});

	it("knows its password when that is entered again, and no other", () => {
		const credentials = loggedIn(server());
		equal(credentials.isSecret(PASSWORD), true);
		for (const password of ["", "wrong", PASSWORD.toLowerCase()]) equal(credentials.isSecret(password), false);
	});

	it("answers no challenge that it does not know", () => {
		const credentials = new Credentials();
		for (const challenge of [null, "", 'Basic realm="x"', 'Digest realm="x", nonce="y", algorithm=MD5'])
			equal(credentials.challenge(challenge, false), false);
		equal(credentials.learn("x"), false);
	});
});
