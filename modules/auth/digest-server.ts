import {
	type Algorithm,
	formatChallenge,
	type Hash,
	hashOf,
	parseAuthorization,
	response,
	type Secrets,
} from "./digest.ts";

export interface DigestServerOptions {
	readonly realm: string;
	readonly hash: Hash;
	readonly token: () => string;
	/** Offered in this order, one challenge each. */
	readonly algorithms: readonly Algorithm[];
	readonly qop?: "auth";
	/** How long a nonce is taken, in milliseconds. */
	readonly nonceLifetime: number;
	/** Takes every nonce for one request only. */
	readonly oneTime?: boolean;
	/** Nonces in use that are remembered; {@link NONCE_LIMIT} by default. */
	readonly nonceLimit?: number;
}

export interface VerificationRequest {
	readonly authorization: string;
	readonly method: string;
	/** The Request-URI or request target; the credentials must name the same. */
	readonly uri: string;
	readonly now: number;
}

export type Verification =
	| {
			readonly result: "accepted";
			readonly username: string;
			/** Milliseconds since its nonce was given out, where that was not used before; else `Infinity`. */
			readonly freshness: number;
	  }
	/** The password is right, the nonce is too old or used up: challenge again, with `stale`. */
	| { readonly result: "stale" }
	| { readonly result: "refused"; readonly username?: string };

/** What a realm of ours must not contain, so that it never needs quoting. */
const UNQUOTABLE = /["\\\r\n]/;

/** Nonces in use that are remembered, unless another number is given. */
export const NONCE_LIMIT = 32;

/** A nonce: when it was issued and which one it is, twelve hexadecimal digits each, and a seal over both. */
const SERIAL_AT = 12;
const SEAL_AT = 24;
const NONCE_LENGTH = 56;

/**
 * The server's side of digest authentication (RFC 7616 §3.3, §5).
 *
 * Nonces carry their age, and are remembered only once they came with the right password: whoever does not know one
 * takes none of our memory.
 */
export class DigestServer {
	readonly #options: DigestServerOptions;
	readonly #secret: string;
	/** Highest count seen of every nonce in use, with its algorithm, in the order of first use. */
	readonly #counts = new Map<string, number>();
	#serial = 0;
	/** A nonce up to this serial that is not in the table may have been used already. */
	#forgotten = 0;

	constructor(options: DigestServerOptions) {
		if (UNQUOTABLE.test(options.realm)) throw new RangeError(`realm: ${options.realm}`);
		if (options.algorithms.length === 0) throw new RangeError("algorithms: none");
		for (const algorithm of options.algorithms)
			if (options.hash(hashOf(algorithm), "") === undefined) throw new RangeError(`algorithms: ${algorithm}`);
		this.#options = options;
		this.#secret = options.token() + options.token();
	}

	/** Values of the challenge headers, one for each algorithm. */
	challenges(now: number, stale = false): string[] {
		const { realm, algorithms, qop } = this.#options;
		return algorithms.map((algorithm) =>
			formatChallenge({ realm, nonce: this.#issue(algorithm, now), algorithm, qop, stale }),
		);
	}

	/**
	 * Judges the Authorization value of a request. `passwordOf` returns the password, or what is kept of it for this
	 * realm, and `undefined` for a user it does not know.
	 */
	verify(request: VerificationRequest, passwordOf: (username: string) => string | Secrets | undefined): Verification {
		const { realm, hash, algorithms, qop } = this.#options;
		const claim = parseAuthorization(request.authorization);
		if (claim === undefined) return { result: "refused" };
		const { username, algorithm, nonce, nc } = claim;
		if (claim.realm !== realm || claim.uri !== request.uri || claim.qop !== qop || !algorithms.includes(algorithm))
			return { result: "refused", username };

		const password = passwordOf(username);
		// An unknown user takes as long as a wrong password.
		const expected = response(hash, claim, password ?? "", request.method);
		if (expected === undefined || !this.#same(claim.response, expected) || password === undefined)
			return { result: "refused", username };
		const freshness = this.#use(algorithm, nonce, nc === undefined ? 0 : Number.parseInt(nc, 16), request.now);
		return freshness === undefined ? { result: "stale" } : { result: "accepted", username, freshness };
	}

	/** Counts one use of a nonce, and says how fresh it was; `undefined` where it is not ours, too old, or used like that. */
	#use(algorithm: Algorithm, nonce: string, count: number, now: number): number | undefined {
		const key = `${nonce} ${algorithm}`;
		const last = this.#counts.get(key);
		// One that is remembered has been looked at.
		if (last === undefined && !this.#same(nonce, this.#seal(algorithm, nonce.slice(0, SEAL_AT)))) return undefined;
		const age = now - Number.parseInt(nonce.slice(0, SERIAL_AT), 16);
		if (age > this.#options.nonceLifetime) return undefined;
		if (last === undefined && serialOf(nonce) <= this.#forgotten) return undefined;
		if (last !== undefined && (this.#options.oneTime || (this.#options.qop !== undefined && count <= last)))
			return undefined;
		if (last === undefined && this.#counts.size === (this.#options.nonceLimit ?? NONCE_LIMIT)) this.#forget();
		this.#counts.set(key, count);
		return last === undefined ? age : Number.POSITIVE_INFINITY;
	}

	#forget(): void {
		const oldest = this.#counts.keys().next().value!;
		this.#counts.delete(oldest);
		this.#forgotten = Math.max(this.#forgotten, serialOf(oldest));
	}

	#issue(algorithm: Algorithm, now: number): string {
		this.#serial++;
		return this.#seal(algorithm, twelveDigits(now) + twelveDigits(this.#serial));
	}

	#seal(algorithm: Algorithm, text: string): string {
		return (text + this.#mark(`${algorithm}:${text}`)).slice(0, NONCE_LENGTH);
	}

	/** Compares what nobody else can compute, so that the time it takes says nothing about the texts. */
	#same(left: string, right: string): boolean {
		return this.#mark(left) === this.#mark(right);
	}

	/** A hash that nobody else can compute. */
	#mark(text: string): string {
		const { hash, algorithms } = this.#options;
		return hash(hashOf(algorithms[0]!), `${this.#secret}:${text}:${this.#secret}`)!;
	}
}

function serialOf(nonce: string): number {
	return Number.parseInt(nonce.slice(SERIAL_AT, SEAL_AT), 16);
}

function twelveDigits(value: number): string {
	return Math.floor(value).toString(16).padStart(12, "0");
}
