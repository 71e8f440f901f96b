import type { Algorithm } from "../auth/digest.ts";
import { DigestServer, type DigestServerOptions } from "../auth/digest-server.ts";
import type { Headers } from "../sip/headers.ts";
import type { Request } from "../sip/message.ts";
import { Guesses } from "./guesses.ts";

/** Who may log in. */
export interface RegistrarUser {
	/** User part of the address, unescaped. */
	readonly user: string;
	/** Name for the log-in, where it is another one (interop trap S1). */
	readonly username?: string;
	readonly password: string;
}

export interface LogInOptions extends Pick<DigestServerOptions, "hash" | "token"> {
	readonly realm: string;
	/** One challenge each; MD5 by default, as a FRITZ!Box has it. */
	readonly algorithms?: readonly Algorithm[];
	/** "none" challenges without quality of protection, as old servers do (interop trap F3). */
	readonly qop?: "auth" | "none";
	/** Milliseconds; a minute by default. */
	readonly nonceLifetime?: number;
	/** Every nonce is good for one request only (interop trap F4). */
	readonly oneTimeNonces?: boolean;
	/** Nonces in use that are remembered. */
	readonly nonceLimit?: number;
	/** Makes addresses that send wrong passwords wait, longer and longer. */
	readonly slowsGuesses?: boolean;
}

/** The two places of a challenge: the header that asks and the one that answers (RFC 3261 §22). */
export interface Side {
	readonly status: 401 | 407;
	readonly challenge: string;
	readonly answer: string;
}

export const REGISTRAR: Side = Object.freeze({
	status: 401,
	challenge: "WWW-Authenticate",
	answer: "Authorization",
} as const);
export const PROXY: Side = Object.freeze({
	status: 407,
	challenge: "Proxy-Authenticate",
	answer: "Proxy-Authorization",
} as const);

/** Why somebody is not let in, and what to answer. */
export interface Rejection {
	readonly outcome: "challenged" | "wrong password" | "locked out";
	readonly status: number;
	readonly fill?: (headers: Headers) => void;
}

const DEFAULT_NONCE_LIFETIME = 60_000;

/** The log-in of a registrar or a proxy (RFC 3261 §22, RFC 7616, RFC 8760). */
export class LogIn {
	#digest: DigestServer;
	/** Made for the first wrong password. */
	#guesses: Guesses | undefined;
	#slowsGuesses: boolean;

	constructor(options: LogInOptions) {
		const { realm, hash, token, algorithms = ["MD5"], qop = "auth", nonceLimit } = options;
		this.#slowsGuesses = options.slowsGuesses ?? false;
		this.#digest = new DigestServer({
			realm,
			hash,
			token,
			algorithms,
			qop: qop === "auth" ? "auth" : undefined,
			nonceLifetime: options.nonceLifetime ?? DEFAULT_NONCE_LIFETIME,
			oneTime: options.oneTimeNonces,
			nonceLimit,
		});
	}

	/** Judges the credentials of a request from `address`; `undefined` when they are `known`'s. */
	judge(request: Request, known: RegistrarUser, side: Side, address: string, now: number): Rejection | undefined {
		const pause = this.#guesses?.pause(address, now) ?? 0;
		if (pause > 0) {
			const seconds = Math.ceil(pause / 1000);
			return { outcome: "locked out", status: 403, fill: (headers) => headers.add("Retry-After", `${seconds}`) };
		}
		const authorization = request.headers.get(side.answer);
		if (authorization === undefined) return this.#challenge(side, "challenged", now);
		const { method, uri } = request;
		const name = (known.username ?? known.user).toLowerCase();
		const { result } = this.#digest.verify({ authorization, method, uri, now }, (username) =>
			username.toLowerCase() === name ? known.password : undefined,
		);
		switch (result) {
			case "accepted":
				this.#guesses?.succeeded(address);
				return undefined;
			case "stale":
				return this.#challenge(side, "challenged", now, true);
			case "refused":
				this.#count(address, now);
				return this.#challenge(side, "wrong password", now);
		}
	}

	#count(address: string, now: number): void {
		if (!this.#slowsGuesses) return;
		this.#guesses ??= new Guesses();
		this.#guesses.failed(address, now);
	}

	#challenge(side: Side, outcome: Rejection["outcome"], now: number, stale = false): Rejection {
		const fill = (headers: Headers) => {
			for (const challenge of this.#digest.challenges(now, stale)) headers.add(side.challenge, challenge);
		};
		return { outcome, status: side.status, fill };
	}
}
