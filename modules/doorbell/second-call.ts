import type { SecondCaller } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import { Pursuit } from "./pursuit.ts";
import { Talk } from "./talk.ts";
import { WaitingCall } from "./waiting-call.ts";
import { type EndCause, endReason } from "./words.ts";

/** What there may be beside the call that talks: a caller who waits, a call kept on hold, or one that follows a transfer. */
export type SecondCall = WaitingCall | Talk | Pursuit;

/** What a transfer is reported as whose call came to nothing, without a SIP status to say why. */
const SERVICE_UNAVAILABLE = 503;
const NO_ANSWER = 408;

/** Who waits, for the status: rings or is on hold. */
export function secondCaller(second: SecondCall | undefined): SecondCaller | undefined {
	if (!second || second instanceof Pursuit) return undefined;
	return { ...second.peer, onHold: second instanceof Talk };
}

/** Gives up a second call. */
export function dismiss(second: SecondCall | undefined, outbox: Outbox): void {
	const ending = second?.giveUp("", outbox);
	if (second instanceof WaitingCall) outbox.info(ending!.text);
}

/** A second call has ended by itself; `first` is the call that talks. */
export function noteEnd(second: SecondCall, first: number, cause: EndCause, status: number, outbox: Outbox): void {
	if (second instanceof Pursuit) {
		outbox.error(second.missed(cause, status));
		outbox.push({ type: "report", call: first, status: status || SERVICE_UNAVAILABLE });
	} else if (second instanceof Talk) {
		outbox.info(`Call with ${second.name} ended: ${endReason(cause)}`);
	} else {
		outbox.info(second.missed(cause));
	}
}

/** Gives up a second call whose time is over: true then. */
export function expireSecond(second: SecondCall | undefined, first: number, outbox: Outbox, now: number): boolean {
	if (second instanceof Pursuit && now >= second.deadline) {
		outbox.info(`${second.name} does not answer`);
		dismiss(second, outbox);
		outbox.push({ type: "report", call: first, status: NO_ANSWER });
		return true;
	}
	const reason = second instanceof Talk ? second.expire(now) : undefined;
	if (!(second instanceof Talk) || reason === undefined) return false;
	dismiss(second, outbox);
	outbox.info(`Call with ${second.name} ended: ${reason}`);
	return true;
}
