import { HEADER_LENGTH } from "./packet.ts";
import type { RtpSender } from "./sender.ts";
import { EVENT_END, EVENT_LENGTH, KEYS } from "./telephone-event.ts";

/** Samples between two packets of an event, as between those of sound. */
const STEP = 160;
/** A press in steps: the key sounds for 100 ms. */
const PRESS = 5;
/** The end is sent three times (RFC 4733 §2.5.1.4). */
const ENDS = 3;
/** Steps from one press to the next: after the ends, there is a pause. */
const PERIOD = PRESS + ENDS + 2;
/** −10 dBm0, as phones have it. */
const VOLUME = 10;
/** Keys that wait at most. */
const WAITING = 32;

/** Presses keys by telephone events (RFC 4733 §2.5.1), in the same stream as the sound that they replace meanwhile. */
export class TelephoneEventSender {
	/** The packet to send when `next` has returned true. Reused. */
	readonly packet = new Uint8Array(HEADER_LENGTH + EVENT_LENGTH);
	readonly #sender: RtpSender;
	#keys = "";
	#step = 0;
	#timestamp = 0;

	constructor(sender: RtpSender) {
		this.#sender = sender;
	}

	/** There are keys to send: call `next` in place of sending sound. */
	get busy(): boolean {
		return this.#keys !== "";
	}

	/** Presses `keys` one after the other. */
	press(keys: string): void {
		for (const key of keys) if (!KEYS.includes(key)) throw new RangeError(`key: ${key}`);
		if (this.#keys.length + keys.length > WAITING) throw new RangeError(`keys: more than ${WAITING}`);
		this.#keys += keys;
	}

	/** The next 20 ms under `payloadType`; true when there is a packet to send. */
	next(payloadType: number): boolean {
		if (!this.busy) return false;
		const step = this.#step++;
		if (step === 0) this.#timestamp = this.#sender.timestamp;
		const sends = step < PRESS - 1 + ENDS;
		if (sends) this.#write(payloadType, step);
		this.#sender.skip(STEP);
		if (this.#step === PERIOD) {
			this.#step = 0;
			this.#keys = this.#keys.slice(1);
		}
		return sends;
	}

	#write(payloadType: number, step: number): void {
		const packet = this.packet;
		const last = step >= PRESS - 1;
		const duration = (last ? PRESS : step + 1) * STEP;
		packet[HEADER_LENGTH] = KEYS.indexOf(this.#keys.charAt(0));
		packet[HEADER_LENGTH + 1] = last ? EVENT_END | VOLUME : VOLUME;
		packet[HEADER_LENGTH + 2] = duration >> 8;
		packet[HEADER_LENGTH + 3] = duration;
		this.#sender.stamp(packet, payloadType, step === 0, this.#timestamp);
	}
}
