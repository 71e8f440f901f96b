/** What a server and its connections exchange, as types only. */

/** The head of a request (RFC 9112 §3), its target taken apart. */
export interface Request {
	readonly method: string;
	/** Request target as it came: what digest authentication signs. */
	readonly target: string;
	/** Path of the target, percent-decoded; always begins with "/" and has no dot segments. */
	readonly path: string;
	/** What stands behind "?", as it came; "" when there is nothing. */
	readonly query: string;
	/** Value of a header by its lower-case name, trimmed; `undefined` when it is not there, or is none that is kept. */
	header(name: string): string | undefined;
	/** Address of the client. */
	readonly address: string;
}

/** What is sent for a request. Content-Length, Connection and the like are the connection's. */
export interface Response {
	readonly status: number;
	/** Further header lines, each with its line end: "Content-Type: application/json\r\n". */
	readonly fields?: string;
	/** Text goes out as UTF-8. Bytes must not change any more. A source goes out chunked, as long as it has something. */
	readonly body?: string | Uint8Array | Source;
}

/** A body that is made while it is sent, so that it is never in memory as a whole. */
export interface Source {
	/**
	 * The next piece, of a kilobyte or so: text, or bytes that must not change any more; `undefined` when there is nothing
	 * now, "" when that was all.
	 */
	read(now: number): string | Uint8Array | undefined;
	/** When `read` may have something without having been woken; `Infinity` for never. */
	readonly deadline: number;
	/** Everything was sent, or the client has gone. Called once. */
	close(): void;
}

/** Takes the body of a request. */
export interface Sink {
	/** Most bytes that are taken; a body that is longer gets 413. */
	readonly limit: number;
	/** The next bytes, valid during the call. A response ends the request here and now. */
	write(bytes: Uint8Array, now: number): Response | undefined;
	/** The body is complete, or there was none. */
	end(now: number): Response;
	/** The client has gone, or the body was refused. */
	abort(): void;
}

/** Answers requests. */
export interface Handler {
	/** Called when the head is there, before any body: a response at once refuses the body. Never throws. */
	handle(request: Request, now: number): Response | Sink;
}
