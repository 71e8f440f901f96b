export type LogLevel = "info" | "error" | "sent" | "received";

/** One line for people. */
export interface LogEntry {
	/** Counts up from 1 since the start. */
	readonly id: number;
	/** Milliseconds since 1970, or `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	readonly level: LogLevel;
	readonly text: string;
}

/** Entries kept. */
export const LOG_LIMIT = 100;
/** Characters of one entry's text; longer ones are cut. */
export const TEXT_LIMIT = 160;
/** Characters of all entries together: what the board's memory has for the log. */
export const SIZE_LIMIT = 7_000;

const SEPARATOR = "\t";
/** Names of callers come from outside and must neither end a line nor command a terminal. */
const CONTROL = /[\0-\x1f\x7f-\x9f]/;

/**
 * What happened, for people: the last entries within bounds of number and size.
 *
 * Each entry is one packed string, because on XS a string takes one slot and an object with four properties six.
 */
export class Log {
	#lines: string[] = [];
	#next = 1;
	#size = 0;

	/** Adds an entry; the oldest ones go when there is no room. */
	add(level: LogLevel, text: string, time: number | undefined): LogEntry {
		const entry: LogEntry = { id: this.#next++, time, level, text: printable(text.slice(0, TEXT_LIMIT)) };
		const line = `${entry.time ?? ""}${SEPARATOR}${level}${SEPARATOR}${entry.text}`;
		this.#lines.push(line);
		this.#size += line.length;
		while (this.#lines.length > LOG_LIMIT || this.#size > SIZE_LIMIT) this.#size -= this.#lines.shift()!.length;
		return entry;
	}

	/** Number of the newest entry; 0 when there is none. */
	get last(): number {
		return this.#next - 1;
	}

	/** The oldest kept entry whose number is above `id`; `undefined` when there is none. */
	after(id: number): LogEntry | undefined {
		const first = this.#next - this.#lines.length;
		const index = Math.max(0, id + 1 - first);
		const line = this.#lines[index];
		if (line === undefined) return undefined;
		const [time, level, text] = line.split(SEPARATOR);
		return { id: first + index, time: time ? Number(time) : undefined, level: level as LogLevel, text: text! };
	}
}

function printable(text: string): string {
	return CONTROL.test(text) ? text.replace(/[\0-\x1f\x7f-\x9f]/g, " ") : text;
}
