/** Why a call ended, in words that a sentence for people can be made of. */
export type EndCause =
	/** We hung up, or gave up ringing. */
	| "local"
	/** The other side hung up, or gave up ringing us. */
	| "remote"
	/** The other side gave up because somebody else answered. */
	| "answered elsewhere"
	| "busy"
	| "declined"
	| "not found"
	| "unavailable"
	/** No final response, or no ACK, within the time of the standard. */
	| "no answer"
	/** The server refuses the password. */
	| "wrong password"
	/** No common codec, or the session description was not understood. */
	| "incompatible"
	/** The name of the server or phone could not be resolved, or the network is down. */
	| "unreachable"
	/** Any other refusal; the status says which. */
	| "failed";

/** The cause that a final response to INVITE stands for (RFC 3261 §21). */
export function endCause(status: number): EndCause {
	switch (status) {
		case 486:
		case 600:
			return "busy";
		case 403:
		case 603:
			return "declined";
		case 404:
		case 410:
		case 416:
		case 484:
		case 485:
		case 604:
			return "not found";
		case 480:
		case 487:
			return "unavailable";
		case 408:
		case 504:
			return "no answer";
		case 401:
		case 407:
			return "wrong password";
		case 415:
		case 488:
		case 606:
			return "incompatible";
		default:
			return "failed";
	}
}
