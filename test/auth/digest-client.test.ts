import { equal, match } from "node:assert/strict";
import { parseAuthorization, response } from "../../modules/auth/digest.ts";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { hash } from "../support/hash.ts";

const REQUEST = Object.freeze({ username: "bell", password: "secret", method: "REGISTER", uri: "sip:door.test" });

function client(options: { minimum?: "SHA-256" } = {}): DigestClient {
	let tokens = 0;
	return new DigestClient({ hash, token: () => `c${++tokens}`, ...options });
}

function authorize(side: DigestClient) {
	return parseAuthorization(side.authorize(REQUEST) ?? "");
}

describe("Digest client (RFC 7616 §3.4)", () => {
	it("has nothing to say before it was challenged", () => {
		const side = client();
		side.next("n");
		equal(side.nonce, undefined);
		equal(side.realm, undefined);
		equal(side.stale, false);
		equal(side.authorize(REQUEST), undefined);
	});

	it("F3: answers a challenge without qop", () => {
		const side = client();
		equal(side.challenge(['Digest realm="fritz.box", nonce="7B5C"']), "accepted");
		const proof = hash("MD5", `${hash("MD5", "bell:fritz.box:secret")}:7B5C:${hash("MD5", "REGISTER:sip:door.test")}`);
		equal(
			side.authorize(REQUEST),
			`Digest username="bell", realm="fritz.box", nonce="7B5C", uri="sip:door.test", response="${proof}", algorithm=MD5`,
		);
	});

	it("L1: answers a challenge with qop but no algorithm and no opaque", () => {
		const side = client();
		side.challenge(['Digest realm="pbx.test", nonce="n", qop="auth"']);
		const value = side.authorize(REQUEST) ?? "";
		match(value, /, algorithm=MD5, cnonce="c1", qop=auth, nc=00000001$/);
		const claim = parseAuthorization(value)!;
		equal(claim.response, response(hash, claim, "secret", "REGISTER"));
	});

	it("counts the uses of a nonce in eight hexadecimal digits", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="n", qop="auth"']);
		for (let use = 1; use < 10; use++) equal(authorize(side)?.nc, `0000000${use}`);
		equal(authorize(side)?.nc, "0000000a");
		equal(authorize(side)?.cnonce, "c1");
	});

	it("L9: starts anew with every fresh nonce, and echoes its opaque", () => {
		const side = client();
		side.challenge(['Digest realm="asterisk", nonce="1", opaque="first", qop="auth"']);
		authorize(side);
		side.challenge(['Digest realm="asterisk", nonce="2", opaque="second", qop="auth"']);
		const claim = authorize(side);
		equal(`${claim?.nonce} ${claim?.opaque} ${claim?.nc} ${claim?.cnonce}`, "2 second 00000001 c2");
	});

	it("goes on counting when it is given the same nonce again", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="n", qop="auth"']);
		authorize(side);
		side.challenge(['Digest realm="r", nonce="n", qop="auth"']);
		const claim = authorize(side);
		equal(`${claim?.nc} ${claim?.cnonce}`, "00000002 c1");
	});

	it("L3: tells that only the nonce was stale", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="1", qop="auth"']);
		equal(side.stale, false);
		side.challenge(['Digest realm="r", nonce="2", qop="auth", stale=true']);
		equal(side.stale, true);
		equal(`${side.realm} ${side.nonce}`, "r 2");
		equal(authorize(side)?.nc, "00000001");
	});

	it("L10: chooses the strongest challenge that its host can answer", () => {
		const side = new DigestClient({
			hash: (algorithm, text) => (algorithm === "SHA-512-256" ? undefined : hash(algorithm, text)),
			token: () => "c",
		});
		side.challenge([
			'Digest realm="pbx", nonce="n512", opaque="o512", algorithm=SHA-512-256, qop="auth"',
			'Digest realm="pbx", nonce="n256", opaque="o256", algorithm=SHA-256, qop="auth"',
			'Digest realm="pbx", nonce="n5", opaque="o5", algorithm=MD5, qop="auth"',
		]);
		const claim = authorize(side)!;
		equal(`${claim.algorithm} ${claim.nonce} ${claim.opaque}`, "SHA-256 n256 o256");
		equal(claim.response, response(hash, claim, "secret", "REGISTER"));
	});

	it("keeps the last challenge that it can answer", () => {
		const side = client({ minimum: "SHA-256" });
		equal(side.challenge(['Digest realm="r", nonce="1", algorithm=SHA-256']), "accepted");
		equal(side.challenge(['Digest realm="r", nonce="2"']), "unsupported");
		equal(side.challenge([]), "unsupported");
		equal(side.nonce, "1");
	});

	it("sends a cnonce for a session algorithm even without qop", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="n", algorithm=MD5-sess']);
		const claim = authorize(side)!;
		equal(`${claim.cnonce} ${claim.nc}`, "c1 undefined");
		equal(claim.response, response(hash, claim, "secret", "REGISTER"));
	});

	it("follows the nonce announced by Authentication-Info", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="1", opaque="o", qop="auth", stale=true']);
		authorize(side);
		side.next("2");
		const claim = authorize(side);
		equal(`${claim?.nonce} ${claim?.opaque} ${claim?.nc} ${claim?.cnonce} ${side.stale}`, "2 o 00000001 c2 false");
	});

	it("S1, L39: quotes user name and URI on the wire only", () => {
		const side = client();
		side.challenge(['Digest realm="r", nonce="n"']);
		const value = side.authorize({ ...REQUEST, username: 'we"ird\\', password: "p@ss:w\"ord \\ 'x" }) ?? "";
		match(value, /^Digest username="we\\"ird\\\\", /);
		const claim = parseAuthorization(value)!;
		equal(claim.username, 'we"ird\\');
		equal(claim.response, response(hash, claim, "p@ss:w\"ord \\ 'x", "REGISTER"));
	});

	it("has nothing to say when its host lost the hash function", () => {
		let able = true;
		const side = new DigestClient({ hash: (...text) => (able ? hash(...text) : undefined), token: () => "c" });
		side.challenge(['Digest realm="r", nonce="n"']);
		able = false;
		equal(side.authorize(REQUEST), undefined);
	});
});
