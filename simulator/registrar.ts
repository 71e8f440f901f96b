import type { Algorithm } from "../modules/auth/digest.ts";
import { DigestServer, type DigestServerOptions } from "../modules/auth/digest-server.ts";
import type { Headers } from "../modules/sip/headers.ts";
import { parseCommandSequence, type Request } from "../modules/sip/message.ts";
import { parseNameAddress } from "../modules/sip/name-address.ts";
import { unescapeUser } from "../modules/sip/uri.ts";
import { type Contact, ContactTable } from "./registrar-contacts.ts";

export interface RegistrarUser {
	/** User part of the address, unescaped. */
	readonly user: string;
	/** Name for the log-in, where it is another one (interop trap S1). */
	readonly username?: string;
	readonly password: string;
}

export interface RegistrarOptions extends Pick<DigestServerOptions, "hash" | "token"> {
	readonly users: readonly RegistrarUser[];
	readonly realm?: string;
	/** One challenge each; MD5 by default, as a FRITZ!Box has it. */
	readonly algorithms?: readonly Algorithm[];
	/** "none" challenges without quality of protection, as old servers do (interop trap F3). */
	readonly qop?: "auth" | "none";
	/** Milliseconds; a minute by default. */
	readonly nonceLifetime?: number;
	/** Every nonce is good for one request only (interop trap F4). */
	readonly oneTimeNonces?: boolean;
	/** Seconds; who asks for less is told so by 423. */
	readonly minimumExpires?: number;
	/** Seconds; who asks for more gets so much (interop trap F7). */
	readonly maximumExpires?: number;
}

/** How a request is answered, and why. */
export interface RegistrarReply {
	readonly status: number;
	readonly fill?: (headers: Headers) => void;
	readonly outcome:
		| "challenged"
		| "wrong password"
		| "unknown user"
		| "malformed"
		| "too brief"
		| "out of order"
		| "registered"
		| "unregistered";
	/** Whom the request is about. */
	readonly user: string;
}

/** The two places of a challenge: the header that asks and the one that answers (RFC 3261 §22). */
interface Side {
	readonly status: 401 | 407;
	readonly challenge: string;
	readonly answer: string;
}

const REGISTRAR: Side = Object.freeze({ status: 401, challenge: "WWW-Authenticate", answer: "Authorization" });
const PROXY: Side = Object.freeze({ status: 407, challenge: "Proxy-Authenticate", answer: "Proxy-Authorization" });

const NUMBER = /^\d+$/;
const DEFAULT_EXPIRES = 3600;
const DEFAULT_NONCE_LIFETIME = 60_000;

/** A registrar and the log-in of a proxy (RFC 3261 §10.3, §22): requests in, replies out. Time comes with every request. */
export class Registrar {
	readonly realm: string;
	readonly #options: RegistrarOptions;
	readonly #digest: DigestServer;
	readonly #contacts = new ContactTable();

	constructor(options: RegistrarOptions) {
		const { hash, token, realm = "pbx", algorithms = ["MD5"], qop = "auth" } = options;
		this.realm = realm;
		this.#options = options;
		this.#digest = new DigestServer({
			realm,
			hash,
			token,
			algorithms,
			qop: qop === "auth" ? "auth" : undefined,
			nonceLifetime: options.nonceLifetime ?? DEFAULT_NONCE_LIFETIME,
			oneTime: options.oneTimeNonces,
		});
	}

	/** The contacts of a user, the newest first; none while nobody is registered. */
	contacts(user: string, now: number): readonly Contact[] {
		return this.#contacts.list(user, now);
	}

	/** Judges a REGISTER. */
	register(request: Request, now: number): RegistrarReply {
		const user = userOf(request.headers.get("To"));
		return this.#authorize(request, user, REGISTRAR, now) ?? this.#bind(request, user, now);
	}

	/** Judges who sends a request that is to be passed on, such as INVITE; `undefined` when there is nothing against it. */
	admit(request: Request, now: number): RegistrarReply | undefined {
		return this.#authorize(request, userOf(request.headers.get("From")), PROXY, now);
	}

	#authorize(request: Request, user: string, side: Side, now: number): RegistrarReply | undefined {
		const known = this.#options.users.find((candidate) => candidate.user === user);
		if (!known) return { status: 403, outcome: "unknown user", user };
		const authorization = request.headers.get(side.answer);
		if (authorization === undefined) return this.#challenge(side, user, "challenged", now);
		const { method, uri } = request;
		const { result } = this.#digest.verify({ authorization, method, uri, now }, (username) =>
			username === (known.username ?? known.user) ? known.password : undefined,
		);
		switch (result) {
			case "accepted":
				return undefined;
			case "stale":
				return this.#challenge(side, user, "challenged", now, true);
			case "refused":
				return this.#challenge(side, user, "wrong password", now);
		}
	}

	#challenge(side: Side, user: string, outcome: RegistrarReply["outcome"], now: number, stale = false): RegistrarReply {
		const fill = (headers: Headers) => {
			for (const challenge of this.#digest.challenges(now, stale)) headers.add(side.challenge, challenge);
		};
		return { status: side.status, fill, outcome, user };
	}

	#bind(request: Request, user: string, now: number): RegistrarReply {
		const { minimumExpires = 0 } = this.#options;
		const changes = this.#changes(request, user, now);
		if (!changes) return { status: 400, outcome: "malformed", user };
		// Zero removes; what is above it and yet too short would be a refresh every few seconds.
		if (changes.some(({ expiresAt }) => expiresAt > now && expiresAt < now + minimumExpires * 1000)) {
			const fill = (headers: Headers) => headers.add("Min-Expires", `${minimumExpires}`);
			return { status: 423, fill, outcome: "too brief", user };
		}
		if (!this.#contacts.update(user, changes, now)) return { status: 500, outcome: "out of order", user };
		const contacts = this.contacts(user, now);
		const fill = (headers: Headers) => {
			for (const { uri, expiresAt } of contacts) {
				headers.add("Contact", `<${uri}>;expires=${Math.ceil((expiresAt - now) / 1000)}`);
			}
		};
		return { status: 200, fill, outcome: contacts.length > 0 ? "registered" : "unregistered", user };
	}

	/** What a REGISTER wants; `undefined` when it cannot be understood. */
	#changes(request: Request, user: string, now: number): readonly Contact[] | undefined {
		const { headers } = request;
		const callId = headers.get("Call-ID") ?? "";
		const sequence = parseCommandSequence(headers.get("CSeq"))?.number ?? 0;
		const values = headers.all("Contact");
		if (values.includes("*")) {
			if (values.length > 1 || headers.get("Expires") !== "0") return undefined;
			return this.contacts(user, now).map(({ uri }) => ({ uri, callId, sequence, expiresAt: now }));
		}
		const changes: Contact[] = [];
		for (const value of values) {
			const contact = parseNameAddress(value);
			if (!contact) return undefined;
			const seconds = this.#grant(contact.parameters.get("expires") ?? headers.get("Expires"));
			changes.push({ uri: contact.uri, callId, sequence, expiresAt: now + seconds * 1000 });
		}
		return changes;
	}

	/** Seconds for who asks for so many; a number that cannot be read is none (RFC 3261 §10.2.1.1). */
	#grant(asked = ""): number {
		const { maximumExpires = DEFAULT_EXPIRES } = this.#options;
		return Math.min(NUMBER.test(asked) ? Number(asked) : DEFAULT_EXPIRES, maximumExpires);
	}
}

function userOf(address: string | undefined): string {
	return unescapeUser(parseNameAddress(address ?? "")?.uri.user ?? "");
}
