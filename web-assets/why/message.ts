/** Just enough SIP to tell what a message is; the doorbell has judged it already. */

export interface SipMessage {
	/** Of the request, or of the request that is answered. */
	readonly method: string;
	/** 0 for a request. */
	readonly status: number;
	readonly reason: string;
	readonly callId: string;
	/** Number of CSeq. */
	readonly sequence: string;
	readonly body: string;
	/** The values of a header, separated by commas; "" when there is none. */
	readonly header: (name: string) => string;
}

/** One-letter names (RFC 3261 §7.3.3). */
const SHORT: Readonly<Record<string, string>> = { i: "call-id", f: "from", t: "to", m: "contact" };
const START = /^(?:SIP\/2\.0 (\d{3}) ?(.*)|([A-Z]+) )/;

/** Reads a message; `undefined` when it is none, such as a keep-alive. */
export function readMessage(text: string): SipMessage | undefined {
	const end = text.search(/\r?\n\r?\n/);
	const [first = "", ...lines] = text
		.slice(0, end)
		.replace(/\r?\n[ \t]+/g, " ")
		.split(/\r?\n/);
	const [found, status, reason = "", method] = START.exec(first) ?? [];
	if (found === undefined) return undefined;
	const values = new Map<string, string>();
	for (const line of lines) {
		const [, name = "", value = ""] = /^([^:]*?)[ \t]*:[ \t]*(.*)/.exec(line) ?? [];
		const key = SHORT[name.toLowerCase()] ?? name.toLowerCase();
		values.set(key, values.has(key) ? `${values.get(key)}, ${value}` : value);
	}
	const header = (name: string) => values.get(name) ?? "";
	const [sequence = "", answered = ""] = header("cseq").split(/[ \t]+/);
	return {
		method: method ?? answered,
		status: Number(status ?? 0),
		reason,
		callId: header("call-id"),
		sequence,
		body: text.slice(end).trim(),
		header,
	};
}

/** Who a From or To names: the name shown, and the number or user. */
export function partyOf(value: string): string {
	const [, name = ""] = /^"?([^"<]*?)"? *</.exec(value) ?? [];
	const [, number = ""] = /sips?:([^@;>]*)/i.exec(value) ?? [];
	return name === "" || name === number ? number.replaceAll("%23", "#") : `${name} (${number})`;
}

/** Whether To has a tag: the message belongs to a call that stands. */
export function isWithin({ header }: SipMessage): boolean {
	return /;[ \t]*tag=/i.test(header("to"));
}
