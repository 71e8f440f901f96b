import type { Outbox } from "./outbox.ts";
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
	/** Whether we have put the other side on hold; only in an answered call. */
	readonly onHold?: boolean;
	/** Whether the other side can hear the door; only in an answered call. */
	readonly listening?: boolean;
	/** To whom the other side is about to transfer the call. */
	readonly transferTo?: string | undefined;
	/** A second caller, if there is one. */
	readonly waiting?: SecondCaller | undefined;
}

/** Who waits while somebody else talks. */
export interface SecondCaller extends Peer {
	/** Whether that call is answered and kept on hold; else it rings. */
	readonly onHold: boolean;
}

/** What goes on between the door and somebody: a hunt for one who answers, a call that waits, or talk. */
export interface Conversation {
	/** What the doorbell is doing meanwhile. */
	readonly state: State;
	readonly deadline: number;
	status(now: number): CallStatus;
	/** Ends it from our side, for a reason in plain words. */
	giveUp(reason: string, outbox: Outbox): Ending;
}

/** How a conversation ended: a line for the log, and why, in short. */
export interface Ending {
	readonly text: string;
	readonly reason: string;
}
