import type { Address } from "../sip/address.ts";
import type { Headers } from "../sip/headers.ts";
import { parseCommandSequence, type Request } from "../sip/message.ts";
import { parseNameAddress } from "../sip/name-address.ts";
import { unescapeUser } from "../sip/uri.ts";
import { parseVia, viaParameters } from "../sip/via.ts";
import { type Binding, BindingTable, CONTACT_LENGTH, sourceOf } from "./bindings.ts";
import { LogIn, type LogInOptions, PROXY, REGISTRAR, type RegistrarUser, type Rejection, type Side } from "./log-in.ts";

export type { RegistrarUser } from "./log-in.ts";

/** Bindings of one user, and of all users together, unless other numbers are given. */
export const BINDINGS_PER_USER = 4;
export const BINDING_LIMIT = 64;

export interface RegistrarOptions extends Omit<LogInOptions, "realm"> {
	readonly realm?: string;
	/** The user of a name, unescaped; `undefined` when there is none. */
	readonly find: (name: string) => RegistrarUser | undefined;
	/** Seconds; who asks for less is told so by 423 (interop trap S9) … */
	readonly minimumExpires?: number;
	/** … or gets so much without a word (interop trap A6). Seconds. */
	readonly raisedExpires?: number;
	/** Seconds; who asks for more gets so much (interop trap F7). */
	readonly maximumExpires?: number;
	readonly bindingsPerUser?: number;
	readonly bindingLimit?: number;
}

/** How a request is answered, and why. */
export interface RegistrarReply {
	readonly status: number;
	readonly fill?: (headers: Headers) => void;
	readonly outcome:
		| Rejection["outcome"]
		| "unknown user"
		| "not permitted"
		| "malformed"
		| "bad extension"
		| "too brief"
		| "out of order"
		| "full"
		| "registered"
		| "unregistered";
	/** Whom the request is about. */
	readonly user: string;
	/** Whether calls to this user go elsewhere from now on. */
	readonly changed: boolean;
}

const NUMBER = /^\d+$/;
const DEFAULT_EXPIRES = 3600;
/** Seconds after which who found no room may ask again. */
const FULL_PAUSE = 120;

/**
 * A registrar (RFC 3261 §10.3) and the log-in of a proxy (§22): requests in, replies out. Time comes with every request.
 *
 * The host parts of addresses are not looked at: phones call their registrar by any of its names. Nobody registers for
 * somebody else. There are no extensions: no Path (RFC 3327), no GRUU (RFC 5627), no Outbound (RFC 5626).
 */
export class Registrar {
	readonly realm: string;
	#options: RegistrarOptions;
	#logIn: LogIn;
	#bindings: BindingTable;

	constructor(options: RegistrarOptions) {
		const { realm = "pbx", bindingsPerUser = BINDINGS_PER_USER, bindingLimit = BINDING_LIMIT } = options;
		this.realm = realm;
		this.#options = options;
		this.#logIn = new LogIn({ ...options, realm });
		this.#bindings = new BindingTable({ perUser: bindingsPerUser, inAll: bindingLimit });
	}

	/** The bindings of a user, the newest first; of all users unless one is named. None while nobody is registered. */
	bindings(now: number, user?: string): readonly Binding[] {
		return this.#bindings.list(now, user);
	}

	/** Takes bindings over from an earlier run. */
	restore(bindings: readonly Binding[]): void {
		this.#bindings.restore(bindings);
	}

	/** Judges a REGISTER that came from `source`. */
	register(request: Request, source: Address, now: number): RegistrarReply {
		const { headers } = request;
		const required = headers.all("Require");
		if (required.length > 0) {
			const fill = (answer: Headers) => answer.add("Unsupported", required.join(", "));
			return { status: 420, fill, outcome: "bad extension", user: "", changed: false };
		}
		const name = userOf(headers.get("To"));
		if (name === undefined) return refusal(404, "unknown user", "");
		if (userOf(headers.get("From")) !== name) return refusal(403, "not permitted", name);
		const known = this.#options.find(name);
		if (!known) return refusal(403, "unknown user", name);
		return this.#judge(request, known, REGISTRAR, source, now) ?? this.#bind(request, known.user, source, now);
	}

