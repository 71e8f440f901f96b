import type { TimerHandle, Timers } from "../modules/host.ts";
import { KEYS } from "../modules/rtp/telephone-event.ts";

/** From one press to the next, milliseconds: UDP must not turn two of them round. */
export const KEY_PERIOD = 250;
/** Keys that wait at most. */
const WAITING = 32;

/** Presses keys by SIP INFO (RFC 6086), one after the other. */
export class InfoKeys {
	readonly #timers: Timers;
	readonly #send: (contentType: string, body: string) => void;
	#keys = "";
	#timer: TimerHandle | undefined;

	constructor(timers: Timers, send: (contentType: string, body: string) => void) {
		this.#timers = timers;
		this.#send = send;
	}

	press(keys: string): void {
		for (const key of keys) if (!KEYS.includes(key)) throw new RangeError(`key: ${key}`);
		if (this.#keys.length + keys.length > WAITING) throw new RangeError(`keys: more than ${WAITING}`);
		this.#keys += keys;
		if (!this.#timer) this.#next();
	}

	/** The call is over: what waits is not sent. */
	stop(): void {
		this.#timers.clear(this.#timer);
		this.#timer = undefined;
		this.#keys = "";
	}

	#next(): void {
		this.#timer = undefined;
		if (this.#keys === "") return;
		const key = this.#keys.charAt(0);
		this.#keys = this.#keys.slice(1);
		this.#timer = this.#timers.set(() => this.#next(), KEY_PERIOD);
		this.#send("application/dtmf-relay", `Signal=${key}\r\nDuration=160\r\n`);
	}
}
