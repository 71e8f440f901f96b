import type { Headers } from "./headers.ts";

/** Option tag of session timers (RFC 4028). */
export const TIMER = "timer";
/**
 * Option tag of reliable provisional responses (RFC 3262). It is never offered, since PBXs exist that trip over their
 * own PRACK then; a peer that requires it gets it.
 */
export const RELIABLE = "100rel";
/** Option tag of REFER without NOTIFY (RFC 4488). */
export const NO_SUBSCRIPTION = "norefersub";

/** Whether a header such as Supported, Require or Allow lists a token, in whatever case. */
export function lists(headers: Headers, name: string, token: string): boolean {
	return headers.all(name).some((value) => value.toLowerCase() === token.toLowerCase());
}
