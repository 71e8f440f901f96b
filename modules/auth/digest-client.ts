import {
	type Challenge,
	chooseChallenge,
	formatAuthorization,
	type Hash,
	type HashAlgorithm,
	response,
} from "./digest.ts";

/** What a request needs to be authorized. */
export interface Credentials {
	readonly username: string;
	readonly password: string;
	readonly method: string;
	readonly uri: string;
}

/** The client's side of digest authentication towards one server: one challenge and its nonce count (RFC 7616 §3.4). */
export class DigestClient {
	readonly #hash: Hash;
	readonly #token: () => string;
	readonly #minimum: HashAlgorithm | undefined;
	#challenge: Challenge | undefined;
	#cnonce = "";
	#count = 0;

	/** `minimum` is the weakest hash function that will be answered. */
	constructor(options: { readonly hash: Hash; readonly token: () => string; readonly minimum?: HashAlgorithm }) {
		this.#hash = options.hash;
		this.#token = options.token;
		this.#minimum = options.minimum;
	}

	/** The nonce that the next request is authorized with; `undefined` before the first challenge. */
	get nonce(): string | undefined {
		return this.#challenge?.nonce;
	}

	/** The realm of the last challenge; `undefined` before the first one. */
	get realm(): string | undefined {
		return this.#challenge?.realm;
	}

	/** The last challenge said that only the nonce was refused, not the password. */
	get stale(): boolean {
		return this.#challenge?.stale === true;
	}

	/** Takes the challenge headers of one 401 or 407. An unsupported one changes nothing. */
	challenge(values: readonly string[]): "accepted" | "unsupported" {
		const supported = (algorithm: HashAlgorithm) => this.#hash(algorithm, "") !== undefined;
		const challenge = chooseChallenge(values, supported, this.#minimum);
		if (challenge === undefined) return "unsupported";
		this.#follow(challenge);
		return "accepted";
	}

	/** Takes the nonce announced by Authentication-Info (RFC 7616 §3.5). */
	next(nonce: string): void {
		if (this.#challenge !== undefined) this.#follow({ ...this.#challenge, nonce, stale: false });
	}

	/** Value of the Authorization header for one request; `undefined` before the first challenge. */
	authorize({ username, password, method, uri }: Credentials): string | undefined {
		if (this.#challenge === undefined) return undefined;
		const { realm, nonce, opaque, algorithm, qop } = this.#challenge;
		this.#count++;
		const nc = qop && this.#count.toString(16).padStart(8, "0");
		const cnonce = qop || algorithm.endsWith("-sess") ? this.#cnonce : undefined;
		const claim = { username, realm, nonce, uri, algorithm, opaque, qop, nc, cnonce };
		const proof = response(this.#hash, claim, password, method);
		return proof && formatAuthorization({ ...claim, response: proof });
	}

	#follow(challenge: Challenge): void {
		// The count belongs to the nonce: a server may send the same one again.
		if (challenge.nonce !== this.#challenge?.nonce) {
			this.#cnonce = this.#token();
			this.#count = 0;
		}
		this.#challenge = challenge;
	}
}
