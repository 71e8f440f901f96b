import type { Request, Response, Source } from "../http/exchange.ts";
import { contents, later } from "./answers.ts";
import type { Device, Levels, LogEntry } from "./device.ts";
import { formatEntry } from "./lists.ts";
import { parameter, wholeNumber } from "./query.ts";

/** Streams at once; a page that gets none asks from time to time. */
export const EVENT_STREAM_LIMIT = 2;
/** Changes of the status are told together, so often at most. Milliseconds. */
export const STATUS_PAUSE = 250;
/** The status is told at least so often, for what changes without news: times and statistics. */
export const STATUS_INTERVAL = 30_000;
export const STATUS_INTERVAL_IN_CALL = 5_000;
export const LEVEL_INTERVAL = 200;
/** A stream in which nothing happens shows so often that it is alive. */
export const COMMENT_INTERVAL = 15_000;
/** When to try again where no stream is free. */
const RETRY_AFTER = 30_000;

/** The streams of server-sent events (HTML §9.2), one for each page, of which there are few. */
export class EventStreams {
	readonly #device: Device;
	readonly #limit: number;
	#open = 0;
	#statusNumber = 0;

	constructor(device: Device, limit = EVENT_STREAM_LIMIT) {
		this.#device = device;
		this.#limit = limit;
	}

	/** The device has something to tell. The streams tell it when they are read next, which the driver sees to. */
	news(): void {
		// The log has its numbers; of the status we number the versions.
		this.#statusNumber += 1;
	}

	/** Version of the status. */
	get statusNumber(): number {
		return this.#statusNumber;
	}

	/** Answers a request for a stream, which goes on after the last event that the page has seen. */
	answer(request: Request): Response {
		if (this.#open >= this.#limit) return later(503, "All live streams are taken", RETRY_AFTER);
		this.#open += 1;
		const last = request.header("last-event-id") ?? parameter(request.query, "last") ?? "";
		return contents("text/event-stream", new EventStream(this, this.#device, this.#cursorOf(last)));
	}

	/** A stream has ended. */
	leave(): void {
		this.#open -= 1;
	}

	/** Number of the log entry that was seen last; 0 where it was one of an earlier run. */
	#cursorOf(last: string): number {
		const dash = last.lastIndexOf("-");
		if (dash < 0 || last.slice(0, dash) !== this.#device.boot) return 0;
		return Math.min(wholeNumber(last.slice(dash + 1)) ?? 0, this.#device.log.last);
	}
}

/**
 * What one page is told. It keeps nothing that waits: only how far it has come in the log, which version of the status it
 * has seen, and when the next one of each kind is due.
 */
class EventStream implements Source {
	/** First of all, the status. */
	deadline = 0;
	readonly #streams: EventStreams;
	readonly #device: Device;
	#cursor: number;
	#statusNumber = -1;
	#statusAt = -Infinity;
	#levelAt = 0;
	#saidAt = 0;
	#closed = false;

	constructor(streams: EventStreams, device: Device, cursor: number) {
		this.#streams = streams;
		this.#device = device;
		this.#cursor = cursor;
	}

	read(now: number): string | undefined {
		const { levels, log } = this.#device;
		const statusAt = this.#statusDue(levels !== undefined);
		const levelAt = levels === undefined ? Infinity : this.#levelAt;
		const commentAt = this.#saidAt + COMMENT_INTERVAL;
		// On XS a call that is returned as it is leaves its own place on the stack to the next one.
		if (now >= statusAt) return this.#status(now);
		if (now >= levelAt) return this.#level(levels!, now);
		if (this.#cursor < log.last) return this.#entry(log.after(this.#cursor)!, now);
		if (now >= commentAt) return this.#said(":\n\n", now);
		this.deadline = Math.min(commentAt, statusAt, levelAt);
		return undefined;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#streams.leave();
	}

	#statusDue(inCall: boolean): number {
		if (this.#statusNumber !== this.#streams.statusNumber) return this.#statusAt + STATUS_PAUSE;
		return this.#statusAt + (inCall ? STATUS_INTERVAL_IN_CALL : STATUS_INTERVAL);
	}

	#status(now: number): string {
		this.#statusAt = now;
		this.#statusNumber = this.#streams.statusNumber;
		return this.#said(`event: status\ndata: ${JSON.stringify(this.#device.status)}\n\n`, now);
	}

	#level({ microphone, loudspeaker }: Levels, now: number): string {
		this.#levelAt = now + LEVEL_INTERVAL;
		return this.#said(`event: level\ndata: {"microphone":${microphone},"loudspeaker":${loudspeaker}}\n\n`, now);
	}

	#entry(entry: LogEntry, now: number): string {
		this.#cursor = entry.id;
		return this.#said(`event: log\nid: ${this.#device.boot}-${entry.id}\ndata: ${formatEntry(entry)}\n\n`, now);
	}

	/** There may be more to say at once. */
	#said(text: string, now: number): string {
		this.#saidAt = this.deadline = now;
		return text;
	}
}
