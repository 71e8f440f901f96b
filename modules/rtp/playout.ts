import { Concealment, FRAME_MOST } from "./concealment.ts";
import type { Header } from "./packet.ts";
import { type Decoder, PacketRing, type Placed } from "./packet-ring.ts";

/** What the samples of one `read` are: all received, partly made up, or nothing to hear. */
export type Played = "audio" | "concealed" | "silence";

/** Longest piece that is left out at once, in samples. */
const CUT_MOST = 160;

/**
 * Plays packets by their time. There is a *position*, the timestamp that is played next, and every read moves it on;
 * where no packet covers it, sound is made up. All in samples.
 */
export class Playout {
	readonly #ring = new PacketRing();
	readonly #concealment = new Concealment();
	#position = 0;
	/** Samples to be made up before `position`. */
	#pause = 0;
	/** Something has been heard; and since the time was set. */
	#started = false;
	#fresh = false;
	#concealed = 0;
	/** Samples made up since the last packet. */
	#missing = 0;
	/** How much of the frame under way the concealment knows, and whether any of it is made up. */
	#kept = 0;
	#audible = false;

	/** Packets that are kept. */
	get packets(): number {
		return this.#ring.count;
	}

	/** Samples made up for missing ones. */
	get concealed(): number {
		return this.#concealed;
	}

	/** Something has been heard since the time was set: it may not be set again without harm. */
	get heard(): boolean {
		return !this.#fresh;
	}

	/** Nothing is to be heard: a pause between words, or made-up sound that has faded. */
	get quiet(): boolean {
		return this.#concealment.quiet;
	}

	/** Made-up sound is played, or has faded. */
	get interrupted(): boolean {
		return this.#concealment.alone;
	}

	get pausing(): boolean {
		return this.#pause > 0;
	}

	/** Samples until the turn of `timestamp`. */
	wait(timestamp: number): number {
		return ((timestamp - this.#position) | 0) + this.#pause;
	}

	/** Takes a packet, which must stay as it is from now on. */
	put(packet: Uint8Array, header: Header, timestamp: number, decoder: Decoder): Placed {
		return this.#ring.put(packet, header, timestamp, decoder);
	}

	/** What begins at `timestamp` is next. */
	resume(timestamp: number): void {
		this.#pause = 0;
		this.#position = timestamp;
	}

	/** Sets the time: what begins at `timestamp` waits for `wait` samples. */
	set(timestamp: number, wait: number): void {
		this.resume((timestamp - wait) | 0);
		this.#fresh = true;
		if (this.#started && !this.#concealment.alone) this.#concealment.begin();
	}

	/** Leaves out `count` samples, within bounds, or a pitch period for 0; returns how many. */
	cut(count: number): number {
		const lag = this.#concealment.alone ? 0 : this.#concealment.begin();
		let cut = count === 0 ? lag : count;
		if (cut > CUT_MOST) cut = CUT_MOST;
		this.#position = (this.#position + cut) | 0;
		return cut;
	}

	/** Makes up `count` samples, rounded up to whole pitch periods where sound is extended; returns how many. */
	extend(count: number): number {
		let extended = count;
		if (!this.#concealment.alone) {
			const lag = this.#concealment.begin();
			extended = Math.ceil(count / lag) * lag;
		}
		this.#pause += extended;
		return extended;
	}

	/** What was made up lately stood for nothing. */
	forgive(): void {
		this.#concealed -= this.#missing;
		this.#missing = 0;
	}

	/** Fills `samples`, which may be 20 ms long, from 0 to `count` with what is due. */
	read(samples: Int16Array, count: number): Played {
		if (samples.length > FRAME_MOST) throw new RangeError(`samples: ${samples.length}`);
		this.#kept = 0;
		this.#audible = false;
		let heard = false;
		for (let at = 0; at < count; ) {
			const gap = this.#gap();
			if (gap > 0) at = this.#makeUp(samples, at, gap < count - at ? at + gap : count);
			else {
				at = this.#hear(samples, at, count);
				heard = true;
			}
		}
		this.#concealment.remember(samples, this.#kept, count);
		if (heard) this.#fresh = false;
		if (this.#audible) return "concealed";
		return heard ? "audio" : "silence";
	}

	/** Forgets everything but the count. */
	reset(): void {
		this.#ring.clear();
		this.#concealment.reset();
		this.#started = false;
		this.#position = this.#pause = this.#missing = 0;
	}

	/** Samples to be made up before the next packet, `Infinity` when there is none. */
	#gap(): number {
		if (this.#pause > 0) return this.#pause;
		const ring = this.#ring;
		while (ring.count > 0) {
			const ahead = (ring.timestamp - this.#position) | 0;
			if (ahead + ring.length > 0) return ahead > 0 ? ahead : 0;
			ring.drop();
		}
		return Infinity;
	}

	/** Plays of the oldest packet what is due, up to `end` at most; returns how far. */
	#hear(samples: Int16Array, at: number, end: number): number {
		const ring = this.#ring;
		const concealment = this.#concealment;
		const past = (this.#position - ring.timestamp) | 0;
		const rest = ring.length - past;
		const count = rest < end - at ? rest : end - at;
		ring.decode(past, count, samples, at);
		if (count === rest) ring.drop();
		if (concealment.active) concealment.blend(samples, at, at + count);
		this.#position = (this.#position + count) | 0;
		this.#missing = 0;
		this.#started = true;
		return at + count;
	}

	/** Plays made-up sound from `at` to `end`, and returns that. */
	#makeUp(samples: Int16Array, at: number, end: number): number {
		const concealment = this.#concealment;
		if (this.#started && !concealment.alone) {
			if (at > this.#kept) concealment.remember(samples, this.#kept, at);
			this.#kept = at;
			concealment.begin();
		}
		const audible = concealment.fill(samples, at, end);
		if (audible > 0) this.#audible = true;
		if (this.#pause > 0) {
			this.#pause -= end - at;
			return end;
		}
		this.#concealed += audible;
		this.#missing += audible;
		this.#position = (this.#position + end - at) | 0;
		return end;
	}
}
