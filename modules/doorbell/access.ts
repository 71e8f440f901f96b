import type { Caller, Code, CodeBook } from "./lock/code.ts";
import { Lock, NOBODY, titleOf, type Verdict } from "./lock/lock.ts";
import type { Outbox } from "./outbox.ts";
import type { AuditKind } from "./output.ts";
import type { Outputs } from "./outputs.ts";

/** How outputs are called at the beginning of a sentence. */
const NAMES = Object.freeze({ door: "Door", "second door": "Second door", light: "Light" });
const MINUTE = 60_000;

/** Carries out what the lock decides, and lets both sides hear and see it. */
export class Access {
	#lock: Lock;
	#outputs: Outputs;
	#outbox: Outbox;

	constructor(book: CodeBook, outputs: Outputs, outbox: Outbox) {
		this.#lock = new Lock(book);
		this.#outputs = outputs;
		this.#outbox = outbox;
	}

	get deadline(): number {
		return Math.min(this.#lock.deadline, this.#lock.tries.deadline);
	}

	/** How long strangers are locked out, milliseconds; 0 when they are not. */
	lockedOut(now: number): number {
		return this.#lock.tries.locked(NOBODY, now);
	}

	/** Takes over the wrong tries of an earlier run. */
	restore(tries: string, now: number): void {
		this.#lock.tries.restore(tries, now);
	}

	/** Codes may have changed. */
	configure(): void {
		this.#lock.begin(this.#lock.caller);
	}

	/** A call is answered. */
	begin(caller: Caller): void {
		this.#lock.begin(caller);
	}

	/** The call is over, or kept on hold. */
	end(now: number): void {
		const { caller } = this.#lock;
		const verdict = this.#lock.end(now);
		if (typeof verdict === "object" && "refused" in verdict) this.#note(verdict.refused, verdict.lockout, caller);
	}

	/** A key of the phone; true when a door was opened by it. Digits are never logged: they are the key. */
	digit(digit: string, now: number): boolean {
		this.#outbox.info("A key was pressed on the phone");
		return this.#judge(this.#lock.enter(digit, now), now);
	}

	/** Does what is due: ends an entry whose pause is over; true when a door was opened by it. */
	expire(now: number): boolean {
		if (this.#lock.tries.expire(now)) this.#remember();
		return now >= this.#lock.deadline && this.#judge(this.#lock.expire(now), now);
	}

	/** Opens without a code: the page asked for it, from the address `by`. */
	openDoor(door: "door" | "second door", now: number, by: string): void {
		const text = `${NAMES[door]} opened from the control page`;
		this.#outbox.info(text);
		this.#audit("opened", by, text);
		this.#outputs.pulse(door, now);
	}

	#judge(verdict: Verdict, now: number): boolean {
		if (verdict === "pending") return false;
		const refused = verdict === "locked" || "refused" in verdict;
		if (verdict === "locked") this.#outbox.error("Code refused: too many wrong codes");
		else if ("refused" in verdict) this.#note(verdict.refused, verdict.lockout, this.#lock.caller);
		const opened = !refused && this.#use(verdict, now);
		const tone = refused ? "refused" : "accepted";
		this.#outbox.push({ type: "tone", tone, to: "visitor" }, { type: "tone", tone, to: "phone" });
		this.#outputs.flash(tone, now);
		return opened;
	}

	/** Does what a code is for; true when it opened a door, which is noted before the door moves. */
	#use(code: Code, now: number): boolean {
		const { output, action } = code;
		const on = action === "pulse" || !this.#outputs.isOn(output);
		const opened = on && output !== "light";
		if (opened) {
			const reason = `${NAMES[output]} opened by ${titleOf(code)}`;
			this.#audit("opened", this.#lock.caller.source, reason);
		}
		if (action === "pulse") this.#outputs.pulse(output, now);
		else this.#outputs.switch(output, on);
		this.#outbox.info(`${NAMES[output]} ${deed(code, on)} by a code from the phone`);
		return opened;
	}

	/** A wrong entry. It is remembered before anybody learns that it was wrong. */
	#note(reason: string, lockout: number, { source, trust }: Caller): void {
		if (trust !== "placed") this.#remember();
		this.#audit("refused", source, reason);
		this.#outbox.error("Wrong code entered on the phone");
		if (lockout === 0) return;
		const minutes = Math.max(1, Math.round(lockout / MINUTE));
		this.#audit("locked", source, `Locked out for ${minutes} min after too many wrong codes`);
		this.#outbox.error("Too many wrong codes: this caller is locked out for a while");
	}

	#remember(): void {
		this.#outbox.push({ type: "remember", tries: this.#lock.tries.remembered });
	}

	#audit(kind: AuditKind, source: string, reason: string): void {
		this.#outbox.push({ type: "audit", kind, source, reason });
	}
}

function deed({ output, action }: Code, on: boolean): string {
	if (output === "light") return `switched ${on ? "on" : "off"}`;
	if (action === "pulse") return "opened";
	return on ? "opened for good" : "closed";
}
