import { createHash } from "node:crypto";
import type { Hash, HashAlgorithm } from "../../modules/host.ts";

const NAMES: Readonly<Record<HashAlgorithm, string>> = Object.freeze({
	MD5: "md5",
	"SHA-256": "sha256",
	"SHA-512-256": "sha512-256",
});

export const hash: Hash = (algorithm, text) => {
	try {
		return createHash(NAMES[algorithm]).update(text, "utf8").digest("hex");
	} catch {
		return undefined; // OpenSSL in FIPS mode has no MD5
	}
};
