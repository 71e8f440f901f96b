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
	/** What came with it; empty for one without a body. */
	readonly body: Body;
	readonly now: number;
}

export type Answer = (parts: Parts, call: Call) => Response;

/** What a member of a body must be; with "?" it may be left out. */
export type FieldType = "text" | "text?" | "toggle";

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
	readonly receive?: (parts: Parts) => Response | Sink;
}

/** 400 for a body whose members are not as they must be; `undefined` for one that is well. */
export function refuseFields(body: Body, fields: Readonly<Record<string, FieldType>>): Response | undefined {
	for (const name of Object.keys(fields)) {
		const value = Object.hasOwn(body, name) ? body[name] : undefined;
		const type = fields[name]!;
		if (value === undefined && type === "text?") continue;
		if (value === undefined) return failure(400, `${name} is missing`);
		if (typeof value !== (type === "toggle" ? "boolean" : "string"))
			return failure(400, `${name} must be ${type === "toggle" ? "true or false" : "a text"}`);
	}
	return undefined;
}
