/** Messages written by hand, of a peer at 192.0.2.9 who does what no user agent of ours would do. */
import { fromTag, type Request, toTag, utf8Length } from "../../modules/sip/message.ts";
import { End, type EndOptions } from "./pair.ts";

export interface Answer {
	/** Tag for To, where there is none. */
	readonly tag?: string;
	readonly headers?: readonly string[];
	readonly body?: string;
}

/** A response as the peer would write it. Its Contact is `sip:bob@192.0.2.9`, unless `headers` has one. */
export function answer(request: Request, status: number, { tag = "b", headers = [], body = "" }: Answer = {}): string {
	const from = request.headers;
	const to = from.get("To")!;
	return write(
		`SIP/2.0 ${status} Whatever`,
		[
			...from.all("Via").map((via) => `Via: ${via}`),
			`From: ${from.get("From")}`,
			`To: ${to.includes(";tag=") || tag === "" ? to : `${to};tag=${tag}`}`,
			`Call-ID: ${from.get("Call-ID")}`,
			`CSeq: ${from.get("CSeq")}`,
			...headers,
		],
		body,
	);
}

export interface Question {
	readonly uri?: string;
	readonly sequence?: number;
	/** Our tag, once known. */
	readonly tag?: string;
	readonly branch?: string;
	readonly via?: string;
	readonly from?: string;
	readonly callId?: string;
	readonly headers?: readonly string[];
	readonly body?: string;
}

/** A request of a caller at 192.0.2.9. */
export function ask(method: string, question: Question = {}): string {
	const { uri = "sip:bell@192.0.2.1", sequence = 1, tag, callId = "call", headers = [], body = "" } = question;
	const { branch = `z9hG4bK${callId}${method === "CANCEL" || method === "ACK" ? "INVITE" : method}${sequence}` } =
		question;
	const { via = `SIP/2.0/UDP 192.0.2.9:5060;branch=${branch}` } = question;
	return write(
		`${method} ${uri} SIP/2.0`,
		[
			`Via: ${via}`,
			`From: ${question.from ?? '"Bob" <sip:bob@192.0.2.9>;tag=b'}`,
			`To: <sip:bell@192.0.2.1>${tag === undefined ? "" : `;tag=${tag}`}`,
			`Call-ID: ${callId}`,
			`CSeq: ${sequence} ${method}`,
			"Max-Forwards: 70",
			...headers,
		],
		body,
	);
}

/** An INVITE of that caller, with Contact and an offer. */
export function ring(question: Question = {}): string {
	const { headers = [], body = "offer" } = question;
	return ask("INVITE", { ...question, body, headers: ["Contact: <sip:bob@192.0.2.9>", ...headers] });
}

function write(startLine: string, headers: readonly string[], body: string): string {
	return `${[startLine, ...headers, `Content-Length: ${utf8Length(body)}`].join("\r\n")}\r\n\r\n${body}`;
}

/** Sends the ACK for a 2xx to an INVITE of that caller. */
export function acknowledge(end: End, tag: string | undefined, sequence: number, body = ""): void {
	end.take(ask("ACK", { tag, sequence, branch: `z9hG4bKack${sequence}`, body }));
}

/** A call that Bob placed and has acknowledged, and our tag. */
export function called(options?: EndOptions): { end: End; tag: string } {
	const end = new End(options);
	end.take(ring());
	end.run((agent, now) => agent.answer(-1, "answer", now));
	const tag = toTag(end.sent()[1]!)!;
	acknowledge(end, tag, 1);
	end.clear();
	return { end, tag };
}

/** A call that we placed and Bob has answered, perhaps with other headers than his usual Contact. */
export function calling(options?: EndOptions, ...headers: string[]): End {
	const end = new End(options);
	end.call();
	const contact = headers.length > 0 ? headers : ["Contact: <sip:bob@192.0.2.9>"];
	end.take(answer(end.request(), 200, { headers: contact }));
	end.clear();
	return end;
}

/** A request of Bob in a call that we placed by `invite`. */
export function within(invite: Request, method: string, question: Question = {}): string {
	return ask(method, { callId: invite.headers.get("Call-ID"), tag: fromTag(invite), ...question });
}
