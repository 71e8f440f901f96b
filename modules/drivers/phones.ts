import type { Settings } from "../config/schema.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Host } from "../host.ts";
import { callUri } from "../registrar/bindings.ts";
import { isLocal } from "../registrar/local-address.ts";
import { REGISTRAR } from "../registrar/log-in.ts";
import { Registrar, type RegistrarReply } from "../registrar/registrar.ts";
import type { Address } from "../sip/address.ts";
import type { Request } from "../sip/message.ts";
import { UDP } from "../sip/transport.ts";
import { parseUri, unescapeUser } from "../sip/uri.ts";
import { PhoneStore } from "./phone-store.ts";

/** What phones ask of the doorbell besides calls, while they may. */
export const PHONE_METHODS: readonly string[] = Object.freeze(["REGISTER"]);

/** Bindings of all phones together, and of one user: two phones may share a name, and the one that was last is called. */
export const PHONE_LIMIT = 6;
export const BINDINGS_PER_PHONE = 2;
/** Seconds. So often phones come back: a doorbell that was without power soon knows all of them again. */
export const LONGEST_REGISTRATION = 300;
export const SHORTEST_REGISTRATION = 60;
/** How long a nonce is good, and how many in use are remembered: one for each phone, and some more. */
const NONCE_LIFETIME = 1_800_000;
const NONCES = 8;

const REALM = "doorbell";
const NAME = /^[a-z0-9][a-z0-9._+*-]{0,31}$/;
const SCHEME = /^sips?:/i;
/** Whoever asks from the world outside. */
const STRANGER = Object.freeze({ status: 403 });

/** A phone that is registered at the doorbell. */
export interface RegisteredPhone {
	readonly name: string;
	/** Address literal. */
	readonly address: string;
	/** Seconds. */
	readonly expiresIn: number;
}

export interface PhonesOptions {
	readonly host: Host;
	/** With a password for phones. */
	readonly settings: Settings;
	/** Who is told what happens. */
	readonly doorbell: Pick<Doorbell, "news" | "trouble">;
}

/** The doorbell as registrar of a few phones, under whatever names, with one password. There while the setting is. */
export class Phones {
	#options: PhonesOptions;
	#registrar: Registrar;
	#store: PhoneStore;

	/** Takes over the phones of an earlier run. */
	constructor(options: PhonesOptions) {
		const { host, settings } = options;
		const { hash, token } = host;
		const password = settings["phones.password"];
		this.#options = options;
		this.#store = new PhoneStore(host.storage);
		this.#registrar = new Registrar({
			hash,
			token,
			realm: REALM,
			// A single one: many phones fail over a second challenge, whatever its place (RFC 8760 §2.4 has them take the first).
			algorithms: [settings["sip.minimum-algorithm"]],
			nonceLifetime: NONCE_LIFETIME,
			nonceLimit: NONCES,
			slowsGuesses: true,
			// No phone shall give up because it asked for less.
			raisedExpires: SHORTEST_REGISTRATION,
			maximumExpires: LONGEST_REGISTRATION,
			bindingsPerUser: BINDINGS_PER_PHONE,
			bindingLimit: PHONE_LIMIT,
			find: (name) => {
				const user = name.toLowerCase();
				return NAME.test(user) ? { user, password } : undefined;
			},
		});
		// Whoever still has power comes back within that time.
		const expiresAt = host.clock.now() + LONGEST_REGISTRATION * 1000;
		this.#registrar.restore(this.#store.read(expiresAt, PHONE_LIMIT));
	}

	/** The registered phones. */
	get list(): RegisteredPhone[] {
		const now = this.#options.host.clock.now();
		return this.#registrar.bindings(now).map(({ user, address, expiresAt }) => ({
			name: user,
			address,
			expiresIn: Math.ceil((expiresAt - now) / 1000),
		}));
	}

	/** Judges a REGISTER, and says how it is answered. */
	register(request: Request, source: Address, now: number): Pick<RegistrarReply, "status" | "fill"> {
		if (!isLocal(source.address)) return STRANGER;
		const reply = this.#registrar.register(request, source, now);
		this.#store.write(this.#registrar.bindings(now), reply.changed, now);
		this.#tell(reply);
		return reply;
	}

	/** Whether a phone is registered from this address, under this name where one is given. */
	holds(address: string, user?: string): boolean {
		return this.#registrar.bindings(this.#options.host.clock.now(), user).some((one) => one.address === address);
	}

	/** Judges who calls from elsewhere: what is against it, if he does not log in with the password of the phones. */
	admit(request: Request, source: Address, now: number): Pick<RegistrarReply, "status" | "fill"> | undefined {
		const reply = this.#registrar.admit(request, source, now, REGISTRAR);
		if (reply?.outcome === "wrong password")
			this.#options.doorbell.trouble(`Wrong password of a caller at ${source.address}`, now);
		return reply;
	}

	/**
	 * The SIP URI of the phone that a target means, by name or by an address of the doorbell's own with its `port`;
	 * `undefined` when it means nobody here, "" when it means a phone that is not registered.
	 */
	find(target: string, port: number): string | undefined {
		const { clock, network } = this.#options.host;
		const place = parsePlace(target);
		if (place === undefined) return undefined;
		const { name, host } = place;
		const own = host !== undefined && (place.port ?? UDP.port) === port && network.address(host) === host;
		if (host !== undefined && !own) return undefined;
		const binding = this.#registrar.bindings(clock.now(), name.toLowerCase())[0];
		if (binding) return callUri(binding);
		// The PBX may know him.
		return own || this.#options.settings["sip.registrar"] === "" ? "" : undefined;
	}

	/** Takes other settings; false when they ask for another registrar, or none. */
	goOn(settings: Settings): boolean {
		const before = this.#options.settings;
		const same = before["phones.password"] === settings["phones.password"];
		if (!same || before["sip.minimum-algorithm"] !== settings["sip.minimum-algorithm"]) return false;
		this.#options = { ...this.#options, settings };
		return true;
	}

	/** Nobody is registered any more, nor will be after a restart. */
	forget(): void {
		this.#store.forget();
	}

	#tell({ outcome, user, changed }: RegistrarReply): void {
		const { doorbell, host } = this.#options;
		const now = host.clock.now();
		switch (outcome) {
			case "registered":
				if (changed) doorbell.news(`Phone ${user} registered at the doorbell`, now);
				return;
			case "unregistered":
				if (changed) doorbell.news(`Phone ${user} signed off`, now);
				return;
			case "wrong password":
				doorbell.trouble(`Wrong password for phone ${user}`, now);
				return;
			case "full":
				doorbell.trouble(`No room for phone ${user}: ${PHONE_LIMIT} phones are registered at the doorbell`, now);
				return;
			case "challenged":
			case "locked out":
			case "unknown user":
			case "not permitted":
			case "malformed":
			case "bad extension":
			case "too brief":
			case "out of order":
				return;
		}
	}
}

/** Whom a target names: a bare name or number, or a name at a host; `undefined` for what names nobody. */
function parsePlace(
	target: string,
): { readonly name: string; readonly host?: string; readonly port?: number } | undefined {
	const text = target.trim();
	if (!text.includes("@") && !SCHEME.test(text)) return text === "" ? undefined : { name: text };
	const uri = parseUri(SCHEME.test(text) ? text : `sip:${text}`);
	if (uri?.user === undefined) return undefined;
	const host = uri.host.startsWith("[") ? uri.host.slice(1, -1) : uri.host;
	return { name: unescapeUser(uri.user), host, port: uri.port };
}
