import type { Headers } from "./headers.ts";
import type { Request } from "./message.ts";
import { ALLOWED, allowed, hasSessionDescription, refuseBody } from "./payload.ts";

const METHODS: readonly string[] = Object.freeze(ALLOWED.split(", "));

export interface Refusal {
	readonly status: number;
	readonly fill?: (headers: Headers) => void;
}

const SIP_URI = /^sips?:/i;

/** Looks at a request as RFC 3261 §8.2 asks before anything else; `undefined` when there is nothing against it. */
export function examine(request: Request, methods: readonly string[]): Refusal | undefined {
	if (!METHODS.includes(request.method) && !methods.includes(request.method)) {
		return { status: 405, fill: (headers) => headers.add("Allow", allowed(methods)) };
	}
	if (!SIP_URI.test(request.uri)) return { status: 416 };
	// No extension that a peer may require is supported (interop trap F16).
	const required = request.headers.all("Require");
	if (required.length > 0) return { status: 420, fill: (headers) => headers.add("Unsupported", required.join(", ")) };
	if (request.method === "INVITE" && request.body !== "" && !hasSessionDescription(request)) {
		return { status: 415, fill: refuseBody };
	}
	return undefined;
}
