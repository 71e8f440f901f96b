import type { WireLine } from "./protocol.ts";

/** Messages that are kept for pages that open later. */
export const WIRE_LIMIT = 100;
/** Characters of a message that are shown. */
export const WIRE_TEXT_LIMIT = 4_000;

/** The last SIP messages, of both ends. */
export class WireLog {
	readonly #lines: WireLine[] = [];
	#last = 0;

	get lines(): readonly WireLine[] {
		return this.#lines;
	}

	add(line: Omit<WireLine, "id">): WireLine {
		this.#last += 1;
		const kept = { ...line, id: this.#last, text: line.text.slice(0, WIRE_TEXT_LIMIT) };
		if (this.#lines.length === WIRE_LIMIT) this.#lines.shift();
		this.#lines.push(kept);
		return kept;
	}
}
