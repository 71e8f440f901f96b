import fc from "fast-check";

/** A change of a datagram. Numbers stand for places and pieces, whatever the datagram: so each of them can be shrunk. */
export interface Change {
	readonly kind: (typeof KINDS)[number];
	readonly at: number;
	readonly length: number;
	readonly piece: number;
}

const KINDS = ["replace", "insert", "cut", "double", "end", "splice", "line", "number"] as const;

/** What turns a message or a packet into another one. */
const PIECES: readonly Uint8Array[] = [
	...[
		"\r\n",
		"\r\n\r\n",
		"\n ",
		"\0",
		"\u20ac",
		'"',
		"<",
		">",
		";",
		",",
		"=",
		":",
		"@",
		"%00",
		"[::1]",
		" ",
		"\t",
		"-1",
	],
	...[
		"0",
		"4294967296",
		"99999999999999999999",
		";tag=",
		";lr",
		";received=1.2.3.4",
		";rport=0",
		"sips:",
		"tel:",
		"SIP/3.0",
	],
	...["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "PRACK", "REFER", "REGISTER", "SIP/2.0 200 OK"],
	...["SIP/2.0 183 Progress", "SIP/2.0 401 No", "SIP/2.0 302 Moved", "SIP/2.0 491 Pending", "SIP/2.0 503 Busy"],
	...[
		"\r\nRequire: x",
		"\r\nContact: *",
		"\r\nContact: <sip:x@192.0.2.1>;expires=99999999",
		"\r\nRetry-After: 99999999",
	],
	...[
		"\r\nRecord-Route: <sip:192.0.2.1;lr>",
		"\r\nRoute: <sip:",
		"\r\nVia: SIP/2.0/UDP x",
		"\r\nMin-Expires: 99999999",
	],
	...["\r\nWWW-Authenticate: Digest realm=r, nonce=n", "\r\nRequire: 100rel\r\nRSeq: 1", "\r\nRAck: 1 1 INVITE"],
	...["\r\nSupported: timer\r\nSession-Expires: 90;refresher=uas", "\r\nMin-SE: 4000", "\r\nContent-Length: 1"],
	...[
		"\r\nRefer-To: <sip:bob@192.0.2.9>",
		"\r\nm=audio 0 RTP/AVP 0",
		"\r\nc=IN IP4 0.0.0.0",
		"\r\na=sendonly",
		"\r\na=inactive",
	],
	...["\r\na=ptime:0", "\r\na=rtpmap:0 PCMU/0", "m=video 1 RTP/AVP 31"],
].map((text) => new TextEncoder().encode(text));

export const change: fc.Arbitrary<Change> = fc.record({
	kind: fc.constantFrom(...KINDS),
	at: fc.nat(0xffff),
	length: fc.nat(40),
	piece: fc.nat(0xffff),
});

/** The datagram with the changes made to it; others lend their parts. */
export function mutate(datagram: Uint8Array, changes: readonly Change[], others: readonly Uint8Array[]): Uint8Array {
	return changes.reduce((bytes, each) => mutateOnce(bytes, each, others), datagram);
}

function mutateOnce(bytes: Uint8Array, { kind, at, length, piece }: Change, others: readonly Uint8Array[]): Uint8Array {
	const place = at % (bytes.length + 1);
	const end = Math.min(bytes.length, place + length);
	const other = others[piece % others.length]!;
	switch (kind) {
		case "replace":
			return join(bytes.subarray(0, place), PIECES[piece % PIECES.length]!, bytes.subarray(end));
		case "insert":
			return join(bytes.subarray(0, place), PIECES[piece % PIECES.length]!, bytes.subarray(place));
		case "cut":
			return join(bytes.subarray(0, place), bytes.subarray(end));
		case "double":
			return join(bytes.subarray(0, end), bytes.subarray(place));
		case "end":
			return bytes.subarray(0, place);
		case "splice":
			return join(bytes.subarray(0, place), other.subarray(at % (other.length + 1)));
		case "line":
			return replaceLine(bytes, at, lineOf(other, length));
		case "number": {
			const copy = bytes.slice();
			if (place < copy.length) copy[place] = piece;
			return copy;
		}
	}
}

/** Puts a line of another message in place of one of this message. */
function replaceLine(bytes: Uint8Array, at: number, line: Uint8Array): Uint8Array {
	const starts = linesOf(bytes);
	const index = at % starts.length;
	const end = starts[index + 1] ?? bytes.length;
	return join(bytes.subarray(0, starts[index]), line, bytes.subarray(end));
}

function lineOf(bytes: Uint8Array, number: number): Uint8Array {
	const starts = linesOf(bytes);
	const index = number % starts.length;
	return bytes.subarray(starts[index], starts[index + 1]);
}

/** Where the lines begin. */
function linesOf(bytes: Uint8Array): readonly number[] {
	const starts = [0];
	for (let at = bytes.indexOf(10); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(10, at + 1))
		starts.push(at + 1);
	return starts;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}
