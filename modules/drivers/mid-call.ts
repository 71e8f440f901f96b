import type { Output } from "../doorbell/output.ts";
import { type CallDesk, offerFor } from "./call-desk.ts";

/** What the doorbell asks of calls that are answered. */
export type MidCallOutput = Extract<
	Output,
	{ readonly type: "listen" | "hold" | "resume" | "transfer" | "follow" | "decline" | "report" }
>;

/** Carries out what the doorbell asks of an answered call. */
export function change(desk: CallDesk, output: MidCallOutput): void {
	const { endpoint } = desk.line;
	const { call } = output;
	switch (output.type) {
		case "listen":
			desk.media.listen(call);
			return;
		case "hold":
		case "resume":
			propose(desk, call, output.type === "hold");
			return;
		case "transfer":
			endpoint?.run((agent, now) => agent.refer(call, desk.place(output.target), now));
			return;
		case "follow":
			follow(desk, call, output.by);
			return;
		case "decline":
			endpoint?.run((agent, now) => agent.decline(call, now));
			return;
		case "report":
			endpoint?.run((agent, now) => agent.report(call, output.status, now));
	}
}

/** Our proposal for a hold, or its end, was refused: all is as it was. */
export function refused(desk: CallDesk, call: number): void {
	const known = desk.calls.get(call);
	if (!known?.proposed) return;
	known.proposed = false;
	if (desk.media.takeBack(call)) desk.doorbell.changed({ type: "hold refused", call }, desk.now);
}

/** The sound stops or goes on at once; the peer is told by a re-INVITE (RFC 3264 §8.4). */
function propose(desk: CallDesk, call: number, held: boolean): void {
	const known = desk.calls.get(call);
	if (!known) return;
	desk.media.hold(call, held);
	const offer = offerFor(desk, call);
	if (offer === undefined) return;
	known.proposed = true;
	desk.line.endpoint?.run((agent, now) => agent.offer(call, offer, now));
}

function follow(desk: CallDesk, call: number, by: number): void {
	desk.calls.set(by, { remote: "", answer: "" });
	if (desk.openMedia(by)) {
		const describe = (remote: string) => offerFor(desk, by, remote);
		desk.line.endpoint?.run((agent, now) => agent.follow(call, by, describe, now));
	} else {
		desk.line.endpoint?.run((agent, now) => agent.decline(call, now));
		desk.release(by);
		desk.doorbell.ended(by, "failed", 0, desk.now);
	}
}
