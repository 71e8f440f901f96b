import type { Handler, Response, Sink } from "./exchange.ts";
import { HeadReader } from "./head-reader.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { Outgoing, type TextCodec } from "./outgoing.ts";
import { Progress } from "./progress.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type BodyEnd, RequestBody } from "./request-body.ts";
import { parseHead, type RequestHead } from "./request-head.ts";
import { CONTINUE, errorResponse } from "./response-head.ts";

const NOTHING = Object.freeze({ length: 0 });

const SLOW = refusal(408, "The request came too slowly");
const FAILED = refusal(500, "The doorbell could not do this");

export interface ConnectionOptions {
	readonly handler: Handler;
	/** Address of the client. */
	readonly address: string;
	/** Text to UTF-8 and back; `decode` puts U+FFFD for bytes that are not UTF-8. */
	readonly text: TextCodec;
	readonly now: number;
	readonly limits?: Limits;
}

/**
 * HTTP/1.1 for one client (RFC 9112): bytes and time in, bytes out.
 *
 * ```
 * head ──▶ body ──▶ answered ──▶ head     the response is out, and the connection persists
 *   │        │          └──────▶ closed
 *   └────────┴──▶ refused ─────▶ closed   what still comes in is thrown away, within bounds
 * ```
 */
export class Connection {
	readonly #handler: Handler;
	readonly #address: string;
	readonly #limits: Limits;
	readonly #text: TextCodec;
	readonly #headReader: HeadReader;
	readonly #outgoing: Outgoing;
	readonly #going: Progress;
	#state: "head" | "body" | "answered" | "refused" | "closed" = "head";
	/** What came in and was not looked at yet, from `#position` on. */
	#input: Uint8Array | typeof NOTHING = NOTHING;
	#position = 0;
	/** The request that has no response yet. */
	#head: RequestHead | undefined;
	/** Its body, when it has one or somebody waits for it. */
	#body: RequestBody | undefined;
	/** Bytes thrown away in "refused". */
	#drained = 0;
	#requests = 0;
	#persistent = true;
	/** Whether the present request has its response, of which some may still have to be sent. */
	#responding = false;
	/** When to give up waiting for a request, for the rest of its head, or for the client to close. */
	#waitUntil: number;
	#failure: unknown;

	constructor({ handler, address, text, now, limits = LIMITS }: ConnectionOptions) {
		this.#handler = handler;
		this.#address = address;
		this.#limits = limits;
		this.#text = text;
		this.#headReader = new HeadReader(text, limits);
		this.#outgoing = new Outgoing(text);
		this.#going = new Progress(limits.sendTime, limits);
		this.#waitUntil = now + limits.idleTime;
	}

	/** Whether bytes may be given to `receive`; before that, they are to be left where they are. */
	get hungry(): boolean {
		return this.#state !== "closed" && this.#position >= this.#input.length;
	}

	/** Whether `write` has bytes to look at that came in before: one call looks at so many only. */
	get pending(): boolean {
		return this.#position < this.#input.length && this.#state !== "answered";
	}

	/** Whether a request is being received, answered or refused; otherwise the connection may be given up for another. */
	get busy(): boolean {
		return this.#state !== "head" && this.#state !== "closed";
	}

	/** Heads of requests that came in so far, broken ones too. */
	get requests(): number {
		return this.#requests;
	}

	/** Whether the response comes from a source, which may have more at any time. */
	get streaming(): boolean {
		return this.#outgoing.streaming;
	}

	/** Everything was sent, or there is no point in sending more: the TCP connection is to be closed. */
	get closed(): boolean {
		return this.#state === "closed";
	}

