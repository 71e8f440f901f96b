import type { Status } from "../model.ts";
import type { Conversation, Judgement } from "./model.ts";
import { allWell, noSound, notSetUp, registers, switchedOff } from "./texts.ts";

/** Seconds of a call after which sound should have come. */
const SOUND_TIME = 4;

/** How things stand now: the registration first, then the present or last call where that goes wrong. */
export function verdict(status: Status, conversations: readonly Conversation[]): readonly Judgement[] {
	const call = callVerdict(status, conversations);
	return [registrationVerdict(status, conversations), ...(call ? [call] : [])];
}

function registrationVerdict({ registration }: Status, conversations: readonly Conversation[]): Judgement {
	const { state, lastError } = registration;
	if (state === "REGISTERED") return { good: true, said: [allWell] };
	if (state === "ERROR") {
		// The messages of the last attempt tell more than the doorbell does, where there are any.
		const last = conversations.find(({ kind }) => kind === "registration");
		const told = last?.good === false && !/network is down|resolved/.test(lastError);
		return { good: false, said: told ? last.said : [lastError] };
	}
	return { said: [state === "UNCONFIGURED" ? notSetUp : state === "DISCONNECTED" ? switchedOff : registers] };
}

function callVerdict({ call }: Status, conversations: readonly Conversation[]): Judgement | undefined {
	if (call?.state === "connected")
		return call.seconds >= SOUND_TIME && call.statistics?.received === 0 ? { good: false, said: [noSound] } : undefined;
	const last = conversations.find(({ kind }) => kind === "call");
	return last?.good === false && !call ? { good: false, said: last.said } : undefined;
}
