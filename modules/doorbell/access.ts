import { type Code, Lock, type Verdict } from "./lock.ts";
import type { Outbox } from "./outbox.ts";
import type { Outputs } from "./outputs.ts";

/** Carries out what the lock decides, and lets both sides hear it. */
export class Access {
	#lock: Lock;
	#outputs: Outputs;
	#outbox: Outbox;

	constructor(codes: readonly Code[], outputs: Outputs, outbox: Outbox) {
		this.#lock = new Lock(codes);
		this.#outputs = outputs;
		this.#outbox = outbox;
	}

	get deadline(): number {
		return this.#lock.deadline;
	}

	configure(codes: readonly Code[]): void {
		this.#lock.configure(codes);
	}

	/** A call is answered; `placed` says that the doorbell placed it. */
	begin(placed: boolean): void {
		this.#lock.begin(placed);
	}

	/** The call is over. */
	end(now: number): void {
		if (this.#lock.end(now) === "wrong") this.#outbox.error("Wrong code entered on the phone");
	}

	/** A key of the phone; true when the door was opened by it. Digits are never logged: they are the key. */
	digit(digit: string, now: number): boolean {
		this.#outbox.info("A key was pressed on the phone");
		return this.#judge(this.#lock.enter(digit, now), now);
	}

	/** Ends an entry whose pause is over; true when the door was opened by it. */
	expire(now: number): boolean {
		return now >= this.#lock.deadline && this.#judge(this.#lock.expire(now), now);
	}

	/** Opens without a code: the page asked for it. */
	openDoor(now: number): void {
		this.#outbox.info("Door opened from the control page");
		this.#outputs.openDoor(now);
	}

	#judge(verdict: Verdict, now: number): boolean {
		switch (verdict) {
			case "pending":
				return false;
			case "door":
				this.#outbox.info("Door opened by a code from the phone");
				this.#outputs.openDoor(now);
				this.#tone("accepted");
				return true;
			case "light":
				this.#outputs.useLight(now);
				this.#outbox.info(`Light switched ${this.#outputs.light ? "on" : "off"} by a code from the phone`);
				this.#tone("accepted");
				return false;
			case "wrong":
				this.#outbox.error("Wrong code entered on the phone");
				this.#tone("refused");
				return false;
			case "locked":
				this.#outbox.error("Code refused: too many wrong codes");
				this.#tone("refused");
				return false;
		}
	}

	#tone(tone: "accepted" | "refused"): void {
		this.#outbox.push({ type: "tone", tone, to: "visitor" }, { type: "tone", tone, to: "phone" });
	}
}
