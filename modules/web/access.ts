import { type Hash, type HashAlgorithm, type Secrets, secretOf } from "../auth/digest.ts";
import { DigestServer } from "../auth/digest-server.ts";
import type { Request, Response } from "../http/exchange.ts";
import { Allowance } from "./allowance.ts";
import { failure, later, refused } from "./answers.ts";
import { Guesses } from "./guesses.ts";

/** Key in the storage of what is kept of the password. */
export const PASSWORD_KEY = "admin";
/** The one user. */
export const USER = "admin";
export const PASSWORD_MINIMUM = 8;
export const PASSWORD_MAXIMUM = 64;
/** How old the proof of the password may be that is asked for again, because much depends on it. Milliseconds. */
export const PROOF_LIFETIME = 60_000;
/** How long one log-in lasts before the page is asked for a new proof, which it gives without asking anyone. */
export const NONCE_LIFETIME = 3_600_000;
/** Lines about wrong passwords that the log gets at once, and the time until it gets one more. */
export const LINE_LIMIT = 5;
export const LINE_PAUSE = 30_000;

/** When to try again where the storage refuses. */
const STORAGE_PAUSE = 60_000;
const ALGORITHMS: readonly HashAlgorithm[] = Object.freeze(["SHA-256", "MD5"] as const);
const STORED = /^[0-9a-f]{16} [0-9a-f]{64} [0-9a-f]{32}$/;

/** `open`: none is needed. `login`: one is set. `first password`: one may be set now. `locked`: the device is to be armed. */
export type AccessState = "open" | "login" | "first password" | "locked";

/** How somebody is let in who may: with a fresh proof of the password, or as one who has given it before. */
export type Admission = "fresh" | "known";

export interface AccessOptions {
	readonly host: {
		readonly storage: {
			read(key: string): string | undefined;
			write(key: string, value: string): void;
			delete(key: string): void;
		};
		readonly hash: Hash;
		/** Sixteen lower-case hexadecimal digits, unguessable. */
		readonly token: () => string;
	};
	/** No password is needed as long as none is set: the desktop on loopback. */
	readonly open: boolean;
	readonly setup: {
		/** Whether someone stands at the device and has pressed its button. */
		readonly armed: boolean;
		/** A password was set: whoever comes after the one at the device needs it. */
		disarm(): void;
	};
	readonly log: {
		note(level: "info" | "error", text: string): void;
	};
	/** Who came in, and who did not. */
	readonly audit: {
		note(kind: "login" | "login-refused" | "password", source: string, reason: string): void;
	};
}

/** Who may use the API: the administrator's password and the log-in with it (RFC 7616). */
export class Access {
	readonly #options: AccessOptions;
	readonly #guesses = new Guesses();
	readonly #lines = new Allowance(LINE_LIMIT, LINE_PAUSE);
	#silenced = 0;
	#realm = "";
	#secrets: Secrets | undefined;
	#digest: DigestServer | undefined;

	constructor(options: AccessOptions) {
		this.#options = options;
		const stored = options.host.storage.read(PASSWORD_KEY);
		// What cannot be read is no password: the device has to be armed for another one.
		if (stored !== undefined && STORED.test(stored)) this.#adopt(stored);
	}