	/** Judges who sends a request that is to be passed on, such as INVITE; `undefined` when there is nothing against it. */
	admit(request: Request, source: Address, now: number, side: Side = PROXY): RegistrarReply | undefined {
		const name = userOf(request.headers.get("From")) ?? "";
		const known = this.#options.find(name);
		return known ? this.#judge(request, known, side, source, now) : refusal(403, "unknown user", name);
	}

	#judge(
		request: Request,
		known: RegistrarUser,
		side: Side,
		{ address }: Address,
		now: number,
	): RegistrarReply | undefined {
		const rejection = this.#logIn.judge(request, known, side, address, now);
		return rejection && { ...rejection, user: known.user, changed: false };
	}

	#bind(request: Request, user: string, source: Address, now: number): RegistrarReply {
		const { minimumExpires = 0 } = this.#options;
		const changes = this.#changes(request, user, source, now);
		if (!changes) return refusal(400, "malformed", user);
		// Zero removes; what is above it and yet too short would be a refresh every few seconds.
		if (changes.some(({ expiresAt }) => expiresAt > now && expiresAt < now + minimumExpires * 1000)) {
			return refusal(423, "too brief", user, (headers) => headers.add("Min-Expires", `${minimumExpires}`));
		}
		const update = this.#bindings.update(user, changes, now);
		if (update === "out of order") return refusal(500, update, user);
		if (update === "full") {
			return refusal(503, update, user, (headers) => headers.add("Retry-After", `${FULL_PAUSE}`));
		}
		const bindings = this.bindings(now, user);
		const fill = (headers: Headers) => {
			for (const { contact, expiresAt } of bindings) {
				headers.add("Contact", `<${contact}>;expires=${Math.ceil((expiresAt - now) / 1000)}`);
			}
		};
		const outcome = bindings.length > 0 ? "registered" : "unregistered";
		return { status: 200, fill, outcome, user, changed: update === "changed" };
	}

	/** What a REGISTER wants; `undefined` when it cannot be understood. */
	#changes({ headers }: Request, user: string, source: Address, now: number): readonly Binding[] | undefined {
		const callId = headers.get("Call-ID") ?? "";
		const sequence = parseCommandSequence(headers.get("CSeq"))?.number ?? 0;
		const values = headers.all("Contact");
		if (values.includes("*")) {
			if (values.length > 1 || headers.get("Expires") !== "0") return undefined;
			return this.bindings(now, user).map((binding) => ({ ...binding, callId, sequence, expiresAt: now }));
		}
		// noteSource has put a value where the phone asked for one (RFC 3581 §4).
		const via = parseVia(headers.get("Via") ?? "");
		const symmetric = via !== undefined && viaParameters(via).has("rport");
		const { address, port } = sourceOf(source, symmetric);
		const changes: Binding[] = [];
		for (const value of values) {
			const contact = parseNameAddress(value);
			const uri = contact?.uri.scheme ? contact.uri.text : "";
			if (!contact || uri === "" || uri.length > CONTACT_LENGTH) return undefined;
			const seconds = this.#grant(contact.parameters?.get("expires") ?? headers.get("Expires"));
			const expiresAt = now + seconds * 1000;
			changes.push({ user, contact: uri, callId, sequence, expiresAt, address, port });
		}
		return changes;
	}

	/** Seconds for who asks for so many; a number that cannot be read is none (RFC 3261 §10.2.1.1). */
	#grant(asked = ""): number {
		const { raisedExpires = 0, maximumExpires = DEFAULT_EXPIRES } = this.#options;
		const seconds = NUMBER.test(asked) ? Number(asked) : DEFAULT_EXPIRES;
		return seconds === 0 ? 0 : Math.min(Math.max(seconds, raisedExpires), maximumExpires);
	}
}

function refusal(
	status: number,
	outcome: RegistrarReply["outcome"],
	user: string,
	fill?: (headers: Headers) => void,
): RegistrarReply {
	return { status, outcome, user, fill, changed: false };
}

/** The user that From or To names; `undefined` for an address that nobody can have here. */
function userOf(address: string | undefined): string | undefined {
	const uri = parseNameAddress(address ?? "")?.uri;
	return uri?.user === undefined || !uri.scheme.startsWith("sip") ? undefined : unescapeUser(uri.user);
}
