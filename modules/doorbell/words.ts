/** Why a call ended, as the telephony below reports it. */
export type EndCause =
	| "local"
	| "remote"
	| "answered elsewhere"
	| "busy"
	| "declined"
	| "not found"
	| "unavailable"
	| "no answer"
	| "wrong password"
	| "incompatible"
	| "unreachable"
	| "failed";

/** Statuses of a REFER that say that the other side cannot do that, or may not. */
const REFUSALS: readonly number[] = Object.freeze([403, 405, 420, 488, 501, 603]);

/** Who is at the other end. */
export interface Peer {
	/** "" when unknown. */
	readonly name: string;
	readonly number: string;
}

/** How a peer is called in sentences: name and number, or what there is of them. */
export function callerName({ name, number }: Peer): string {
	if (name === "" || name === number) return number || "an unknown caller";
	return number === "" ? name : `${name} (${number})`;
}

/** Why a called target did not answer; `status` is the SIP status where there was one. */
export function unanswered(target: string, cause: EndCause, status: number): string {
	switch (cause) {
		case "busy":
			return `${target} is busy`;
		case "declined":
			return `${target} declined the call`;
		case "not found":
			if (status === 0 && !target.includes("@"))
				return `${target} cannot be called: a number needs a PBX, and none is set`;
			return `${target} was not found: check the number`;
		case "unavailable":
			return `${target} is not available: is the phone registered?`;
		case "no answer":
			return `No answer from ${target}`;
		case "wrong password":
			return `The server refused the call to ${target}: check user and password`;
		case "incompatible":
			return `${target} has no codec in common with the doorbell (G.711 is needed)`;
		case "unreachable":
			return `${target} cannot be reached: check the network and the server's address`;
		case "local":
		case "remote":
		case "answered elsewhere":
		case "failed":
			return status ? `The call to ${target} failed (SIP status ${status})` : `The call to ${target} failed`;
	}
}

/** Why a call was not transferred to `target`: a status of the other side, or what its call to the target came to. */
export function untransferred(target: string, by: "peer" | "target", status: number): string {
	if (by === "peer" && REFUSALS.includes(status)) return "the other side does not transfer calls";
	switch (status) {
		case 0:
			return "the other side did not say what became of it";
		case 404:
			return `${target} was not found: check the number`;
		case 486:
		case 600:
			return `${target} is busy`;
		case 408:
		case 480:
		case 487:
			return by === "peer" ? "the other side did not respond" : `no answer from ${target}`;
		case 603:
			return `${target} declined the call`;
		default:
			return `SIP status ${status}`;
	}
}

/** How an answered call ended when nobody at the door ended it. */
export function endReason(cause: EndCause): string {
	switch (cause) {
		case "remote":
			return "the other side hung up";
		case "no answer":
			return "the other side did not respond any more";
		case "incompatible":
			return "no codec in common";
		case "local":
		case "answered elsewhere":
		case "busy":
		case "declined":
		case "not found":
		case "unavailable":
		case "wrong password":
		case "unreachable":
		case "failed":
			return "the connection was lost";
	}
}

/** That somebody called and got no answer. */
export function missedCall(peer: Peer, cause: EndCause): string {
	return `Missed call from ${callerName(peer)}${cause === "answered elsewhere" ? " (answered elsewhere)" : ""}`;
}
