import type { Response, Source } from "./exchange.ts";
import { mayHaveBody, responseHead } from "./response-head.ts";

/** A text up to this size goes out in one piece with its head, in bytes: both fit into one segment. */
const JOINED = 1_024;
/** When a source is asked again that has nothing though its time has come, in milliseconds. */
const PATIENCE = 1_000;
const LINE_END = Object.freeze([13, 10]);

/** UTF-8; `decode` puts U+FFFD for bytes that are not UTF-8. */
export interface TextCodec {
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
}

/** What a response depends on of its request. */
interface Asked {
	readonly method: string;
	/** Of HTTP/1.0, which has no chunks: the end of a source is that of the connection. */
	readonly old: boolean;
}

/** What is to be sent to one client: bytes that are there, and a source of more. */
export class Outgoing {
	readonly #text: TextCodec;
	#queue: Uint8Array[] = [];
	/** What of the first piece has gone. */
	#position = 0;
	#source: Source | undefined;
	#chunks = false;
	#deadline = Number.POSITIVE_INFINITY;

	constructor(text: TextCodec) {
		this.#text = text;
	}

	/** Whether everything was taken. */
	get done(): boolean {
		return this.#queue.length === 0 && this.#source === undefined;
	}

	/** Whether bytes wait to be taken. */
	get waiting(): boolean {
		return this.#queue.length > 0;
	}

	/** Whether there is a source. */
	get streaming(): boolean {
		return this.#source !== undefined;
	}

	/** When the source may have something. */
	get deadline(): number {
		return this.#queue.length > 0 ? Number.POSITIVE_INFINITY : this.#deadline;
	}

	/** Queues a text. */
	say(text: string): void {
		this.#queue.push(this.#text.encode(text));
	}

	/** Queues a response; without a request that could be understood, one for HTTP/1.1. */
	start({ status, fields = "", body }: Response, asked: Asked | undefined, persistent: boolean, now: number): void {
		const headOnly = asked?.method === "HEAD" || !mayHaveBody(status);
		if (typeof body === "object" && "read" in body) {
			this.#source = body;
			this.#deadline = now;
			this.#chunks = asked?.old !== true;
			const length = this.#chunks && mayHaveBody(status) ? "chunked" : undefined;
			this.say(responseHead(status, fields, length, persistent));
			if (headOnly) this.#closeSource();
			return;
		}
		const bytes = typeof body === "string" ? this.#text.encode(body) : body;
		const length = mayHaveBody(status) ? (bytes?.length ?? 0) : undefined;
		const head = responseHead(status, fields, length, persistent);
		if (bytes === undefined || headOnly || bytes.length === 0) {
			this.say(head);
		} else if (typeof body === "string" && bytes.length <= JOINED) {
			this.say(head + body);
		} else {
			this.say(head);
			this.#queue.push(bytes);
		}
	}

	/** Asks the source, if there is one, when nothing else waits. */
	fill(now: number): void {
		const source = this.#source;
		if (this.#queue.length > 0 || source === undefined) return;
		const piece = source.read(now);
		if (piece === undefined) {
			const { deadline } = source;
			this.#deadline = deadline > now ? deadline : now + PATIENCE;
		} else if (piece.length > 0) {
			const bytes = typeof piece === "string" ? this.#text.encode(piece) : piece;
			this.#deadline = now;
			this.#queue.push(this.#chunks ? this.#chunk(bytes) : bytes);
		} else {
			if (this.#chunks) this.say("0\r\n\r\n");
			this.#closeSource();
		}
	}

	/** The next bytes, `room` at most: a view of them, to be used at once. */
	take(room: number): Uint8Array | undefined {
		const first = this.#queue[0];
		if (first === undefined || room < 1) return undefined;
		const from = this.#position;
		const end = from + room;
		if (end < first.length) {
			this.#position = end;
			return first.subarray(from, end);
		}
		this.#position = 0;
		this.#queue.shift();
		return from === 0 ? first : first.subarray(from);
	}

	/** Nothing more is to be sent. */
	close(): void {
		this.#queue = [];
		this.#closeSource();
	}

	#chunk(data: Uint8Array): Uint8Array {
		const size = this.#text.encode(`${data.length.toString(16)}\r\n`);
		const chunk = new Uint8Array(size.length + data.length + LINE_END.length);
		chunk.set(size);
		chunk.set(data, size.length);
		chunk.set(LINE_END, size.length + data.length);
		return chunk;
	}

	#closeSource(): void {
		const source = this.#source;
		this.#source = undefined;
		this.#deadline = Number.POSITIVE_INFINITY;
		source?.close();
	}
}
