/** What the tests of transactions share: plain messages, and a clock that walks from deadline to deadline. */

import { Headers } from "../../modules/sip/headers.ts";
import { parseMessage, type Request, type Response, request, response } from "../../modules/sip/message.ts";
import type { Outbox } from "../../modules/sip/outbox.ts";
import { reasonPhrase } from "../../modules/sip/reason-phrase.ts";

export const PEER = Object.freeze({ address: "192.0.2.1", port: 5060 });

/** A passive machine, as far as time goes. */
export interface Timed {
	readonly deadline: number;
	expire(now: number): unknown;
}

/** A request as a peer sends it, with further headers such as `["Route", "<sip:…>"]`. */
export function sample(
	method: string,
	more: readonly (readonly [string, string])[] = [],
	via = "SIP/2.0/UDP 192.0.2.2:5062;branch=z9hG4bKsample;rport",
): Request {
	const headers = new Headers();
	headers.add("Via", via);
	headers.add("Max-Forwards", "70");
	headers.add("From", '"Bell" <sip:620@pbx.test>;tag=local');
	headers.add("To", "<sip:611@pbx.test>");
	headers.add("Call-ID", "call-1");
	headers.add("CSeq", `7 ${method}`);
	for (const [name, value] of more) headers.add(name, value);
	return request(method, "sip:611@pbx.test", headers);
}

/** A response of the other side, with a To tag of its own. */
export function answer(to: Request, status: number, tag = "remote"): Response {
	const reply = response(to, status, reasonPhrase(status));
	reply.headers.set("To", `${reply.headers.get("To")};tag=${tag}`);
	return reply;
}

/** The datagrams in the outbox, which is empty afterwards. */
export function sent(outbox: Outbox): string[] {
	const texts: string[] = [];
	for (let output = outbox.poll(); output; output = outbox.poll()) if (output.type === "send") texts.push(output.text);
	return texts;
}

/** Their start lines alone. */
export function startLines(outbox: Outbox): string[] {
	return sent(outbox).map((text) => text.slice(0, text.indexOf("\r\n")));
}

/** A datagram of ours as a request. */
export function asRequest(text: string | undefined): Request {
	const parsed = parseMessage(text ?? "");
	if (!parsed || "problem" in parsed || parsed.message.type !== "request") throw new Error(`no request: ${text}`);
	return parsed.message;
}

/** When a machine that is left alone sends, up to and including `until`. It has to do nothing before its deadline. */
export function sendTimes(machine: Timed, outbox: Outbox, until: number): number[] {
	const times: number[] = [];
	for (let now = machine.deadline; now <= until; now = machine.deadline) {
		machine.expire(now - 1);
		if (machine.deadline !== now) throw new Error(`did something before ${now}`);
		machine.expire(now);
		for (const _ of sent(outbox)) times.push(now);
	}
	return times;
}
