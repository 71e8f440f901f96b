/** Forms of answers that everything in the API shares. */

import type { Response, Source } from "../http/exchange.ts";

/** On every answer of ours: nothing is sniffed, told to others, or shown in others' pages. */
export const COMMON_FIELDS =
	"X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n";
const CALL_FIELDS = `${COMMON_FIELDS}Cache-Control: no-store\r\n`;
const JSON_FIELDS = `${CALL_FIELDS}Content-Type: application/json\r\n`;

/** Done, and nothing to tell: 204. */
export function done(): Response {
	return { status: 204, fields: CALL_FIELDS };
}

/** It has begun and what comes of it is seen later: 202. */
export function begun(): Response {
	return { status: 202, fields: CALL_FIELDS };
}

/** 200 with a value, which has to be a fresh one: on XS those of a preloaded module cannot be turned into JSON. */
export function json(value: object): Response {
	return { status: 200, fields: JSON_FIELDS, body: JSON.stringify(value) };
}

/** 200 with JSON that is made while it is sent. */
export function jsonSource(body: Source): Response {
	return { status: 200, fields: JSON_FIELDS, body };
}

/** 200 with another type of contents; `name` is the file that a browser keeps it in. */
export function contents(type: string, body: string | Source, name?: string): Response {
	const disposition = name === undefined ? "" : `Content-Disposition: attachment; filename="${name}"\r\n`;
	return { status: 200, fields: `${CALL_FIELDS}Content-Type: ${type}\r\n${disposition}`, body };
}

/** What went wrong, in one plain sentence. `fields` are further header lines. */
export function failure(status: number, sentence: string, fields = ""): Response {
	return { status, fields: JSON_FIELDS + fields, body: JSON.stringify({ error: sentence }) };
}

/** 422: what is wrong with each field. */
export function refused(problems: Readonly<Record<string, string>>): Response {
	return { status: 422, fields: JSON_FIELDS, body: JSON.stringify({ errors: { ...problems } }) };
}

/** Come again after so many milliseconds. */
export function later(status: 429 | 503, sentence: string, delay: number): Response {
	return failure(status, sentence, `Retry-After: ${Math.ceil(delay / 1000)}\r\n`);
}
