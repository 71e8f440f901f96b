import type { Hash, HashAlgorithm } from "../auth/digest.ts";
import { DigestClient } from "../auth/digest-client.ts";
import type { Request, Response } from "./message.ts";

/** Fresh nonces that one exchange takes before it gives up on a server that never accepts. */
export const CHALLENGE_LIMIT = 4;

/** Who we are to a server. `username` may differ from the user of our address (interop trap S1). */
export interface Credentials {
	readonly username: string;
	readonly password: string;
	/** SHA-256: a challenge with MD5 is not answered. */
	readonly minimum: HashAlgorithm;
}

export interface AuthenticationOptions {
	readonly hash: Hash;
	readonly token: () => string;
	readonly credentials: Credentials;
}

/** What a challenge means for the request that drew it. */
export type Verdict =
	/** Send the request again, with `authorize`. */
	| "retry"
	/** The server refused an answer to a nonce that it had just given: the password or user is wrong. */
	| "refused"
	/** No challenge uses an algorithm that we know and may use. */
	| "unsupported";

/** One kind of challenge: the header of the response and the header that answers it. */
class Side {
	readonly challengeHeader: string;
	readonly answerHeader: string;
	readonly client: DigestClient;
	/** Realm whose fresh nonce was answered in this exchange. */
	answeredRealm: string | undefined;

	constructor(challengeHeader: string, answerHeader: string, client: DigestClient) {
		this.challengeHeader = challengeHeader;
		this.answerHeader = answerHeader;
		this.client = client;
	}
}

/**
 * Answers the challenges of registrars (401) and proxies (407) alike (RFC 3261 §22, RFC 7616, RFC 8760).
 *
 * An exchange is one request as its user sees it: all its tries belong together. A nonce kept from an earlier exchange
 * may be refused without any guilt of the password, so only the refusal of a nonce that is fresh in this one counts.
 */
export class Authentication {
	#options: AuthenticationOptions;
	/** Both made with their first challenges: few servers send both. */
	#server: Side | undefined;
	#proxy: Side | undefined;
	#challenges = 0;

	constructor(options: AuthenticationOptions) {
		this.#options = options;
	}

	/** Starts a new exchange. */
	begin(): void {
		this.#challenges = 0;
		if (this.#server) this.#server.answeredRealm = undefined;
		if (this.#proxy) this.#proxy.answeredRealm = undefined;
	}

	/** Takes a 401 or 407. */
	challenge(response: Response): Verdict {
		const side = this.#sideOf(response);
		// What a server answers has passed the proxy: that one may want a new nonce each time, but it took our password.
		if (this.#proxy && side === this.#server) this.#proxy.answeredRealm = undefined;
		const { client } = side;
		if (client.challenge(response.headers.all(side.challengeHeader)) === "unsupported") return "unsupported";
		this.#challenges += 1;
		const repeated = side.answeredRealm === client.realm && !client.stale;
		if (repeated || this.#challenges > CHALLENGE_LIMIT) return "refused";
		side.answeredRealm = client.realm;
		return "retry";
	}

	/** Puts answers to all challenges known so far into the request. */
	authorize(request: Request): void {
		if (this.#server) this.#answer(this.#server, request);
		if (this.#proxy) this.#answer(this.#proxy, request);
	}

	#answer({ client, answerHeader }: Side, request: Request): void {
		const { username, password } = this.#options.credentials;
		const answer = client.authorize({ username, password, method: request.method, uri: request.uri });
		if (answer !== undefined) request.headers.set(answerHeader, answer);
	}

	#sideOf({ status }: Response): Side {
		if (status === 401) this.#server ??= new Side("WWW-Authenticate", "Authorization", this.#client());
		else this.#proxy ??= new Side("Proxy-Authenticate", "Proxy-Authorization", this.#client());
		return (status === 401 ? this.#server : this.#proxy)!;
	}

	#client(): DigestClient {
		const { hash, token, credentials } = this.#options;
		return new DigestClient({ hash, token, minimum: credentials.minimum });
	}
}
