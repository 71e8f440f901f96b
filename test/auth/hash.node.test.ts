import { equal } from "node:assert/strict";
import { createHash } from "node:crypto";
import type { HashAlgorithm } from "../../modules/auth/digest.ts";
import { hash } from "../support/hash.ts";

const NAMES: Readonly<Record<HashAlgorithm, string>> = { MD5: "md5", "SHA-256": "sha256", "SHA-512-256": "sha512-256" };

describe("Hash functions of the tests (RFC 1321, FIPS 180-4)", () => {
	for (const [algorithm, name] of Object.entries(NAMES) as [HashAlgorithm, string][]) {
		it(`${algorithm} agrees with OpenSSL for every length around the block borders`, () => {
			for (let length = 0; length < 260; length++) {
				const text = "The quick brown fox. ".repeat(13).slice(0, length);
				equal(hash(algorithm, text), createHash(name).update(text, "utf8").digest("hex"), `${length} bytes`);
			}
		});

		it(`${algorithm} takes text as UTF-8`, () => {
			const text = "Jäsøn €\u{1d4b3}";
			equal(hash(algorithm, text), createHash(name).update(text, "utf8").digest("hex"));
		});
	}
});