	get state(): AccessState {
		if (this.#secrets !== undefined) return "login";
		if (this.#options.open) return "open";
		return this.#options.setup.armed ? "first password" : "locked";
	}

	get armed(): boolean {
		return this.#options.setup.armed;
	}

	/**
	 * Refuses whoever may not. Whoever may has given a `fresh` proof of the password, or one before. Set-up is for everyone
	 * while the device is armed, and where there is no password nobody is asked for it.
	 */
	admit(request: Request, now: number, setUp = false): Response | Admission {
		if (setUp && this.armed) return "fresh";
		switch (this.state) {
			case "open":
				return "fresh";
			case "login":
				return this.#authenticate(request, now);
			case "first password":
				return failure(403, "Set a password first");
			case "locked":
				return failure(403, "No password is set yet: hold the set-up button of the doorbell until its lamp blinks");
		}
	}

	/** Asks for a fresh proof, from someone who is logged in. */
	askAgain(now: number): Response {
		return this.#challenge(now, "Enter the administrator's password again");
	}

	/** Sets or changes the password; `undefined` when that is done. Whoever asks must have passed `refusal`. */
	change(request: Request, now: number, wanted: string, old?: string): Response | undefined {
		const { armed, state } = this;
		if (state === "login" && !armed) {
			const problem = this.#judgeOld(request.address, now, old);
			if (problem !== undefined) return problem;
		}
		if (!isLongEnough(wanted)) return refused({ new: `${PASSWORD_MINIMUM} to ${PASSWORD_MAXIMUM} characters` });
		if (!this.#keep(wanted)) return later(503, "The password cannot be stored", STORAGE_PAUSE);
		this.#options.setup.disarm();
		const deed = state === "login" ? "changed" : "set";
		this.#options.log.note("info", `Password of the control page ${deed} from ${request.address}`);
		this.#options.audit.note("password", request.address, `Password of the control page ${deed}`);
		return undefined;
	}

	/** Sets the password from the command line; false where it is too short or too long, or cannot be stored. */
	set(password: string): boolean {
		return isLongEnough(password) && (this.#isRight(password) || this.#keep(password));
	}

	/** Forgets the password. */
	forget(): void {
		this.#options.host.storage.delete(PASSWORD_KEY);
		this.#secrets = undefined;
		this.#digest = undefined;
	}

	#authenticate(request: Request, now: number): Response | Admission {
		const authorization = request.header("authorization");
		// Credentials for another realm, such as that of the password before this one, are no try.
		if (authorization === undefined || !authorization.includes(this.#realm))
			return this.#challenge(now, "Log in as admin");
		const wait = this.#guesses.wait(request.address, now);
		if (wait > 0) return tooMany(wait);
		const { method, target: uri } = request;
		const verification = this.#digest!.verify({ authorization, method, uri, now }, (username) =>
			username === USER ? this.#secrets : undefined,
		);
		switch (verification.result) {
			case "accepted":
				this.#guesses.succeeded(request.address);
				// Whoever goes on with the same nonce has been noted.
				if (verification.freshness < Number.POSITIVE_INFINITY)
					this.#options.audit.note("login", request.address, "Logged in to the control page");
				return verification.freshness <= PROOF_LIFETIME ? "fresh" : "known";
			case "stale":
				return this.#challenge(now, "Log in again", true);
			case "refused":
				this.#blame(request.address, now);
				return this.#challenge(now, "The user name or the password is wrong");
		}
	}

	/** Whoever sits at a page that is logged in might guess, too. Log-ins of the page must not forgive that. */
	#judgeOld(address: string, now: number, old: string | undefined): Response | undefined {
		if (old === undefined) return refused({ old: "the present password" });
		const culprit = `${address}, old`;
		const wait = this.#guesses.wait(culprit, now);
		if (wait > 0) return tooMany(wait);
		if (this.#isRight(old)) return undefined;
		this.#blame(address, now, culprit);
		return refused({ old: "is wrong" });
	}

	#challenge(now: number, sentence: string, stale = false): Response {
		let fields = "";
		for (const challenge of this.#digest!.challenges(now, stale)) fields += `WWW-Authenticate: ${challenge}\r\n`;
		return failure(401, sentence, fields);
	}

	#blame(address: string, now: number, culprit = address): void {
		this.#guesses.failed(culprit, now);
		this.#options.audit.note("login-refused", address, "Wrong password for the control page");
		if (!this.#lines.take(now)) {
			this.#silenced += 1;
			return;
		}
		const others = this.#silenced === 0 ? "" : `, after ${this.#silenced} more tries`;
		this.#silenced = 0;
		this.#options.log.note("error", `Wrong password for the control page from ${address}${others}`);
	}

	#isRight(password: string): boolean {
		const secret = secretOf(this.#options.host.hash, "SHA-256", USER, this.#realm, password);
		return this.#secrets !== undefined && secret === this.#secrets["SHA-256"];
	}

	#keep(password: string): boolean {
		const { hash, token, storage } = this.#options.host;
		const salt = token();
		const secrets = ALGORITHMS.map((algorithm) => secretOf(hash, algorithm, USER, realmOf(salt), password));
		const stored = [salt, ...secrets].join(" ");
		try {
			storage.write(PASSWORD_KEY, stored);
		} catch {
			// The flash is full or worn out: the password before this one goes on counting.
			return false;
		}
		this.#adopt(stored);
		return true;
	}

	/** From now on this one counts. Its realm is a new one, and all nonces of the one before are worth nothing. */
	#adopt(stored: string): void {
		const [salt, sha256, md5] = stored.split(" ");
		const { hash, token } = this.#options.host;
		this.#realm = realmOf(salt!);
		this.#secrets = { "SHA-256": sha256, MD5: md5 };
		this.#digest = new DigestServer({
			realm: this.#realm,
			hash,
			token,
			algorithms: ALGORITHMS,
			qop: "auth",
			nonceLifetime: NONCE_LIFETIME,
		});
	}
}

function isLongEnough(password: string): boolean {
	return password.length >= PASSWORD_MINIMUM && password.length <= PASSWORD_MAXIMUM;
}

function realmOf(salt: string): string {
	return `SIP doorbell ${salt}`;
}

function tooMany(wait: number): Response {
	return later(429, "Too many wrong passwords: wait a moment", wait);
}
