/** Who has the pin. The two that may wish for it are also bits of a set (hosts/esp32/audio/i2s_wiring.h). */
export const NOBODY = 0;
export const MICROPHONE = 1;
export const LOUDSPEAKER = 2;
export type PinUser = typeof NOBODY | typeof MICROPHONE | typeof LOUDSPEAKER;

/** Milliseconds from the loudspeaker's last word until the microphone gets the pin: pauses between words are shorter. */
export const HOLD = 400;
/**
 * Milliseconds from then until it is listened to: the swap waits for the block under way (20), the microphone wakes up
 * (60), its first block fills (20), and two frames make a cushion (40).
 */
export const SETTLING = 140;
/** Peak magnitude from which on a frame is a word: 36 dB below full scale. */
export const WORD = 520;

/** A word is at least so many times as loud as the noise of the line. */
const ABOVE_NOISE = 3;
/** The noise is taken to grow by this part in each frame without a quieter one: it doubles in about four seconds. */
const GROWTH = 1 / 256;
/** The least noise, and what it grows by at least. */
const STEP = 1;

/**
 * Microphone and loudspeaker that share a pin, of which only one can work at a time (M5 Atom Echo: the clock of the one is
 * the word select of the other). Says who has it; channels are swapped as it says. Passive.
 *
 * The loudspeaker gets the pin at the first word for it, and keeps it for the hold time after the last one, so that
 * nothing that the phone says is lost but what lies before its word. Otherwise the visitor is heard. Steady noise of
 * the line is no word for longer than some seconds, or else the visitor could never speak.
 */
export class SharedPin {
	#wishes = 0;
	#user: PinUser = NOBODY;
	/** When the present user got it. */
	#since = 0;
	/** Until when the loudspeaker speaks. */
	#speaksUntil = 0;
	#noise = STEP;

	get user(): PinUser {
		return this.#user;
	}

	/** `way` is in use from now on. */
	start(way: PinUser, now: number): void {
		this.#wishes |= way;
		this.#decide(now);
	}

	stop(way: PinUser, now: number): void {
		this.#wishes &= ~way;
		this.#decide(now);
	}

	/** A frame is about to be played, with this largest magnitude. To be told every 20 ms. */
	speak(peak: number, now: number): void {
		if (peak >= WORD && peak >= this.#noise * ABOVE_NOISE) this.#speaksUntil = now + HOLD;
		this.#noise = Math.max(STEP, Math.min(peak, this.#noise + Math.max(STEP, this.#noise * GROWTH)));
		this.#decide(now);
	}

	/** The microphone has the pin and has settled. */
	listens(now: number): boolean {
		return this.#user === MICROPHONE && now - this.#since >= SETTLING;
	}

	#decide(now: number): void {
		const both = MICROPHONE | LOUDSPEAKER;
		const spoken = now < this.#speaksUntil ? LOUDSPEAKER : MICROPHONE;
		const user = this.#wishes === both ? spoken : (this.#wishes as PinUser);
		if (user === this.#user) return;
		this.#user = user;
		this.#since = now;
	}
}