	/** When `expire` or `write` matters next, in milliseconds; `Infinity` if never. */
	get deadline(): number {
		const bodyAt = this.#body?.deadline ?? Number.POSITIVE_INFINITY;
		return Math.min(this.#waitUntil, bodyAt, this.#going.deadline, this.#outgoing.deadline);
	}

	/** What the handler, a sink or a source has thrown since the last time, if anything. */
	takeFailure(): unknown {
		const failure = this.#failure;
		this.#failure = undefined;
		return failure;
	}

	/** Takes bytes from the client and keeps them: they must not change. Throws unless `hungry`. */
	receive(bytes: Uint8Array, now: number): void {
		if (this.#state === "closed" || bytes.length === 0) return;
		if (!this.hungry) throw new RangeError("Bytes for a connection that still has some");
		this.#input = bytes;
		this.#position = 0;
		if (this.#state === "answered") return;
		try {
			this.#work(now);
		} catch (error) {
			this.#fail(error, now);
		}
	}

	/**
	 * Goes on with what is there, and returns the next bytes to send: at most `room` of them, a view that is to be used at
	 * once. `undefined` when there are none now. To be called after `receive` and `expire`, also when there is no room.
	 */
	write(room: number, now: number): Uint8Array | undefined {
		if (this.#state === "closed") return undefined;
		try {
			if (this.pending) this.#work(now);
			// From here, not by `take`: what a source does may need much of the stack.
			this.#outgoing.fill(now);
			return this.#take(room, now);
		} catch (error) {
			this.#fail(error, now);
			return undefined;
		}
	}

	/** Does what is due; harmless when nothing is. */
	expire(now: number): void {
		if (now >= this.#going.deadline) this.close();
		else if (now >= this.#waitUntil || (this.#body !== undefined && now >= this.#body.deadline)) this.#giveUp(now);
	}

	/** The client has gone, or is to go. */
	close(): void {
		if (this.#state === "closed") return;
		this.#leave();
		this.#state = "closed";
		this.#going.end();
		try {
			this.#outgoing.close();
		} catch (error) {
			this.#failure = error;
		}
	}

	/** Something was awaited from the client for too long. */
	#giveUp(now: number): void {
		const begun = this.#state === "body" || this.#headReader.begun;
		if (begun && !this.#responding && this.#state !== "refused") this.#refuse(SLOW, now);
		else this.close();
	}

	/** What a handler, a sink or a source throws ends its request, and never more than this connection. */
	#fail(error: unknown, now: number): void {
		this.#failure = error;
		if (this.#responding) this.close();
		else this.#refuse(FAILED, now);
	}

	#work(now: number): void {
		const head = this.#state === "head" ? this.#readHead(now) : undefined;
		if (head !== undefined) this.#begin(head, now);
		if (this.#state === "body") this.#readBody(now);
		if (this.#state === "refused") this.#drain();
	}

	/** The head of the next request, or what is wrong with it; `undefined` while some of it is missing. */
	#readHead(now: number): RequestHead | Refusal | undefined {
		const input = this.#input as Uint8Array;
		if (!this.#headReader.begun) this.#waitUntil = now + this.#limits.headTime;
		const head = this.#headReader.read(this.#position === 0 ? input : input.subarray(this.#position));
		if (typeof head !== "string") {
			this.#empty();
			if (head !== undefined) this.#refuse(head, now);
			return undefined;
		}
		this.#waitUntil = Number.POSITIVE_INFINITY;
		this.#position += this.#headReader.used;
		if (this.#position >= input.length) this.#empty();
		return parseHead(head, this.#address, this.#limits);
	}

	#begin(head: RequestHead | Refusal, now: number): void {
		this.#requests += 1;
		this.#head = undefined;
		if ("error" in head) {
			this.#refuse(head, now);
			return;
		}
		this.#head = head;
		this.#persistent = head.persistent;
		const answer = this.#handler.handle(head, now);
		this.#state = "body";
		if ("status" in answer) {
			if (head.hasBody) this.#beginBody(head, undefined, now);
			this.#answerEarly(answer, now);
			return;
		}
		const end = this.#beginBody(head, answer, now);
		if (end !== undefined) this.#endBody(end, now);
		else if (head.expects && this.hungry) this.#outgoing.say(CONTINUE);
	}

	#beginBody(head: RequestHead, sink: Sink | undefined, now: number): BodyEnd | undefined {
		this.#body = new RequestBody(this.#text, this.#limits);
		return this.#body.begin(head, sink, now);
	}

	#readBody(now: number): void {
		const body = this.#body!;
		const end = body.read(this.#input as Uint8Array, this.#position, now);
		this.#position = body.position;
		if (end !== undefined) this.#endBody(end, now);
		if (this.hungry) this.#empty();
	}

	#endBody(end: BodyEnd, now: number): void {
		if (end !== "complete") {
			if ("error" in end) this.#refuse(end, now);
			else this.#answerEarly(end, now);
			return;
		}
		this.#state = "answered";
		const sink = this.#takeSink();
		if (sink !== undefined) this.#answer(sink.end(now), now);
	}

	/** A response before the body, or in the middle of it: a short rest is read, a long one ends the connection. */
	#answerEarly(response: Response, now: number): void {
		const { length, chunked, expects } = this.#head!;
		const rest = length - (this.#body?.received ?? 0);
		if (!chunked && rest === 0) this.#endBody("complete", now);
		else if (chunked || expects || rest > this.#limits.discard) this.#leave();
		this.#answer(response, now);
	}

	#answer(response: Response, now: number): void {
		this.#responding = true;
		this.#outgoing.start(response, this.#head, this.#persistent, now);
		this.#head = undefined;
		this.#going.begin(now);
	}

	#refuse(reason: Refusal, now: number): void {
		this.#leave();
		this.#answer(errorResponse(reason), now);
	}

	/** The response will be the last one. */
	#leave(): void {
		this.#state = "refused";
		this.#persistent = false;
		this.#headReader.clear();
		this.#waitUntil = Number.POSITIVE_INFINITY;
		this.#drained = 0;
		this.#abandonBody();
		this.#drain();
	}

	/** Throws away what came in. */
	#drain(): void {
		this.#drained += this.#input.length - this.#position;
		this.#empty();
		// `#waitUntil` is set when the response is out.
		if (this.#drained > this.#limits.drain && this.#waitUntil < Number.POSITIVE_INFINITY) this.close();
	}

	#empty(): void {
		this.#input = NOTHING;
		this.#position = 0;
	}

	#abandonBody(): void {
		try {
			this.#takeSink()?.abort();
		} catch (error) {
			this.#failure = error;
		}
	}

	/** Nothing more of the body is awaited. Returns who has taken it. */
	#takeSink(): Sink | undefined {
		const body = this.#body;
		this.#body = undefined;
		return body?.end();
	}

	#take(room: number, now: number): Uint8Array | undefined {
		const bytes = this.#outgoing.take(room);
		if (bytes !== undefined) this.#going.advance(bytes.length, now);
		if (this.#outgoing.waiting) this.#going.begin(now);
		else this.#going.end();
		if (this.#responding && this.#outgoing.done) this.#conclude(now);
		return bytes;
	}

	/** The response is out. */
	#conclude(now: number): void {
		if (this.#state === "answered") {
			this.#responding = false;
			this.#state = "head";
			this.#waitUntil = now + this.#limits.idleTime;
			if (!this.#persistent) this.close();
		} else if (this.#state === "refused" && this.#waitUntil === Number.POSITIVE_INFINITY) {
			this.#waitUntil = now + this.#limits.drainTime;
			this.#drain();
		}
	}
}
