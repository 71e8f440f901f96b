/** What came of a conversation. */

import type { Step } from "./conversations.ts";
import { isWithin, partyOf } from "./message.ts";
import type { Judgement, Said } from "./model.ts";
import { endpoint, grantedSeconds, isAnswer, isElsewhere, isOpen, isProved, isRequest } from "./signs.ts";
import * as texts from "./texts.ts";

type Sentences = Readonly<Record<number, Said[0]>>;

const REFUSALS: Sentences = {
	401: texts.wrongPassword,
	403: texts.notAllowed,
	404: texts.unknownUser,
	407: texts.wrongPassword,
	423: texts.tooShort,
	503: texts.overloaded,
};

/** Where a call is refused, what is not the same as for a registration. */
const CALL_REFUSALS: Sentences = {
	404: texts.wrongNumber,
	408: texts.unavailable,
	410: texts.wrongNumber,
	415: texts.noCodec,
	480: texts.unavailable,
	484: texts.wrongNumber,
	486: texts.busy,
	487: texts.unavailable,
	488: texts.noCodec,
	504: texts.unavailable,
	600: texts.busy,
	603: texts.declined,
	604: texts.wrongNumber,
	606: texts.noCodec,
};

function well(...said: Said): Judgement {
	return { good: true, said };
}

function bad(wrong: Step, ...said: Said): Judgement {
	return { good: false, said, wrong };
}

/** Judges an attempt to register. */
export function judgeRegistration(steps: readonly Step[]): Judgement {
	const request = steps.filter(({ message }) => message.status === 0).at(-1);
	if (!request) return {};
	const final = steps.find((step) => isAnswer(step, request) && step.message.status >= 200);
	if (!final) return unanswered(request);
	if (final.message.status >= 300) return refusal(request, final);
	if (request.message.header("expires") === "0") return well(texts.unregistered);
	return well(texts.registered, grantedSeconds(final.message, request.message));
}

/** Judges the attempt of a phone to register at the doorbell. */
export function judgePhone(steps: readonly Step[]): Judgement {
	const final = steps.filter(({ message }) => message.status >= 200).at(-1);
	const request = steps.filter(({ message }) => message.status === 0).at(-1);
	if (!final || !request) return {};
	const { status, reason } = final.message;
	if (status < 300) return well(texts.registered, grantedSeconds(final.message, request.message));
	// A first challenge is no refusal.
	if (status !== 401) return bad(final, texts.refused, `${status} ${reason}`);
	return isProved(request.message) ? bad(final, texts.phonePassword) : {};
}

/** Judges a call. */
export function judgeCall(steps: readonly Step[]): Judgement {
	const invite = steps.filter((step) => isRequest(step, "INVITE") && !isWithin(step.message)).at(-1);
	const answers = steps.filter((step) => invite && isAnswer(step, invite));
	const final = answers.find(({ message }) => message.status >= 200);
	if (!invite || (final && final.message.status < 300)) return judgeTalk(steps, final);
	const cancel = steps.find((step) => isRequest(step, "CANCEL"));
	if (invite.direction === "received") return judgeIncoming(final, cancel);
	const ringing = answers.find(({ message: { status } }) => status > 100 && status < 200);
	if (answers.length === 0) return unanswered(invite);
	if (cancel && (!final || final.message.status === 487))
		return ringing ? well(texts.rang, Math.round((cancel.at - ringing.at) / 1000)) : bad(cancel, texts.silent);
	if (!final) return { said: [ringing ? texts.rings : texts.waits] };
	return refusal(invite, final, CALL_REFUSALS);
}

/** Judges an answered call. */
function judgeTalk(steps: readonly Step[], answer?: Step): Judgement {
	if (answer?.direction === "sent" && !isOpen(answer) && !steps.some((step) => isRequest(step, "ACK")))
		return bad(answer, texts.unconfirmed);
	const lost = steps.find(
		(request) => !request.message.status && !isOpen(request) && !steps.some((step) => isAnswer(step, request)),
	);
	if (lost) return bad(lost, texts.gone);
	const refused = steps.find(({ message: { method, status } }) => method === "REFER" && status >= 300);
	if (refused) {
		const { status, reason } = refused.message;
		return refused.direction === "sent"
			? bad(refused, texts.notFollowed)
			: bad(refused, texts.notHandedOn, `${status} ${reason}`);
	}
	const bye = steps.find((step) => isRequest(step, "BYE"));
	if (bye) return well(bye.direction === "sent" ? texts.endedHere : texts.endedThere);
	return answer ? well(texts.talking) : {};
}

function judgeIncoming(final?: Step, cancel?: Step): Judgement {
	if (cancel) return well(isElsewhere(cancel.message) ? texts.elsewhere : texts.gaveUp);
	if (!final) return { said: [texts.rings] };
	const { status } = final.message;
	if (status === 486) return well(texts.wasBusy);
	return status === 603 ? well(texts.wasRejected) : refusal(final, final, { 488: texts.noCodec });
}

function unanswered(request: Step): Judgement {
	return isOpen(request) ? { said: [texts.waits] } : bad(request, texts.nothing, endpoint(request));
}

function refusal(request: Step, final: Step, sentences: Sentences = {}): Judgement {
	const { status, reason, header } = final.message;
	const sentence = status < 400 ? texts.moved : (sentences[status] ?? REFUSALS[status] ?? texts.refused);
	const called = partyOf(request.message.header("to"));
	// Interop trap F9.
	const isBare = /^6[12]\d$/.test(called) && /FRITZ/.test(header("server") + header("user-agent"));
	// Its Warning says more than its reason (interop trap S11).
	const words = /"(.+)"/.exec(header("warning"))?.[1] ?? reason;
	return bad(
		final,
		sentence === texts.wrongPassword && !isProved(request.message)
			? texts.unknownLogin
			: sentence === texts.unavailable && isBare
				? texts.bareNumber
				: sentence,
		`${status} ${words}`,
		called,
		header("min-expires") || header("contact").replace(/.*<|>.*/g, ""),
	);
}
