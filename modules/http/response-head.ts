import type { Refusal } from "./refusal.ts";

/** Reason phrases of RFC 9110 §15 and RFC 6585 for what we answer; another status goes without one. */
const REASONS: ReadonlyMap<number, string> = new Map([
	[200, "OK"],
	[202, "Accepted"],
	[204, "No Content"],
	[304, "Not Modified"],
	[400, "Bad Request"],
	[401, "Unauthorized"],
	[403, "Forbidden"],
	[404, "Not Found"],
	[405, "Method Not Allowed"],
	[406, "Not Acceptable"],
	[408, "Request Timeout"],
	[409, "Conflict"],
	[413, "Content Too Large"],
	[414, "URI Too Long"],
	[415, "Unsupported Media Type"],
	[417, "Expectation Failed"],
	[422, "Unprocessable Content"],
	[429, "Too Many Requests"],
	[431, "Request Header Fields Too Large"],
	[500, "Internal Server Error"],
	[501, "Not Implemented"],
	[503, "Service Unavailable"],
	[505, "HTTP Version Not Supported"],
]);

/** What asks the client for the body (RFC 9110 §15.2.1). */
export const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

const ERROR_FIELDS = "Content-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n";

/** Whether a response with this status has a body (RFC 9110 §6.4.1). */
export function mayHaveBody(status: number): boolean {
	return status !== 204 && status !== 304;
}

/** Head of a response (RFC 9112 §4). `length` is that of the body, "chunked", or `undefined` where none is told. */
export function responseHead(
	status: number,
	fields: string,
	length: number | "chunked" | undefined,
	persistent: boolean,
): string {
	const framing =
		length === undefined
			? ""
			: length === "chunked"
				? "Transfer-Encoding: chunked\r\n"
				: `Content-Length: ${length}\r\n`;
	const closing = persistent ? "" : "Connection: close\r\n";
	const line = `HTTP/1.1 ${status} ${REASONS.get(status) ?? ""}\r\n`;
	// On XS, a template would copy what is there with every part.
	return line.concat(fields, framing, closing, "\r\n");
}

/** What a client gets whose request the handler never sees. */
export function errorResponse({ status, error }: Refusal) {
	return { status, fields: ERROR_FIELDS, body: `{"error":"${error}"}` };
}
