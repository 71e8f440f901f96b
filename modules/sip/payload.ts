import type { Headers } from "./headers.ts";
import type { Request } from "./message.ts";

/** The one body that we read in INVITE (RFC 3264). */
export const SESSION_DESCRIPTION = "application/sdp";

/** Methods that we take, for Allow (RFC 3261 §20.5). */
export const ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, NOTIFY";

/** Value of Allow with the methods that are handed out besides. */
export function allowed(methods: readonly string[]): string {
	return [ALLOWED, ...methods].join(", ");
}

/** Says what an INVITE or its 2xx carries, and what we understand. */
export function describeBody(headers: Headers, body: string): void {
	headers.add("Allow", ALLOWED);
	if (body !== "") headers.add("Content-Type", SESSION_DESCRIPTION);
}

/** Whether the body of a request is a session description in the clear. */
export function hasSessionDescription(request: Request): boolean {
	const type = (request.headers.get("Content-Type") ?? SESSION_DESCRIPTION).split(";", 1)[0]!.trim().toLowerCase();
	const encoding = (request.headers.get("Content-Encoding") ?? "identity").trim().toLowerCase();
	return type === SESSION_DESCRIPTION && encoding === "identity";
}

/** Says in a 415 what we would have taken (RFC 3261 §8.2.3). */
export function refuseBody(headers: Headers): void {
	headers.add("Accept", SESSION_DESCRIPTION);
	headers.add("Accept-Encoding", "identity");
}
