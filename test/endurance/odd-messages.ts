const CALLER = "sip:caller@192.0.2.9";

/** Datagrams that peers of ours do not send: other methods, other packets, none at all. */
export const MESSAGES: readonly Uint8Array[] = [
	...[
		"OPTIONS",
		"MESSAGE",
		"SUBSCRIBE",
		"NOTIFY",
		"REFER",
		"UPDATE",
		"PRACK",
		"INFO",
		"BYE",
		"CANCEL",
		"ACK",
		"PUBLISH",
	].map((method) => text(request(method))),
	text(request("INVITE", ["Contact: <sip:caller@192.0.2.9>", "Content-Type: application/sdp"], description())),
	text(request("INVITE", ["Contact: <sip:caller@192.0.2.9>", "Require: 100rel", "Supported: timer, replaces"])),
	text(request("INVITE", ["m: <sip:caller@192.0.2.9>", "Replaces: 1;to-tag=2;from-tag=3", "Session-Expires: 90"])),
	text(request("REFER", ["Refer-To: <sip:other@192.0.2.9>"])),
	text("\r\n\r\n"),
	text("\0"),
	new Uint8Array(0),
	// STUN binding request and success response (RFC 8489 §5), with and without an attribute.
	bytes([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42], 12),
	bytes([1, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42], 12, [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]),
	bytes([0, 1, 0, 8, 0x21, 0x12, 0xa4, 0x42], 12, [0x80, 0x28, 0, 4, 1, 2, 3, 4]),
	// RTP: sound, comfort noise, a key, an extension, padding (RFC 3550 §5.1, RFC 3389, RFC 4733).
	bytes([0x80, 0, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4], 160),
	bytes([0x80, 13, 0, 2, 0, 0, 1, 64, 1, 2, 3, 4, 40], 0),
	bytes([0x80, 0x80 | 101, 0, 3, 0, 0, 1, 64, 1, 2, 3, 4, 9, 0x8a, 3, 32], 0),
	bytes([0x90, 8, 0, 4, 0, 0, 2, 0, 1, 2, 3, 4, 0xbe, 0xde, 0, 1, 0, 0, 0, 0], 80),
	bytes([0xa0, 8, 0, 5, 0, 0, 3, 0, 1, 2, 3, 4], 79, [4]),
	// RTCP: sender report, receiver report with a block, names, farewell, feedback (RFC 3550 §6).
	bytes([0x80, 200, 0, 6, 1, 2, 3, 4], 20),
	bytes([0x81, 201, 0, 7, 1, 2, 3, 4], 24),
	bytes([0x81, 202, 0, 3, 1, 2, 3, 4, 1, 2, 97, 98, 0, 0, 0, 0], 0),
	bytes([0x81, 203, 0, 1, 1, 2, 3, 4], 0),
	bytes([0x81, 206, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8], 0),
];

function request(method: string, headers: readonly string[] = [], body = ""): string {
	return [
		`${method} sip:doorbell@192.168.1.20 SIP/2.0`,
		"Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKodd;rport",
		`From: "Caller" <${CALLER}>;tag=odd`,
		"To: <sip:doorbell@192.168.1.20>",
		`Call-ID: odd-${method}`,
		`CSeq: 1 ${method}`,
		"Max-Forwards: 70",
		...headers,
		`Content-Length: ${body.length}`,
		"",
		body,
	].join("\r\n");
}

function description(): string {
	const lines = [
		"v=0",
		"o=- 1 1 IN IP4 192.0.2.9",
		"s=-",
		"c=IN IP4 192.0.2.9",
		"t=0 0",
		"m=audio 4000 RTP/AVP 8 0 101",
	];
	return `${[...lines, "a=rtpmap:101 telephone-event/8000", "a=ptime:20", "a=sendrecv"].join("\r\n")}\r\n`;
}

function text(message: string): Uint8Array {
	return new TextEncoder().encode(message);
}

function bytes(start: readonly number[], zeros: number, end: readonly number[] = []): Uint8Array {
	return Uint8Array.from([...start, ...new Array<number>(zeros).fill(0), ...end]);
}
