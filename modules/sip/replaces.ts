import type { CallTable } from "./call-table.ts";
import type { Request } from "./message.ts";
import { parseParameters } from "./parameters.ts";

/**
 * What an INVITE that wants to take another call's place is refused with (RFC 3891 §3); `undefined` for one that does
 * not. Nobody may take over a call with the door, so what matches is declined.
 */
export function refuseReplacement({ headers }: Request, calls: CallTable): number | undefined {
	const value = headers.get("Replaces");
	if (value === undefined) return undefined;
	const semicolon = value.indexOf(";");
	const parameters = semicolon < 0 ? undefined : parseParameters(value.slice(semicolon));
	const local = parameters?.get("to-tag");
	const remote = parameters?.get("from-tag");
	if (headers.repeats("Replaces") || !local || remote === undefined) return 400;
	// A tag of "0" stands for a peer without tags.
	const known = calls.match(value.slice(0, semicolon).trim(), local, remote === "0" ? "" : remote);
	return known ? 603 : 481;
}
