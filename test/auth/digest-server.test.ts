import { deepEqual, equal, throws } from "node:assert/strict";
import { type Algorithm, parseAuthorization, parseChallenge, secretOf } from "../../modules/auth/digest.ts";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { DigestServer, type DigestServerOptions, NONCE_LIMIT } from "../../modules/auth/digest-server.ts";
import { hash } from "../support/hash.ts";

const URI = "sip:door.test";
const passwordOf = (username: string) => (username === "bell" ? "secret" : undefined);

function server(options: Partial<DigestServerOptions> = {}): DigestServer {
	const algorithms: readonly Algorithm[] = ["SHA-256", "MD5"];
	const given = { realm: "door.test", hash, token: () => "0123456789abcdef", algorithms, nonceLifetime: 32_000 };
	return new DigestServer({ ...given, qop: "auth", ...options });
}

function client(challenges: readonly string[]): DigestClient {
	const side = new DigestClient({ hash, token: () => "c" });
	side.challenge(challenges);
	return side;
}

function authorize(side: DigestClient, { username = "bell", password = "secret", uri = URI } = {}): string {
	return side.authorize({ username, password, method: "REGISTER", uri }) ?? "";
}

function verify(side: DigestServer, authorization: string, now = 0, method = "REGISTER") {
	return side.verify({ authorization, method, uri: URI, now }, passwordOf);
}

