import { parseCommandSequence } from "./command-sequence.ts";
import { Headers } from "./headers.ts";
import { parseNameAddress } from "./name-address.ts";
import { utf8Length } from "./octets.ts";

export { type CommandSequence, parseCommandSequence } from "./command-sequence.ts";
export { MESSAGE_LIMIT, type ParseFailure, type ParseResult, type Problem, parseMessage } from "./message-parser.ts";
export { utf8Length };

export interface Request {
	readonly type: "request";
	readonly method: string;
	/** The Request-URI, as received. */
	readonly uri: string;
	readonly headers: Headers;
	readonly body: string;
}

export interface Response {
	readonly type: "response";
	readonly status: number;
	readonly reason: string;
	readonly headers: Headers;
	readonly body: string;
}

/** A SIP message (RFC 3261 §7). */
export type Message = Request | Response;

/** Builds a request. The transaction layer adds Via. */
export function request(method: string, uri: string, headers: Headers, body = ""): Request {
	return { type: "request", method, uri, headers, body };
}

/** Builds a response with what RFC 3261 §8.2.6 takes over from the request, byte for byte. The To tag is the caller's matter. */
export function response(request: Request, status: number, reason: string): Response {
	const headers = new Headers();
	headers.copy("Via", request.headers);
	headers.copy("From", request.headers);
	headers.copy("To", request.headers);
	headers.copy("Call-ID", request.headers);
	headers.copy("CSeq", request.headers);
	if (status === 100) headers.copy("Timestamp", request.headers);
	return { type: "response", status, reason, headers, body: "" };
}

/** The tag in To; `undefined` in a message that is not yet part of a dialog (RFC 3261 §12). */
export function toTag({ headers }: Message): string | undefined {
	return parseNameAddress(headers.get("To")!)?.tag;
}

/** The tag in From; "" for a peer of RFC 2543, which needs none. */
export function fromTag({ headers }: Message): string {
	return parseNameAddress(headers.get("From")!)!.tag ?? "";
}

/** The number in CSeq, which every message has that was taken or made here. */
export function sequenceOf({ headers }: Message): number {
	return parseCommandSequence(headers.get("CSeq"))!.number;
}

/** Puts our tag into the To of a response, unless the request brought it along (RFC 3261 §8.2.6.2). */
export function addTag(response: Response, tag: string): void {
	if (toTag(response) === undefined) response.headers.set("To", `${response.headers.get("To")};tag=${tag}`);
}

/** The message as it goes over the wire, its Content-Length set to the bytes of the body. */
export function formatMessage(message: Message): string {
	const { headers, body } = message;
	headers.set("Content-Length", body === "" ? "0" : `${utf8Length(body)}`);
	const startLine =
		message.type === "request"
			? `${message.method} ${message.uri} SIP/2.0`
			: `SIP/2.0 ${message.status} ${message.reason}`;
	return `${startLine}\r\n${headers.toString()}\r\n${body}`;
}
