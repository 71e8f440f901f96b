import type { State } from "./output.ts";
import type { Peer } from "./words.ts";

/** The call that there is, for the status. */
export interface CallStatus {
	readonly state: "calling" | "ringing" | "connected";
	readonly direction: "incoming" | "outgoing";
	readonly peer: Peer;
	readonly seconds: number;
	/** Whether the other side has put the call on hold; only in an answered call. */
	readonly held?: boolean;
}

/** What goes on between the door and somebody: a hunt for one who answers, a call that waits, or talk. */
export interface Conversation {
	/** What the doorbell is doing meanwhile. */
	readonly state: State;
	readonly deadline: number;
	status(now: number): CallStatus;
}
