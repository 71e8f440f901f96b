import { type BodyFraming, ChunkedFraming, LengthFraming } from "./body-framing.ts";
import type { Response, Sink } from "./exchange.ts";
import type { Limits } from "./limits.ts";
import { Progress } from "./progress.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { RequestHead } from "./request-head.ts";

/** Pieces of a chunked body that are taken in one go: a flood of tiny chunks shall not stop the sound. */
export const PIECES_AT_ONCE = 8;

const LONG_BODY = refusal(413, "The body is too long");

/** What ends a body: it is complete, it is broken or too long, or who takes it has answered already. */
export type BodyEnd = "complete" | Refusal | Response;

/** The body of one request after the other, on its way to whoever takes it (RFC 9112 §6). */
export class RequestBody {
	readonly #text: { decode(bytes: Uint8Array): string };
	readonly #coming: Progress;
	#framing: BodyFraming | undefined;
	/** Takes the body; `undefined` while one is thrown away. */
	#sink: Sink | undefined;
	#received = 0;
	#position = 0;

	constructor(text: { decode(bytes: Uint8Array): string }, limits: Limits) {
		this.#text = text;
		this.#coming = new Progress(limits.bodyTime, limits);
	}

	/** When the client is too slow; `Infinity` while nothing has to come. */
	get deadline(): number {
		return this.#coming.deadline;
	}

	/** Bytes of the body so far. */
	get received(): number {
		return this.#received;
	}

	/** How far `read` has come in the bytes given last. */
	get position(): number {
		return this.#position;
	}

	/** The head of a request is there, and who takes its body. Refuses one that is known to be too long. */
	begin({ hasBody, chunked, length }: RequestHead, sink: Sink | undefined, now: number): BodyEnd | undefined {
		this.#received = 0;
		this.#sink = sink;
		if (!hasBody) return "complete";
		if (sink !== undefined && length > sink.limit) return LONG_BODY;
		this.#framing = chunked ? new ChunkedFraming(this.#text) : new LengthFraming(length);
		this.#coming.begin(now);
		return undefined;
	}

	/** Takes so much of the bytes from `from` on as one step may, and says when the body has ended with that. */
	read(input: Uint8Array, from: number, now: number): BodyEnd | undefined {
		const framing = this.#framing!;
		this.#position = from;
		for (let pieces = 0; pieces < PIECES_AT_ONCE && this.#position < input.length; pieces++) {
			const start = framing.skip(input, this.#position);
			if (typeof start === "object") return start;
			const end = Math.min(input.length, start + framing.available);
			this.#position = end;
			if (end > start) {
				framing.take(end - start);
				const early = this.#take(start === 0 && end === input.length ? input : input.subarray(start, end), now);
				if (early !== undefined) return early;
			}
			if (framing.complete) return "complete";
		}
		return undefined;
	}

	/** Nothing more is awaited. Returns who has taken the body, to be asked for the response or to be told of the end. */
	end(): Sink | undefined {
		const sink = this.#sink;
		this.#sink = undefined;
		this.#framing = undefined;
		this.#coming.end();
		return sink;
	}

	#take(data: Uint8Array, now: number): BodyEnd | undefined {
		this.#received += data.length;
		this.#coming.advance(data.length, now);
		const sink = this.#sink;
		if (sink === undefined) return undefined;
		if (this.#received > sink.limit) return LONG_BODY;
		const response = sink.write(data, now);
		// Who has answered takes no more: the rest is thrown away.
		if (response !== undefined) this.#sink = undefined;
		return response;
	}
}
