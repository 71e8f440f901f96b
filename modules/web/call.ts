/** What the calls of the API are made of. */

import type { Request, Response, Sink } from "../http/exchange.ts";
import type { Access } from "./access.ts";
import { failure } from "./answers.ts";
import type { Device } from "./device.ts";
import type { EventStreams } from "./events.ts";
import type { Body } from "./json-body.ts";

/** UTF-8 and back. */
export interface Text {
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
}

/** What the calls work on. */
export interface Parts {
	readonly device: Device;
	readonly access: Access;
	readonly events: EventStreams;
	readonly text: Text;
}

/** One request for a call. */
export interface Call {
	readonly request: Request;
	/** The number at the end of its path; 0 where it has none. */
	readonly number: number;
	/** Whether its proof of the password is a fresh one. */
	readonly fresh: boolean;
	/** What came with it; empty for one without a body. */
	readonly body: Body;
	readonly now: number;
}

export type Answer = (parts: Parts, call: Call) => Response;

/** What a member of a body must be; with "?" it may be left out, and such a number may be `null`. */
export type FieldType = "text" | "text?" | "toggle" | "toggle?" | "number" | "number?";

/** One line of the table of calls. */
export interface Route {
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Path, in which "{number}" stands for one. */
	readonly path: string;
	/** Whom it is for. Set-up is for everyone while the device is armed. */
	readonly who: "anyone" | "administrator" | "set-up";
	/** Answers, when the body is there. */
	readonly answer?: Answer;
	/** Members of its JSON body; the rest of it is ignored, or is the call's own matter. */
	readonly fields?: Readonly<Record<string, FieldType>>;
	/** Takes bytes as its body (application/octet-stream). */
	readonly receive?: (parts: Parts, request: Request) => Response | Sink;
}

const TYPES: Readonly<Record<string, { readonly is: string; readonly words: string }>> = Object.freeze({
	text: Object.freeze({ is: "string", words: "a text" }),
	toggle: Object.freeze({ is: "boolean", words: "true or false" }),
	number: Object.freeze({ is: "number", words: "a number" }),
});

/** 400 for a body whose members are not as they must be; `undefined` for one that is well. */
export function refuseFields(body: Body, fields: Readonly<Record<string, FieldType>>): Response | undefined {
	for (const name of Object.keys(fields)) {
		const value = Object.hasOwn(body, name) ? body[name] : undefined;
		const type = fields[name]!;
		const optional = type.endsWith("?");
		if (optional && (value === undefined || (value === null && type === "number?"))) continue;
		if (value === undefined) return failure(400, `${name} is missing`);
		const { is, words } = TYPES[optional ? type.slice(0, -1) : type]!;
		if (typeof value !== is) return failure(400, `${name} must be ${words}`);
	}
	return undefined;
}
