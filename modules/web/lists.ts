/** The log and the trace as JSON, made entry by entry while they are sent. */

import type { Source } from "../http/exchange.ts";
import type { LogEntry, Ring, TraceMessage } from "./device.ts";

/** Characters of one piece, after which the next entry waits for the next piece. */
const PIECE = 1_000;

/** A list of what a ring keeps above a number, with what stands before and after it. */
export class ListSource<Entry extends { readonly id: number }> implements Source {
	readonly deadline = 0;
	readonly #ring: Ring<Entry>;
	readonly #format: (entry: Entry) => string;
	/** What is added while this is sent comes with the next request. */
	readonly #last: number;
	#cursor: number;
	#before: string;
	#ended = false;

	/** `head` ends with "[", and what it opens is closed by "]}". */
	constructor(ring: Ring<Entry>, since: number, head: string, format: (entry: Entry) => string) {
		this.#ring = ring;
		this.#cursor = since;
		this.#last = ring.last;
		this.#before = head;
		this.#format = format;
	}

	read(): string {
		if (this.#ended) return "";
		let piece = "";
		while (piece.length < PIECE) {
			const entry = this.#cursor < this.#last ? this.#ring.after(this.#cursor) : undefined;
			if (entry === undefined || entry.id > this.#last) {
				this.#ended = true;
				// Where there was no entry at all, the head has not been sent yet.
				return `${piece}${this.#before === "," ? "" : this.#before}]}`;
			}
			piece += this.#before + this.#format(entry);
			this.#before = ",";
			this.#cursor = entry.id;
		}
		return piece;
	}

	close(): void {
		this.#ended = true;
	}
}

/** A log entry in JSON, on one line. */
export function formatEntry({ id, time, level, text }: LogEntry): string {
	return JSON.stringify({ id, time: time ?? null, level, text });
}

/** A SIP message in JSON. */
export function formatMessage({ id, time, at, direction, local, remote, text }: TraceMessage): string {
	return JSON.stringify({
		id,
		time: time ?? null,
		at,
		direction,
		local: { address: local.address, port: local.port },
		remote: { address: remote.address, port: remote.port },
		text,
	});
}
