/** Tells from SIP messages what was going on, and what went wrong, in plain words. */

import { CALL, conversationsOf, type Step } from "./conversations.ts";
import { judgeCall, judgePhone, judgeRegistration } from "./judge.ts";
import { partyOf } from "./message.ts";
import type { Conversation, Said, TraceMessage } from "./model.ts";
import { callFrom, callTo, otherMessages, phoneRegisters, registration, unregistration } from "./texts.ts";

/** The conversations that the messages make up, the newest first. */
export function explain(messages: readonly TraceMessage[]): readonly Conversation[] {
	return conversationsOf(messages).map(tell).reverse();
}

function tell(steps: readonly Step[]): Conversation {
	const { id, message, direction } = steps[0]!;
	if (message.method === "REGISTER") {
		if ((direction === "sent") !== (message.status === 0))
			return { id, kind: "other", title: [phoneRegisters, partyOf(message.header("to"))], steps, ...judgePhone(steps) };
		const title: Said = [message.header("expires") === "0" ? unregistration : registration];
		return { id, kind: "registration", title, steps, ...judgeRegistration(steps) };
	}
	if (CALL.test(message.method)) return { id, kind: "call", title: callTitle(steps), steps, ...judgeCall(steps) };
	return { id, kind: "other", title: [otherMessages], steps };
}

function callTitle(steps: readonly Step[]): Said {
	const [{ message, direction }] = steps as [Step];
	// From is who sent the request, whichever way an answer to it goes.
	const ours = (direction === "sent") === (message.status === 0);
	return [ours ? callTo : callFrom, partyOf(message.header(ours ? "to" : "from"))];
}
