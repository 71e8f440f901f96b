/** What single messages tell. */

import type { Step } from "./conversations.ts";
import type { SipMessage } from "./message.ts";
import type { TraceMessage } from "./model.ts";

/** So many copies without an answer, and nobody is there: about four seconds. */
const PATIENCE = 4;

/** Whether an answer may still come. */
export function isOpen({ copies }: Step): boolean {
	return copies.length < PATIENCE;
}

export function isRequest({ message: { status, method } }: Step, wanted: string): boolean {
	return status === 0 && method === wanted;
}

export function isAnswer({ message }: Step, { message: { method, sequence } }: Step): boolean {
	return message.status > 0 && message.method === method && message.sequence === sequence;
}

/** The other end, without the usual port. */
export function endpoint({ remote: { address, port } }: Pick<TraceMessage, "remote">): string {
	return port === 5060 ? address : `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Whether a request proves a password. */
export function isProved({ header }: SipMessage): boolean {
	return (header("authorization") || header("proxy-authorization")) !== "";
}

/** Whether a CANCEL says that another phone has answered (RFC 3326; interop trap L15). */
export function isElsewhere({ header }: SipMessage): boolean {
	return /cause *= *200/i.test(header("reason"));
}

/** For how long a registration counts: that of our own contact where there are several (interop trap F7). */
export function grantedSeconds({ header }: SipMessage, request?: SipMessage): string {
	const [own = "<"] = /<[^>]*/.exec(request?.header("contact") ?? "") ?? [];
	const [, contact = ""] = header("contact").split(own);
	return /^[^<]*?expires=(\d+)/i.exec(contact)?.[1] ?? header("expires");
}
