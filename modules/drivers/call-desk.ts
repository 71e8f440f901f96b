import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Caller } from "../doorbell/lock/code.ts";
import type { CallMedia } from "./call-media.ts";
import type { CallEvent, Line } from "./line.ts";

/** Somebody calls. */
export type IncomingEvent = Extract<CallEvent, { readonly type: "incoming" }>;

/** What the telephone knows of a call that is not over. */
export interface Call {
	/** Address literal of the next hop: decides which of our addresses the peer sees. */
	remote: string;
	/** Our description for the 200 to an incoming call; "" while there is none. */
	readonly answer: string;
	/** The caller's offer, of one who waits while somebody else talks: it is looked at when he is answered. */
	readonly offer?: string;
	/** A hold, or its end, has been proposed to the peer. */
	proposed?: boolean;
	/** The caller has our 200: he is where his INVITE said that it came from, which anybody could have written there. */
	confirmed?: boolean;
	/** Keys that are not judged yet. */
	keys?: string | undefined;
}

/** What the telephone has at hand for its calls. */
export interface CallDesk {
	readonly line: Line;
	readonly media: CallMedia;
	/** Who is told what happens. */
	readonly doorbell: Doorbell;
	/** All calls, by number. */
	readonly calls: Map<number, Call>;
	readonly now: number;
	/** Our address as `remote`, a literal, reaches it; `undefined` while the network is down. */
	addressFor(remote: string): string | undefined;
	/** Who calls, as far as it is proved. */
	callerOf(event: IncomingEvent): Caller;
	/** Has the keys judged that have come so far. */
	judgeKeys(): void;
	/** Where a target is called, as `UserAgent.invite` wants it. */
	place(target: string): string;
	/** Opens the ports for the sound of a call; tells the owner when they are taken. */
	openMedia(call: number): boolean;
	/** Forgets a call that is over. */
	release(call: number): void;
	/** The doorbell knows that a call is over. */
	settled(): void;
}

/** An offer for a call that goes to `remote`, or changes there. */
export function offerFor(desk: CallDesk, call: number, remote?: string): string | undefined {
	const known = desk.calls.get(call);
	if (!known) return undefined;
	if (remote !== undefined) known.remote = remote;
	const address = desk.addressFor(known.remote);
	return address === undefined ? undefined : desk.media.offer(call, address);
}
