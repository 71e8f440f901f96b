import type { CallDesk, IncomingEvent } from "./call-desk.ts";
import type { CallEvent } from "./line.ts";
import { refused } from "./mid-call.ts";

const TEMPORARILY_UNAVAILABLE = 480;
const NOT_ACCEPTABLE_HERE = 488;

/** News of a call that there is. */
export type CallNews = Exclude<CallEvent, { readonly type: "request" | "flood" | "incoming" }>;

/** Takes what the user agent says of calls: their sound follows, and the doorbell is told. */
export function receive(desk: CallDesk, event: CallNews): void {
	const { doorbell, media, now } = desk;
	const { call } = event;
	switch (event.type) {
		case "progress":
			doorbell.progress(call, now);
			return;
		case "answered":
			answered(desk, call, event.body);
			return;
		case "confirmed":
			confirmed(desk, call);
			if (event.body !== "" && !media.accept(call, event.body)) incompatible(desk, call);
			return;
		case "renegotiate":
			renegotiate(desk, call, event.body);
			return;
		case "renegotiated":
			if (event.body !== "") media.accept(call, event.body);
			if (event.status >= 300) refused(desk, call);
			return;
		case "digit":
			media.info(call, event.digit);
			return;
		case "refer":
			doorbell.changed({ type: "referred", call, target: event.target }, now);
			return;
		case "transferred":
			doorbell.changed({ type: "transferred", call, by: event.by, status: event.status }, now);
			return;
		case "ended":
			desk.release(call);
			doorbell.ended(call, event.cause, event.status, now);
			desk.settled();
	}
}

function confirmed(desk: CallDesk, call: number): void {
	const known = desk.calls.get(call);
	if (!known) return;
	known.confirmed = true;
	if (known.keys) desk.judgeKeys();
}

/** Answers an incoming call; the description of one who has waited is made only now. */
export function answer(desk: CallDesk, call: number): void {
	const known = desk.calls.get(call);
	if (!known) return;
	const body = known.offer === undefined ? known.answer : answerFor(desk, call, known.remote, known.offer);
	if (body === undefined) {
		desk.doorbell.trouble("A caller has no codec in common with the doorbell (G.711 is needed)", desk.now);
		desk.doorbell.ended(call, "incompatible", 0, desk.now);
		refuse(desk, call, NOT_ACCEPTABLE_HERE);
		return;
	}
	desk.line.endpoint?.run((agent, now) => agent.answer(call, body, now));
	desk.media.start(call);
	desk.doorbell.connected(call, desk.now);
}

/** Takes a call that comes in: its ports are opened, unless he who calls is not to ring. */
export function incoming(desk: CallDesk, event: IncomingEvent): void {
	const { doorbell, now } = desk;
	const { call, peer, body, source } = event;
	const remote = source.address;
	const caller = desk.callerOf(event);
	if (!doorbell.admits(caller)) {
		// Only who may be answered has his offer looked at: a caller who is refused costs no ports.
		desk.calls.set(call, { remote, answer: "", offer: body });
	} else if (desk.addressFor(remote) === undefined || !desk.openMedia(call)) {
		refuse(desk, call, TEMPORARILY_UNAVAILABLE);
		return;
	} else {
		const answer = answerFor(desk, call, remote, body);
		if (answer === undefined) {
			refuse(desk, call, NOT_ACCEPTABLE_HERE);
			doorbell.incompatible(peer, now);
			return;
		}
		desk.calls.set(call, { remote, answer });
	}
	doorbell.called(call, peer, caller, now);
}

function answerFor(desk: CallDesk, call: number, remote: string, offer: string): string | undefined {
	const address = desk.addressFor(remote);
	return address !== undefined && desk.openMedia(call) ? desk.media.answer(call, offer, address) : undefined;
}

function refuse(desk: CallDesk, call: number, status: number): void {
	desk.release(call);
	desk.line.endpoint?.run((agent, now) => agent.reject(call, status, now));
}

function answered(desk: CallDesk, call: number, body: string): void {
	if (!desk.media.accept(call, body)) {
		incompatible(desk, call);
		return;
	}
	desk.media.start(call);
	desk.doorbell.connected(call, desk.now);
}

function incompatible(desk: CallDesk, call: number): void {
	desk.doorbell.ended(call, "incompatible", 0, desk.now);
	desk.line.endpoint?.run((agent, now) => agent.hangUp(call, now));
}

/** The peer's re-INVITE: answered with a description, or refused with all left as it is. */
function renegotiate(desk: CallDesk, call: number, offer: string): void {
	const address = desk.addressFor(desk.calls.get(call)?.remote ?? "");
	const body = address === undefined ? undefined : desk.media.answer(call, offer, address);
	desk.line.endpoint?.run((agent, now) => agent.agree(call, body, now));
}
