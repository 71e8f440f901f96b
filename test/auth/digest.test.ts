import { deepEqual, equal } from "node:assert/strict";
import {
	CHALLENGE_LIMIT,
	type Claim,
	chooseChallenge,
	formatAuthorization,
	formatChallenge,
	type HashAlgorithm,
	hashOf,
	parseAuthorization,
	parseChallenge,
	response,
} from "../../modules/auth/digest.ts";
import { hash } from "../support/hash.ts";
import { DIGEST_VECTORS } from "../vectors/digest.ts";

describe("Digest challenge (RFC 7616 §3.3)", () => {
	it("says realm, nonce, opaque, algorithm, qop and stale", () => {
		deepEqual(
			parseChallenge(
				'Digest realm="r", nonce="n", opaque="o", algorithm=SHA-256, qop="auth", stale=true, charset=UTF-8',
			),
			{ realm: "r", nonce: "n", opaque: "o", algorithm: "SHA-256", qop: "auth", stale: true },
		);
	});

	it("F3: may come without qop", () => {
		deepEqual(parseChallenge('Digest realm="fritz.box", nonce="7B5C"'), {
			realm: "fritz.box",
			nonce: "7B5C",
			opaque: undefined,
			algorithm: "MD5",
			qop: undefined,
			stale: false,
		});
	});

	it("L1: is MD5 when it names no algorithm, and has no opaque of its own", () => {
		const challenge = parseChallenge('Digest realm="door.test", nonce="awD13msA9LJx8WOW", qop="auth"');
		equal(challenge?.algorithm, "MD5");
		equal(challenge?.opaque, undefined);
	});

	it("is read whatever its spacing, case and order", () => {
		deepEqual(parseChallenge('  dIGEST\tQOP = auth ,,NONCE="n"  Realm= "r" ,algorithm="md5-SESS",Stale = "TRUE",'), {
			realm: "r",
			nonce: "n",
			opaque: undefined,
			algorithm: "MD5-sess",
			qop: "auth",
			stale: true,
		});
	});

	it("offers auth among other qualities of protection, or an empty list of them", () => {
		equal(parseChallenge('Digest realm="r", nonce="n", qop="auth-int, Auth"')?.qop, "auth");
		equal(parseChallenge('Digest realm="r", nonce="n", qop="auth,auth-int"')?.qop, "auth");
		equal(parseChallenge('Digest realm="r", nonce="n", qop=""')?.qop, undefined);
	});

	it("cannot be answered with an unknown algorithm or without auth", () => {
		equal(parseChallenge('Digest realm="r", nonce="n", algorithm=AKAv1-MD5'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n", algorithm=__proto__'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n", qop="auth-int"'), undefined);
	});

	it("cannot be answered when it is of another scheme or broken", () => {
		equal(parseChallenge('Basic realm="r", nonce="n"'), undefined);
		equal(parseChallenge('Digestive realm="r", nonce="n"'), undefined);
		equal(parseChallenge("Digest"), undefined);
		equal(parseChallenge(""), undefined);
		equal(parseChallenge('Digest realm="r"'), undefined);
		equal(parseChallenge('Digest nonce="n"'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n\\"'), undefined);
		equal(parseChallenge('Digest realm="r", nonce=n"'), undefined);
		equal(parseChallenge('Digest realm="r", nonce=n\\'), undefined);
		equal(parseChallenge('Digest realm="r", nonce'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n\r\nVia: x"'), undefined);
		equal(parseChallenge('Digest realm="r", nonce="n\rx"'), undefined);
	});

	it("ends where another one begins in the same line", () => {
		const challenge = parseChallenge('Digest realm="a", nonce="1", Digest realm="b", nonce="2", opaque="3"');
		deepEqual([challenge?.realm, challenge?.nonce, challenge?.opaque], ["a", "1", undefined]);
	});

	it("is formatted as it was", () => {
		for (const value of [
			'Digest realm="r", nonce="n", algorithm=MD5',
			'Digest realm="r\\"\\\\", nonce="n=,", algorithm=SHA-512-256-sess, opaque="", qop="auth", stale=true',
		]) {
			const challenge = parseChallenge(value);
			equal(challenge && formatChallenge(challenge), value);
		}
	});
});

describe("Choice among digest challenges (RFC 8760 §2.4)", () => {
	const all = () => true;
	const offer = (...algorithms: string[]) =>
		algorithms.map((algorithm, index) => `Digest realm="r", nonce="${index}", algorithm=${algorithm}`);
	const chosen = (...parameters: Parameters<typeof chooseChallenge>) => chooseChallenge(...parameters)?.algorithm;

	it("A11: takes a supported one when the first is unknown", () => {
		equal(chosen(offer("SHA3-512", "MD5"), all), "MD5");
		equal(chosen(["Bearer", "", ...offer("MD5")], all), "MD5");
	});

	it("A11: takes the strongest supported one, wherever it stands", () => {
		const upToSha256 = (algorithm: HashAlgorithm) => algorithm !== "SHA-512-256";
		equal(chosen(offer("MD5", "SHA-256", "SHA-512-256"), all), "SHA-512-256");
		equal(chosen(offer("SHA-512-256", "SHA-256-sess", "MD5"), upToSha256), "SHA-256-sess");
		equal(chosen(offer("SHA-512-256"), upToSha256), undefined);
	});

	it("L10: answers one of three with the nonce and opaque of that one", () => {
		const challenge = chooseChallenge(
			[
				'Digest realm="pbx", nonce="n512", opaque="o512", algorithm=SHA-512-256, qop="auth"',
				'Digest realm="pbx", nonce="n256", opaque="o256", algorithm=SHA-256, qop="auth"',
				'Digest realm="pbx", nonce="n5", opaque="o5", algorithm=MD5, qop="auth"',
			],
			(algorithm) => algorithm !== "SHA-512-256",
		);
		deepEqual([challenge?.algorithm, challenge?.nonce, challenge?.opaque], ["SHA-256", "n256", "o256"]);
	});

	it("takes the first of equally strong ones", () => {
		equal(chooseChallenge(offer("SHA-256", "SHA-256-sess"), all)?.nonce, "0");
	});

	it("takes none below the minimum", () => {
		equal(chosen(offer("MD5"), all, "SHA-256"), undefined);
		equal(chosen(offer("MD5", "SHA-256"), all, "SHA-256"), "SHA-256");
	});

	it("looks at a limited number", () => {
		const weak = offer(...new Array<string>(CHALLENGE_LIMIT).fill("MD5"));
		equal(chosen([...weak.slice(1), ...offer("SHA-256")], all), "SHA-256");
		equal(chosen([...weak, ...offer("SHA-256")], all), "MD5");
	});
});

describe("Digest response (RFC 7616 §3.4.1)", () => {
	for (const vector of DIGEST_VECTORS) {
		it(`L33: is that of ${vector.source}: ${vector.algorithm ?? "no algorithm"}, ${vector.qop ?? "no qop"}`, () => {
			equal(response(hash, { algorithm: "MD5", ...vector }, vector.password, vector.method), vector.response);
		});
	}

	it("L39: hashes the password as it is, with its quotes and backslash", () => {
		const vector = DIGEST_VECTORS.find(({ username }) => username === "weird")!;
		equal(vector.password, "p@ss:w\"ord \\ 'x");
		equal(response(hash, { algorithm: "MD5", ...vector }, vector.password, vector.method), vector.response);
	});

	it("is unknown where the host lacks the hash function", () => {
		const claim: Claim = { username: "u", realm: "r", nonce: "n", uri: "/", algorithm: "SHA-256" };
		equal(
			response((algorithm, text) => (algorithm === "MD5" ? hash(algorithm, text) : undefined), claim, "p", "GET"),
			undefined,
		);
	});

	it("builds every algorithm on its hash function", () => {
		equal(hashOf("SHA-512-256-sess"), "SHA-512-256");
		equal(hashOf("MD5"), "MD5");
	});
});

describe("Digest credentials (RFC 7616 §3.4)", () => {
	it("X6: have neither qop nor nc nor cnonce when the challenge had no qop", () => {
		equal(
			formatAuthorization({
				username: "u",
				realm: "r",
				nonce: "n",
				uri: "sip:r",
				algorithm: "MD5",
				opaque: undefined,
				qop: undefined,
				response: "0",
			}),
			'Digest username="u", realm="r", nonce="n", uri="sip:r", response="0", algorithm=MD5',
		);
	});

	it("F3: echo realm, nonce and opaque byte for byte", () => {
		const challenge = parseChallenge('Digest realm="a \\"b\\" \\\\", nonce="\\n=,;\\\\", opaque="Ä\\,"')!;
		const { realm, nonce, opaque, algorithm } = challenge;
		const value = formatAuthorization({ username: "u", uri: "sip:r", response: "0", realm, nonce, opaque, algorithm });
		equal(value.includes('realm="a \\"b\\" \\\\", nonce="\\n=,;\\\\"'), true);
		equal(value.includes('opaque="Ä\\,"'), true);
	});

	it("are read as they were written", () => {
		const authorization = {
			username: 'we"i\\rd\\\\',
			realm: 'r\\"',
			nonce: "n",
			uri: "sip:r",
			response: "0123",
			algorithm: "SHA-256-sess",
			opaque: "",
			cnonce: "c",
			qop: "auth",
			nc: "0000000A",
		} as const;
		deepEqual(parseAuthorization(formatAuthorization(authorization)), authorization);
	});

	it("may come without qop and algorithm (RFC 2069)", () => {
		const plain = 'Digest username="u", realm="r", nonce="n", uri="/", response="0"';
		const claim = { username: "u", realm: "r", nonce: "n", uri: "/", response: "0", algorithm: "MD5" };
		deepEqual(parseAuthorization(plain), {
			...claim,
			opaque: undefined,
			cnonce: undefined,
			qop: undefined,
			nc: undefined,
		});
	});

	it("are none when a parameter is missing or broken", () => {
		const complete = [
			'username="u"',
			'realm="r"',
			'nonce="n"',
			'uri="/"',
			'response="0"',
			"algorithm=MD5-sess",
			"qop=auth",
			"nc=00000001",
			'cnonce="c"',
		];
		const without = (...absent: string[]) =>
			parseAuthorization(`Digest ${complete.filter((part) => !absent.includes(part.split("=")[0]!)).join(", ")}`);
		equal(without()?.qop, "auth");
		for (const name of ["username", "realm", "nonce", "uri", "response", "nc", "cnonce"])
			equal(without(name), undefined, name);
		equal(without("qop", "nc", "cnonce"), undefined);
		equal(without("qop", "nc")?.cnonce, "c");
		equal(parseAuthorization(`Digest ${complete.join(", ").replace("00000001", "1")}`), undefined);
		equal(parseAuthorization(`Digest ${complete.join(", ").replace("=auth", "=auth-int")}`), undefined);
		equal(parseAuthorization(`Digest ${complete.join(", ").replace("MD5-sess", "MD4")}`), undefined);
		equal(parseAuthorization("Basic dTpw"), undefined);
	});
});

describe("Digest headers from anywhere", () => {
	const seeds = [
		'Digest realm="a \\"b\\"", nonce="n", opaque="o", algorithm=SHA-256, qop="auth,auth-int", stale=true',
		'Digest username="u", realm="r", nonce="n", uri="sip:r", response="0", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"',
	];
	const pieces = ['"', "\\", ",", "=", " ", "\t", "\r\n", "Digest ", "realm", "é", "\u0000", "=,", '="', "nc=", ""];

	it("are read in no time and with no memory to speak of, however long they are", () => {
		for (const piece of ["a", "a=b,", ",", "\\\\", '\\"', '"', " ", "=", 'a="",']) {
			const long = piece.repeat(1400 / piece.length);
			for (const value of [`Digest ${long}`, `Digest realm="r", nonce="${long}`, `Digest realm="r", nonce=${long}`])
				parseChallenge(value);
		}
		const many = (count: number) => `Digest realm="r", nonce="n"${", a=b".repeat(count)}`;
		equal(parseChallenge(many(5))?.nonce, "n");
		equal(parseChallenge(many(50)), undefined);
		const pairs = '\\\\\\"'.repeat(200);
		equal(parseChallenge(`Digest realm="r", nonce="${pairs}", opaque="o"`)?.nonce, pairs);
	});

	it("never throw: 10,000 mutations", () => {
		let state = 1;
		const random = (limit: number) => {
			state = (Math.imul(state, 1103515245) + 12345) | 0;
			return (state >>> 16) % limit;
		};
		let read = 0;
		for (let turn = 0; turn < 10_000; turn++) {
			let value = seeds[random(seeds.length)]!;
			for (let change = random(4); change >= 0; change--) {
				const at = random(value.length + 1);
				value = value.slice(0, at) + pieces[random(pieces.length)]! + value.slice(at + random(8));
			}
			const challenge = parseChallenge(value);
			if (challenge !== undefined) deepEqual(parseChallenge(formatChallenge(challenge)), challenge);
			const authorization = parseAuthorization(value);
			if (authorization !== undefined) deepEqual(parseAuthorization(formatAuthorization(authorization)), authorization);
			if (challenge !== undefined || authorization !== undefined) read++;
		}
		equal(read > 1000, true);
	});
});
