import { type Line, troubleSince } from "../log/lines.ts";
import type { Status } from "../model.ts";
import type { Conversation, Judgement } from "./model.ts";
import { endpoint } from "./signs.ts";
import { allWell, failedOver, noSound, notSetUp, registers, switchedOff } from "./texts.ts";

/** Seconds of a call after which sound should have come. */
const SOUND_TIME = 4;

/** Lines with which a call begins, or goes well. */
const BEGINS = /^Button \d|^Incoming call|ringing$|^RTP session|^SIP/;
/** Troubles that are not those of a call. */
const REGISTERS = /SIP|password/;

/** How things stand now: the registration first, then the present or last call where that goes wrong. */
export function verdict(
	status: Status,
	conversations: readonly Conversation[],
	lines: readonly Line[],
): readonly Judgement[] {
	const call = callVerdict(status, conversations) ?? troubleVerdict(lines);
	return [registrationVerdict(status, conversations), ...(call ? [call] : [])];
}

function registrationVerdict({ registration }: Status, conversations: readonly Conversation[]): Judgement {
	const { state, lastError } = registration;
	if (state === "REGISTERED") return failOverVerdict(conversations) ?? { good: true, said: [allWell] };
	if (state === "ERROR") {
		// The messages of the last attempt tell more than the doorbell does, where there are any.
		const last = conversations.find(({ kind }) => kind === "registration");
		const told = last?.good === false && !/network is down|resolved/.test(lastError);
		return { good: false, said: told ? last.said : [lastError] };
	}
	return { said: [state === "UNCONFIGURED" ? notSetUp : state === "DISCONNECTED" ? switchedOff : registers] };
}

/** Registered, but not where it was tried before. */
function failOverVerdict(conversations: readonly Conversation[]): Judgement | undefined {
	const attempts = conversations.filter(({ kind }) => kind === "registration");
	const [here, before] = [true, false].map((wanted) => attempts.find(({ good }) => good === wanted));
	if (!here || !before || before.id > here.id) return undefined;
	const [to, from] = [here, before].map(({ steps }) => endpoint(steps[0]!));
	return to === from ? undefined : { said: [failedOver, from!, to!] };
}

/** What the doorbell wrote of the last call, where no message tells it: nobody rings, a phone is not registered here. */
function troubleVerdict(lines: readonly Line[]): Judgement | undefined {
	const trouble = troubleSince(BEGINS, lines);
	return trouble && !REGISTERS.test(trouble) ? { good: false, said: [trouble] } : undefined;
}

function callVerdict({ call }: Status, conversations: readonly Conversation[]): Judgement | undefined {
	if (call?.state === "connected")
		return call.seconds >= SOUND_TIME && call.statistics?.received === 0 ? { good: false, said: [noSound] } : undefined;
	const last = conversations.find(({ kind }) => kind === "call");
	return last?.good === false && !call ? { good: false, said: last.said } : undefined;
}
