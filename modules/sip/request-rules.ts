import type { Headers } from "./headers.ts";
import type { Request } from "./message.ts";
import { NO_SUBSCRIPTION, RELIABLE, TIMER } from "./option-tags.ts";
import { ALLOWED, allowed, hasSessionDescription, refuseBody } from "./payload.ts";
import { isTooBrief, SESSION_MINIMUM } from "./session-timer.ts";

/** REFER is known, but taken by leave only: it has a refusal of its own. */
const METHODS: readonly string[] = Object.freeze([...ALLOWED.split(", "), "REFER"]);
/** Extensions that a peer may require. */
const EXTENSIONS: readonly string[] = Object.freeze([RELIABLE, TIMER, NO_SUBSCRIPTION]);
/** Methods that carry an offer. */
const OFFERING: readonly string[] = Object.freeze(["INVITE", "UPDATE"]);

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
	const unsupported = request.headers.all("Require").filter((tag) => !EXTENSIONS.includes(tag.toLowerCase()));
	if (unsupported.length > 0) {
		return { status: 420, fill: (headers) => headers.add("Unsupported", unsupported.join(", ")) };
	}
	if (!OFFERING.includes(request.method)) return undefined;
	if (request.body !== "" && !hasSessionDescription(request)) return { status: 415, fill: refuseBody };
	if (isTooBrief(request)) {
		return { status: 422, fill: (headers) => headers.add("Min-SE", `${SESSION_MINIMUM}`) };
	}
	return undefined;
}