describe("Digest server (RFC 7616 §3.3)", () => {
	it("L10: offers one challenge for each algorithm, with a nonce of its own", () => {
		const challenges = server({ algorithms: ["SHA-512-256", "SHA-256", "MD5"] })
			.challenges(0)
			.map(parseChallenge);
		deepEqual(
			challenges.map(
				(challenge) => `${challenge?.realm} ${challenge?.algorithm} ${challenge?.qop} ${challenge?.stale}`,
			),
			["door.test SHA-512-256 auth false", "door.test SHA-256 auth false", "door.test MD5 auth false"],
		);
		equal(new Set(challenges.map((challenge) => challenge?.nonce)).size, 3);
	});

	it("accepts who knows the password, with every algorithm, with and without qop", () => {
		const algorithms: Algorithm[] = ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"];
		for (const algorithm of algorithms)
			for (const qop of ["auth", undefined] as const) {
				const side = server({ algorithms: [algorithm], qop });
				const value = authorize(client(side.challenges(0)));
				deepEqual(verify(side, value), { result: "accepted", username: "bell", freshness: 0 }, `${algorithm} ${qop}`);
			}
	});

	it("refuses a wrong password, an unknown user and another method", () => {
		const side = server();
		const phone = client(side.challenges(0));
		deepEqual(verify(side, authorize(phone, { password: "Secret" })), { result: "refused", username: "bell" });
		deepEqual(verify(side, authorize(phone, { username: "eve" })), { result: "refused", username: "eve" });
		deepEqual(verify(side, authorize(phone, { username: "eve", password: "" })), {
			result: "refused",
			username: "eve",
		});
		deepEqual(verify(side, authorize(phone), 0, "INVITE"), { result: "refused", username: "bell" });
	});

	it("works with what is kept of the password as well as with the password", () => {
		for (const algorithm of ["SHA-256", "MD5"] as const) {
			const side = server();
			const kept = { [algorithm]: secretOf(hash, algorithm, "bell", "door.test", "secret") };
			const phone = client(side.challenges(0).filter((challenge) => challenge.includes(`algorithm=${algorithm},`)));
			const judge = (password: string) => {
				const authorization = authorize(phone, { password });
				return side.verify({ authorization, method: "REGISTER", uri: URI, now: 0 }, () => kept).result;
			};
			deepEqual([judge("secret"), judge("Secret"), judge("")], ["accepted", "refused", "refused"]);
		}
	});

	it("refuses a hash function for which nothing is kept", () => {
		const side = server();
		const kept = { "SHA-256": secretOf(hash, "SHA-256", "bell", "door.test", "secret") };
		const [, md5 = ""] = side.challenges(0);
		const authorization = authorize(client([md5]));
		equal(side.verify({ authorization, method: "REGISTER", uri: URI, now: 0 }, () => kept).result, "refused");
	});

	it("refuses a proof that is cut short", () => {
		const side = server();
		const value = authorize(client(side.challenges(0)));
		const proof = parseAuthorization(value)?.response ?? "";
		deepEqual(verify(side, value.replace(proof, proof.slice(1))), { result: "refused", username: "bell" });
		deepEqual(verify(side, value.replace(proof, "")), { result: "refused", username: "bell" });
	});

	it("refuses credentials for another realm, URI, algorithm or quality of protection", () => {
		const side = server();
		const [sha256 = ""] = side.challenges(0);
		const refused = { result: "refused", username: "bell" };
		deepEqual(verify(side, authorize(client([sha256.replace("door.test", "window.test")]))), refused);
		deepEqual(verify(side, authorize(client([sha256]), { uri: "sip:window.test" })), refused);
		deepEqual(verify(side, authorize(client([sha256.replace("SHA-256", "SHA-512-256")]))), refused);
		deepEqual(verify(side, authorize(client([sha256.replace(', qop="auth"', "")]))), refused);
		deepEqual(verify(side, "Basic dTpw"), { result: "refused" });
	});

	it("says how old a nonce was when it was used for the first time", () => {
		const side = server();
		const phone = client(side.challenges(1_000));
		const freshness = (now: number) => {
			const verification = verify(side, authorize(phone), now);
			return verification.result === "accepted" && verification.freshness;
		};
		deepEqual([freshness(3_500), freshness(3_500), freshness(4_000)], [2_500, Infinity, Infinity]);
		phone.challenge(side.challenges(4_000));
		equal(freshness(4_000), 0);
	});

	it("L3: calls an old nonce stale, not the password wrong", () => {
		const side = server();
		const phone = client(side.challenges(1000));
		equal(verify(side, authorize(phone), 33_000).result, "accepted");
		equal(verify(side, authorize(phone), 33_001).result, "stale");
		phone.challenge(side.challenges(33_001, true));
		equal(phone.stale, true);
		equal(verify(side, authorize(phone), 33_001).result, "accepted");
	});

	it("refuses a wrong password even with an old nonce", () => {
		const side = server();
		const phone = client(side.challenges(0));
		equal(verify(side, authorize(phone, { password: "x" }), 1e9).result, "refused");
	});

	it("calls a nonce stale that it did not issue for this algorithm, or that another server issued", () => {
		const side = server();
		const [sha256 = "", md5 = ""] = side.challenges(0);
		equal(verify(side, authorize(client([md5.replace("MD5", "SHA-256")]))).result, "stale");
		equal(verify(side, authorize(client([md5]))).result, "accepted");
		const again = client([md5.replace("MD5", "SHA-256")]);
		authorize(again);
		equal(verify(side, authorize(again)).result, "stale");
		equal(verify(side, authorize(client(server({ token: () => "fedcba9876543210" }).challenges(0)))).result, "stale");
		equal(verify(side, authorize(client([sha256.replace(/nonce="[^"]*"/, 'nonce=""')]))).result, "stale");
		equal(verify(side, authorize(client([sha256.replace(/nonce="./, 'nonce="f')]))).result, "stale");
	});

	it("takes every count of a nonce once and in rising order (RFC 7616 §5.12)", () => {
		const side = server();
		const phone = client(side.challenges(0));
		const [first, second, third] = [authorize(phone), authorize(phone), authorize(phone)];
		equal(verify(side, first).result, "accepted");
		equal(verify(side, first).result, "stale");
		equal(verify(side, third).result, "accepted");
		equal(verify(side, second).result, "stale");
	});

	it("takes a nonce again and again when there is nothing to count", () => {
		const side = server({ qop: undefined });
		const phone = client(side.challenges(0));
		equal(verify(side, authorize(phone)).result, "accepted");
		equal(verify(side, authorize(phone)).result, "accepted");
	});

	it("F4: takes a one-time nonce once, with and without qop", () => {
		for (const qop of ["auth", undefined] as const) {
			const side = server({ oneTime: true, qop });
			const phone = client(side.challenges(0));
			equal(verify(side, authorize(phone)).result, "accepted");
			equal(verify(side, authorize(phone)).result, "stale");
			phone.challenge(side.challenges(0, true));
			equal(verify(side, authorize(phone)).result, "accepted");
		}
	});

	it("remembers a limited number of nonces and never takes a forgotten one again", () => {
		const side = server();
		const early = client(side.challenges(0));
		const values: string[] = [];
		for (let phone = 0; phone <= NONCE_LIMIT; phone++) {
			values.push(authorize(client(side.challenges(0))));
			equal(verify(side, values[phone]!).result, "accepted");
		}
		for (const value of values) equal(verify(side, value).result, "stale");
		equal(verify(side, authorize(early)).result, "stale");
		early.challenge(side.challenges(0));
		equal(verify(side, authorize(early)).result, "accepted");
	});

	it("remembers nothing of who does not know a password", () => {
		const side = server();
		const phone = client(side.challenges(0));
		equal(verify(side, authorize(phone)).result, "accepted");
		for (let turn = 0; turn < 3 * NONCE_LIMIT; turn++)
			equal(verify(side, authorize(client(side.challenges(0)), { password: "guess" })).result, "refused");
		equal(verify(side, authorize(phone)).result, "accepted");
	});

	it("does not start with a realm that needs quoting, without algorithms or without their hash function", () => {
		throws(() => server({ realm: 'the "door"' }), RangeError);
		throws(() => server({ algorithms: [] }), RangeError);
		throws(() => server({ hash: () => undefined }), RangeError);
	});
});
