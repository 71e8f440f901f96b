/** Sorts SIP messages into conversations: an attempt to register, a call, or whatever else. */

import { readMessage, type SipMessage } from "./message.ts";
import type { TraceMessage } from "./model.ts";

/** A message of a conversation, with its copies where nothing came between. */
export interface Step extends TraceMessage {
	readonly message: SipMessage;
	/** The first one and all that were sent again. */
	readonly copies: TraceMessage[];
	/** A copy of an earlier step. */
	readonly again: boolean;
}

/** Milliseconds within which the doorbell answers a challenge. */
const FOLLOWS = 2_000;
/** Methods of a call. Other ones than these and REGISTER are put together by their method, whatever their Call-ID. */
export const CALL = /INVITE|ACK|BYE|CANCEL|PRACK|INFO|UPDATE/;

/** The conversations, each with at least one step, in the order in which they began. */
export function conversationsOf(messages: readonly TraceMessage[]): readonly (readonly Step[])[] {
	const conversations: Step[][] = [];
	const latest = new Map<string, Step[]>();
	for (const traced of messages) {
		const message = readMessage(traced.text);
		if (message === undefined) continue;
		const { method, callId } = message;
		const key = latest.has(callId) || method === "REGISTER" || CALL.test(method) ? callId : method;
		let steps = latest.get(key);
		if (!steps || beginsAnew(steps, message, traced)) {
			steps = [];
			latest.set(key, steps);
			conversations.push(steps);
		}
		addTo(steps, message, traced);
	}
	return conversations;
}

function addTo(steps: Step[], message: SipMessage, traced: TraceMessage): void {
	const last = steps.at(-1);
	if (last && isCopy(last, traced)) last.copies.push(traced);
	else steps.push({ ...traced, message, copies: [traced], again: steps.some((step) => isCopy(step, traced)) });
}

function isCopy(step: TraceMessage, traced: TraceMessage): boolean {
	return step.direction === traced.direction && step.text === traced.text;
}

/** All registrations have one Call-ID (RFC 3261 §10.2.4): one that answers no challenge is another attempt. */
function beginsAnew(steps: readonly Step[], { method, status }: SipMessage, traced: TraceMessage): boolean {
	if (method !== "REGISTER" || status !== 0) return false;
	const last = steps.at(-1)!;
	const answers = [401, 407, 423].includes(last.message.status) && traced.at - last.at < FOLLOWS;
	return !answers && !steps.some((step) => isCopy(step, traced));
}
