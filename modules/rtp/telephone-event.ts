import type { Header } from "./packet.ts";

/**
 * Payload of a telephone event (RFC 4733 §2.3):
 *
 *     +---------------+-+-+-----------+-------------------------------+
 *     |     event     |E|R|  volume   |   duration, in timestamps     |
 *     +---------------+-+-+-----------+-------------------------------+
 */
export const EVENT_LENGTH = 4;
export const EVENT_END = 0x80;

/** The keys by event code (RFC 4733 §3.2). */
export const KEYS: readonly string[] = Object.freeze("0123456789*#ABCD".split(""));

/** For how many milliseconds after its last packet a press is remembered, to know its stragglers. */
const MEMORY = 2000;
/** An event whose end got lost is over after so many milliseconds without packets. */
const SILENCE = 150;
/** Pause between two presses of one key, at least, in milliseconds and in samples: no finger or dialler is faster. */
const PAUSE = 40;
const PAUSE_SAMPLES = 320;

/** One event as its packets tell it; made once and used again and again. */
class Press {
	event = -1;
	ssrc = 0;
	timestamp = 0;
	duration = 0;
	ended = false;
	/** When its last packet came. */
	seen = 0;
}

/**
 * Hears keys in telephone events (RFC 4733), each exactly once and as early as can be: with the first packet, whatever
 * it says. The others of the same source, timestamp and event are known again and ignored, in any order. Time decides
 * the rest, therefore there is nothing to expire.
 */
export class TelephoneEventReceiver {
	readonly #presses: readonly Press[] = [new Press(), new Press(), new Press(), new Press()];
	#latest = 0;

	/** The key that this packet tells first; `undefined` when it is known already, or is none. */
	receive(packet: Uint8Array, header: Header, now: number): string | undefined {
		const offset = header.payloadOffset;
		const event = packet[offset]!;
		if (header.payloadLength < EVENT_LENGTH || event >= KEYS.length) return undefined;
		const ended = (packet[offset + 1]! & EVENT_END) !== 0;
		const duration = (packet[offset + 2]! << 8) | packet[offset + 3]!;
		let press = this.#find(event, header, now);
		const known = press !== undefined || this.#continues(event, header, duration, ended, now);
		if (press === undefined) {
			this.#latest = (this.#latest + 1) % this.#presses.length;
			press = this.#presses[this.#latest]!;
			press.event = event;
			press.ssrc = header.ssrc;
			press.timestamp = header.timestamp;
			press.duration = 0;
			press.ended = false;
		}
		if (duration > press.duration) press.duration = duration;
		if (ended) press.ended = true;
		press.seen = now;
		return known ? undefined : KEYS[event];
	}

	#find(event: number, header: Header, now: number): Press | undefined {
		for (let index = 0; index < this.#presses.length; index++) {
			const press = this.#presses[index]!;
			if (press.event !== event || press.timestamp !== header.timestamp || press.ssrc !== header.ssrc) continue;
			if (now - press.seen <= MEMORY) return press;
		}
		return undefined;
	}

	/** Is it the latest press under another timestamp? */
	#continues(event: number, header: Header, duration: number, ended: boolean, now: number): boolean {
		const latest = this.#presses[this.#latest]!;
		if (latest.event !== event || latest.ssrc !== header.ssrc) return false;
		const quiet = now - latest.seen;
		const pause = (header.timestamp - latest.timestamp - latest.duration) | 0;
		const adjoins = pause >= -latest.duration && pause <= PAUSE_SAMPLES;
		// A long press goes on as a new event where the old one is full (RFC 4733 §2.5.1.3).
		if (adjoins && !latest.ended && quiet < SILENCE) return true;
		// Boxes in between write timestamps anew, some in the middle of an event: no press begins with its end.
		return quiet < PAUSE && (adjoins || ended || duration > latest.duration);
	}
}
