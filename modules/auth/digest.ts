/**
 * Digest access authentication: the headers and the arithmetic (RFC 7616, RFC 8760; RFC 2617 for old peers).
 *
 * `realm`, `nonce`, `opaque` and `cnonce` are kept as they stand between the quotes, quoted-pairs and all, and are
 * hashed and echoed like that. A user name and a URI are plain text and are quoted only on the wire.
 */

import { parseParameters, quote, unquote } from "./parameters.ts";

/** Hash functions that digest authentication can ask for (RFC 7616 §3.2, RFC 8760). */
export type HashAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

/** Lower-case hexadecimal hash of the UTF-8 bytes of `text`; `undefined` where the host cannot compute `algorithm`. */
export type Hash = (algorithm: HashAlgorithm, text: string) => string | undefined;

export type Algorithm = HashAlgorithm | `${HashAlgorithm}-sess`;

/** WWW-Authenticate or Proxy-Authenticate (RFC 7616 §3.3). */
export interface Challenge {
	readonly realm: string;
	readonly nonce: string;
	readonly opaque?: string;
	readonly algorithm: Algorithm;
	/** `undefined` where the server knows no quality of protection (RFC 2069). */
	readonly qop?: "auth";
	readonly stale: boolean;
}

/** What an Authorization says except for its proof. */
export interface Claim {
	readonly username: string;
	readonly realm: string;
	readonly nonce: string;
	readonly uri: string;
	readonly algorithm: Algorithm;
	readonly opaque?: string;
	readonly qop?: "auth";
	/** Eight hexadecimal digits; there together with `qop`. */
	readonly nc?: string;
	readonly cnonce?: string;
}

/** Authorization or Proxy-Authorization (RFC 7616 §3.4). */
export interface Authorization extends Claim {
	readonly response: string;
}

/**
 * H(username:realm:password) for each hash function: all of a password that a server has to keep. It is good for one
 * user name and one realm only.
 */
export type Secrets = Readonly<Partial<Record<HashAlgorithm, string>>>;

/** Challenges of one response that are looked at. */
export const CHALLENGE_LIMIT = 8;

/** Qualities of protection of one challenge that are looked at. */
const OPTION_LIMIT = 8;

/** The hash functions, weakest first. */
const STRENGTHS: readonly HashAlgorithm[] = Object.freeze(["MD5", "SHA-256", "SHA-512-256"] as const);

const HASHES: Readonly<Record<Algorithm, HashAlgorithm>> = Object.freeze({
	MD5: "MD5",
	"MD5-sess": "MD5",
	"SHA-256": "SHA-256",
	"SHA-256-sess": "SHA-256",
	"SHA-512-256": "SHA-512-256",
	"SHA-512-256-sess": "SHA-512-256",
});

const SCHEME = "digest";
const SPACE = /^\s$/;
const NONCE_COUNT = /^[0-9a-f]{8}$/i;

/** The hash function that `algorithm` builds on. */
export function hashOf(algorithm: Algorithm): HashAlgorithm {
	return HASHES[algorithm];
}

/** A challenge that can be answered; `undefined` for one that is broken or asks for something unknown. */
export function parseChallenge(value: string): Challenge | undefined {
	const parameters = parseDigest(value);
	const realm = parameters?.get("realm");
	const nonce = parameters?.get("nonce");
	const algorithm = parseAlgorithm(parameters?.get("algorithm"));
	if (parameters === undefined || realm === undefined || nonce === undefined || algorithm === undefined)
		return undefined;
	// An empty list is taken for none.
	const options = parameters.get("qop") ?? "";
	if (options !== "" && !options.toLowerCase().split(",", OPTION_LIMIT).some(isAuth)) return undefined;
	return {
		realm,
		nonce,
		opaque: parameters.get("opaque"),
		algorithm,
		qop: options === "" ? undefined : "auth",
		stale: parameters.get("stale")?.toLowerCase() === "true",
	};
}

export function formatChallenge({ realm, nonce, opaque, algorithm, qop, stale }: Challenge): string {
	return (
		`Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}` +
		(opaque === undefined ? "" : `, opaque="${opaque}"`) +
		(qop === undefined ? "" : `, qop="${qop}"`) +
		(stale ? ", stale=true" : "")
	);
}

/**
 * The challenge to answer: of those that are supported and not below `minimum` the one with the strongest hash function,
 * the first of equals. Deviates: RFC 8760 §2.4 would take the first supported one, however weak.
 */
