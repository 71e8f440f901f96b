/** The name by which the page is opened in the house: http://doorbell.local */
export const HOUSE_NAME = "doorbell";
/** Names that are tried where others have them: doorbell, doorbell-2 and so on. */
export const NAME_TRIES = 9;
/** Questions of the house that are looked at in one second: there are houses full of devices that ask all the time. */
export const QUESTIONS_PER_SECOND = 20;

const HEADER_LENGTH = 12;
/** Longest message that is looked at: what fits in one packet (RFC 6762 §17). */
const MESSAGE_LIMIT = 1_472;
/** Flag of responses, in the third byte. */
const RESPONSE = 0x80;
const SECOND = 1_000;

/** Which name the board has in the house (RFC 6762 §9), and which messages about names matter. */
export class HouseName {
	#tries = 1;
	#claimed = false;
	#since = Number.NEGATIVE_INFINITY;
	#heard = 0;

	get name(): string {
		return this.#tries === 1 ? HOUSE_NAME : `${HOUSE_NAME}-${this.#tries}`;
	}

	/** Begins anew: the house may be another one. */
	begin(): void {
		this.#tries = 1;
		this.#claimed = false;
	}

	/** The name is ours. */
	claimed(): void {
		this.#claimed = true;
	}

	/** Another one has the name: false when no more names are tried. */
	taken(): boolean {
		if (this.#tries === NAME_TRIES) return false;
		this.#tries += 1;
		return true;
	}

	/** Whether a message matters: questions always, answers of others while a name is being claimed; and not too many. */
	hears(message: Uint8Array, now: number): boolean {
		if (message.length < HEADER_LENGTH || message.length > MESSAGE_LIMIT) return false;
		if (this.#claimed && ((message[2] ?? 0) & RESPONSE) !== 0) return false;
		if (now >= this.#since + SECOND) {
			this.#since = now;
			this.#heard = 0;
		}
		this.#heard += 1;
		return this.#heard <= QUESTIONS_PER_SECOND;
	}
}
