import { Connection, type ConnectionOptions } from "../../modules/http/connection.ts";
import type { Handler, Request, Response, Sink, Source } from "../../modules/http/exchange.ts";
import { utf8 } from "../../simulator/utf8.ts";

/** A room that nothing meets. */
const PLENTY = 100_000;

/** A connection with its client, who reads at once whatever is sent. */
export class Client {
	readonly connection: Connection;
	now = 0;
	/** What the client has read. */
	text = "";
	/** The longest piece that was sent. */
	longest = 0;

	constructor(answer: Handler | Handler["handle"], options: Partial<ConnectionOptions> = {}) {
		const handler = typeof answer === "function" ? { handle: answer } : answer;
		this.connection = new Connection({ handler, address: "192.0.2.7", text: utf8, now: 0, ...options });
	}

	/** Sends a text, in pieces of so many bytes, and reads what comes back. */
	send(text: string, size = PLENTY): this {
		return this.sendBytes(utf8.encode(text), size);
	}

	sendBytes(bytes: Uint8Array, size = PLENTY): this {
		for (let at = 0; at < bytes.length; at += size) {
			this.connection.receive(bytes.slice(at, at + size), this.now);
			this.read();
		}
		return this;
	}

	read(room = PLENTY): this {
		for (;;) {
			const bytes = this.connection.write(room, this.now);
			if (bytes === undefined && !this.connection.pending) return this;
			if (bytes === undefined) continue;
			this.longest = Math.max(this.longest, bytes.length);
			this.text += utf8.decode(bytes);
		}
	}

	/** Lets time pass, deadline by deadline. */
	wait(milliseconds: number): this {
		const end = this.now + milliseconds;
		while (this.connection.deadline <= end) {
			this.now = Math.max(this.now, this.connection.deadline);
			this.connection.expire(this.now);
			this.read();
		}
		this.now = end;
		return this;
	}

	/** What was read since the last time. */
	take(): string {
		const { text } = this;
		this.text = "";
		return text;
	}

	get closed(): boolean {
		return this.connection.closed;
	}
}

/** Status of a response. */
export function statusOf(text: string): number {
	return Number(text.slice(9, 12));
}

export function bodyOf(text: string): string {
	return text.slice(text.indexOf("\r\n\r\n") + 4);
}

/** A handler that tells what it was asked, in one line, with the body if there is one. */
export class Echo implements Handler {
	readonly requests: Request[] = [];
	limit = 1_000_000;
	aborted = 0;

	handle(request: Request): Sink {
		this.requests.push(request);
		return new Collector(this, request);
	}
}

class Collector implements Sink {
	readonly #echo: Echo;
	readonly #request: Request;
	#body = "";

	constructor(echo: Echo, request: Request) {
		this.#echo = echo;
		this.#request = request;
	}

	get limit(): number {
		return this.#echo.limit;
	}

	write(bytes: Uint8Array): undefined {
		this.#body += utf8.decode(bytes);
	}

	end(): Response {
		const { method, path, query } = this.#request;
		return { status: 200, fields: "Content-Type: text/plain\r\n", body: `${method} ${path} ${query} ${this.#body}` };
	}

	abort(): void {
		this.#echo.aborted += 1;
	}
}

/** A source of pieces that are put in while it is read; "" ends it. */
export class Pieces implements Source {
	readonly pieces: (string | Uint8Array)[];
	deadline = Number.POSITIVE_INFINITY;
	closed = 0;

	constructor(...pieces: readonly (string | Uint8Array)[]) {
		this.pieces = [...pieces];
	}

	read(): string | Uint8Array | undefined {
		return this.pieces.shift();
	}

	close(): void {
		this.closed += 1;
	}
}