export function chooseChallenge(
	values: readonly string[],
	supported: (algorithm: HashAlgorithm) => boolean,
	minimum: HashAlgorithm = "MD5",
): Challenge | undefined {
	let chosen: Challenge | undefined;
	let reached = STRENGTHS.indexOf(minimum) - 1;
	for (const value of values.slice(0, CHALLENGE_LIMIT)) {
		const challenge = parseChallenge(value);
		if (challenge === undefined) continue;
		const algorithm = hashOf(challenge.algorithm);
		const strength = STRENGTHS.indexOf(algorithm);
		if (strength <= reached || !supported(algorithm)) continue;
		reached = strength;
		chosen = challenge;
	}
	return chosen;
}

/** What a server may keep in place of a password; `undefined` where the host cannot compute it. */
export function secretOf(
	hash: Hash,
	algorithm: HashAlgorithm,
	username: string,
	realm: string,
	password: string,
): string | undefined {
	return hash(algorithm, `${username}:${realm}:${password}`);
}

/**
 * The proof of knowing the password (RFC 7616 §3.4.1), made from the password or from what is kept of it; `undefined`
 * where the host cannot compute it, or nothing is kept for the claim's hash function.
 */
export function response(hash: Hash, claim: Claim, password: string | Secrets, method: string): string | undefined {
	const { username, realm, nonce, uri, algorithm, qop, nc, cnonce } = claim;
	const digest = hashOf(algorithm);
	const secret = typeof password === "string" ? secretOf(hash, digest, username, realm, password) : password[digest];
	if (secret === undefined) return undefined;
	const session = algorithm === digest ? secret : hash(digest, `${secret}:${nonce}:${cnonce}`);
	const request = hash(digest, `${method}:${uri}`);
	return hash(digest, `${session}:${nonce}:${qop === undefined ? "" : `${nc}:${cnonce}:${qop}:`}${request}`);
}

/** Credentials that can be verified; `undefined` for any others. */
export function parseAuthorization(value: string): Authorization | undefined {
	const parameters = parseDigest(value);
	if (parameters === undefined) return undefined;
	const username = parameters.get("username");
	const realm = parameters.get("realm");
	const nonce = parameters.get("nonce");
	const uri = parameters.get("uri");
	const response = parameters.get("response");
	const algorithm = parseAlgorithm(parameters.get("algorithm"));
	if (username === undefined || realm === undefined || nonce === undefined) return undefined;
	if (uri === undefined || response === undefined || algorithm === undefined) return undefined;

	const cnonce = parameters.get("cnonce");
	const qop = parameters.get("qop")?.toLowerCase();
	const nc = qop === undefined ? undefined : parameters.get("nc");
	const session = algorithm !== hashOf(algorithm);
	if (cnonce === undefined && (session || qop !== undefined)) return undefined;
	if (qop !== undefined && (qop !== "auth" || nc === undefined || !NONCE_COUNT.test(nc))) return undefined;
	return {
		username: unquote(username),
		realm,
		nonce,
		uri: unquote(uri),
		response,
		algorithm,
		opaque: parameters.get("opaque"),
		cnonce,
		qop,
		nc,
	};
}

export function formatAuthorization(authorization: Authorization): string {
	const { username, realm, nonce, uri, response, algorithm, opaque, qop, nc, cnonce } = authorization;
	return (
		`Digest username="${quote(username)}", realm="${realm}", nonce="${nonce}", uri="${quote(uri)}", ` +
		`response="${response}", algorithm=${algorithm}` +
		(opaque === undefined ? "" : `, opaque="${opaque}"`) +
		(cnonce === undefined ? "" : `, cnonce="${cnonce}"`) +
		(qop === undefined ? "" : `, qop=${qop}, nc=${nc}`)
	);
}

/** Parameters of a header whose scheme is Digest. */
function parseDigest(value: string): ReadonlyMap<string, string> | undefined {
	// XS would look for a beginning in the whole text: it gets the first characters only.
	const text = value.startsWith("D") ? value : value.trimStart();
	const head = text.slice(0, SCHEME.length + 1);
	if (head.slice(0, SCHEME.length).toLowerCase() !== SCHEME || !SPACE.test(head.slice(SCHEME.length))) return undefined;
	return parseParameters(text.slice(SCHEME.length));
}

function parseAlgorithm(name = "MD5"): Algorithm | undefined {
	if (Object.hasOwn(HASHES, name)) return name as Algorithm;
	const algorithm = name.toUpperCase().replace("-SESS", "-sess");
	return Object.hasOwn(HASHES, algorithm) ? (algorithm as Algorithm) : undefined;
}

function isAuth(option: string): boolean {
	return option.trim() === "auth";
}
