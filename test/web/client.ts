/** A client of the API without a network: requests in, responses out, bodies sent and read in pieces. */

import { DigestClient } from "../../modules/auth/digest-client.ts";
import type { Handler, Request, Response, Sink, Source } from "../../modules/http/exchange.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { hash } from "../support/hash.ts";

export interface Asked {
	/** A value becomes JSON; bytes and texts go as they are. */
	readonly body?: unknown;
	/** By lower-case names; `undefined` leaves one out that is sent otherwise. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
	readonly address?: string;
	readonly now?: number;
}

/** What came back. */
export class Reply {
	readonly status: number;
	readonly fields: string;
	readonly text: string;
	readonly bytes: Uint8Array | undefined;

	constructor({ status, fields = "", body }: Response, now: number) {
		this.status = status;
		this.fields = fields;
		const all = typeof body === "object" && "read" in body ? drain(body, now) : body;
		this.bytes = typeof all === "object" ? all : undefined;
		this.text = typeof all === "string" ? all : "";
	}

	get json() {
		return JSON.parse(this.text);
	}

	/** Value of a header field, the first of equals. */
	field(name: string): string | undefined {
		return this.all(name)[0];
	}

	all(name: string): string[] {
		const lines = this.fields.split("\r\n").filter((line) => line.startsWith(`${name}: `));
		return lines.map((line) => line.slice(name.length + 2));
	}
}

export class Client {
	readonly #handler: Handler;
	readonly #password: string | undefined;
	#digest = new DigestClient({ hash, token: () => "c0ffee" });

	/** With a password it answers challenges, as browsers and curl do. */
	constructor(handler: Handler, password?: string) {
		this.#handler = handler;
		this.#password = password;
	}

	/** "GET /path?query"; sends a body with all that is not GET or HEAD. */
	ask(line: string, asked: Asked = {}): Reply {
		const { address = "192.0.2.9", now = 0, body } = asked;
		const [method = "", target = ""] = line.split(" ");
		const reply = this.#exchange(method, target, this.#headers(method, target, asked), body, address, now);
		if (reply.status !== 401 || this.#password === undefined) return reply;
		this.#digest.challenge(reply.all("WWW-Authenticate"));
		return this.#exchange(method, target, this.#headers(method, target, asked), body, address, now);
	}

	/** The response as it is, its source not yet read. */
	open(target: string, headers: Asked["headers"] = {}): Response {
		const answer = this.#handler.handle(request("GET", target, { host: "door.local", ...headers }, "192.0.2.9"), 0);
		if (!("status" in answer)) throw new Error("wants a body");
		return answer;
	}

	/** Begins a request and hands out what takes its body. */
	begin(line: string, { headers, address = "192.0.2.9", now = 0 }: Asked = {}): Response | Sink {
		const [method = "", target = ""] = line.split(" ");
		return this.#handler.handle(request(method, target, this.#headers(method, target, { headers }), address), now);
	}

	#headers(method: string, target: string, { headers }: Asked): Readonly<Record<string, string | undefined>> {
		const authorization =
			this.#password && this.#digest.authorize({ username: "admin", password: this.#password, method, uri: target });
		const type = method === "GET" || method === "HEAD" ? {} : { "content-type": "application/json" };
		return { host: "door.local", ...type, ...(authorization ? { authorization } : {}), ...headers };
	}

	#exchange(
		method: string,
		target: string,
		headers: Asked["headers"],
		body: unknown,
		address: string,
		now: number,
	): Reply {
		const answer = this.#handler.handle(request(method, target, headers ?? {}, address), now);
		return new Reply("status" in answer ? answer : send(answer, bytesOf(body), now), now);
	}
}

function request(method: string, target: string, headers: NonNullable<Asked["headers"]>, address: string): Request {
	const [path = "", query = ""] = target.split("?");
	return { method, target, path, query, address, header: (name) => headers[name] };
}

function bytesOf(body: unknown): Uint8Array {
	if (body === undefined) return new Uint8Array(0);
	if (body instanceof Uint8Array) return body;
	return utf8.encode(typeof body === "string" ? body : JSON.stringify(body));
}

/** In two pieces, from a buffer that is used again, as a connection does it. */
function send(sink: Sink, bytes: Uint8Array, now: number): Response {
	const half = Math.ceil(bytes.length / 2);
	const buffer = new Uint8Array(half);
	for (const part of [bytes.subarray(0, half), bytes.subarray(half)]) {
		if (part.length === 0) continue;
		buffer.set(part);
		const early = sink.write(buffer.subarray(0, part.length), now);
		buffer.fill(0);
		if (early !== undefined) return early;
	}
	return sink.end(now);
}

/** All that a source has until it ends or has nothing for now. */
export function drain(source: Source, now: number): string | Uint8Array {
	let text = "";
	const bytes: number[] = [];
	for (let piece = source.read(now); piece !== undefined && piece !== ""; piece = source.read(now)) {
		if (typeof piece === "string") text += piece;
		else for (const byte of piece) bytes.push(byte);
	}
	source.close();
	return bytes.length > 0 ? Uint8Array.from(bytes) : text;
}

/** What takes the body, where nothing was answered before it. */
export function sinkOf(answer: Response | Sink): Sink {
	if ("status" in answer) throw new Error(`answered ${answer.status} before the body`);
	return answer;
}
