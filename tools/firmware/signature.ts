import { constants, createHash, createPublicKey, verify } from "node:crypto";
import { crc32 } from "node:zlib";
import { ImageError } from "./image-error.ts";

/** How an application is signed (ESP-IDF Programming Guide, "Secure Boot v2", "Signature Block Format"). */
export interface Signature {
	readonly scheme: "none" | "RSA" | "ECDSA";
	/** SHA-256 of the public key as the chip would keep it; of RSA only. */
	readonly key?: string;
}

/** An RSA signature has a sector of its own; the block in it has these members. */
const SECTOR = 0x1000;
const MAGIC = 0xe7;
const RSA_VERSION = 0x02;
const DIGEST = { start: 4, end: 36 } as const;
const MODULUS = { start: 36, end: 420 } as const;
const EXPONENT = { start: 420, end: 424 } as const;
/** What the chip keeps the digest of: modulus, exponent, and two numbers made from them. */
const KEY = { start: 36, end: 812 } as const;
const VALUE = { start: 812, end: 1196 } as const;
const CRC = 1196;
const SALT_LENGTH = 32;
/** An ECDSA signature (version 1 of the scheme, first revisions of the ESP32) is a version and 64 bytes at the very end. */
const ECDSA_LENGTH = 68;

/**
 * Finds the signature behind an application whose image proper ends at `end`, and checks what can be checked without knowing
 * whose key it ought to be: an RSA signature is verified with the key that it brings along.
 */
export function readSignature(bytes: Uint8Array, end: number, name: string): Signature {
	const start = bytes.length - SECTOR;
	if (start >= end && start % SECTOR === 0 && bytes[start] === MAGIC)
		return { scheme: "RSA", key: checkRsa(bytes, start, name) };
	const version = bytes.length - ECDSA_LENGTH;
	if (version >= end && bytes.subarray(version, version + 4).every((byte) => byte === 0)) return { scheme: "ECDSA" };
	return { scheme: "none" };
}

function checkRsa(bytes: Uint8Array, start: number, name: string): string {
	const block = bytes.subarray(start);
	const part = ({ start, end }: { readonly start: number; readonly end: number }) => block.subarray(start, end);
	const broken = `The signature of ${name} is broken: sign again`;
	if (block[1] !== RSA_VERSION)
		throw new ImageError(`${name} is signed in a way that is not known: version ${block[1]}`);
	if (crc32(block.subarray(0, CRC)) !== new DataView(block.buffer, block.byteOffset).getUint32(CRC, true))
		throw new ImageError(broken);
	const content = bytes.subarray(0, start);
	if (!createHash("sha256").update(content).digest().equals(part(DIGEST))) throw new ImageError(broken);
	const key = createPublicKey({
		key: { kty: "RSA", n: webKeyNumber(part(MODULUS)), e: webKeyNumber(part(EXPONENT)) },
		format: "jwk",
	});
	const padding = constants.RSA_PKCS1_PSS_PADDING;
	if (!verify("sha256", content, { key, padding, saltLength: SALT_LENGTH }, reversed(part(VALUE))))
		throw new ImageError(broken);
	return createHash("sha256").update(part(KEY)).digest("hex");
}

/** Numbers stand with their lowest byte first there, and with their highest first everywhere else. */
function reversed(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes).reverse();
}

/** A number for a JSON Web Key: without leading zeros (RFC 7518 §2, Base64urlUInt). */
function webKeyNumber(bytes: Uint8Array): string {
	const number = reversed(bytes);
	return number.subarray(number.findIndex((byte) => byte !== 0)).toString("base64url");
}
