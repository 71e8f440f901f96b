/** Who may send: the one who wrote the line is the one who "sends" (RFC 8866 §6.7). */
export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** One format of a stream. */
export interface Format {
	/** As in the m= line: for RTP a payload type, 0 to 127. */
	readonly type: string;
	/** Encoding name, in any case, and clock rate, such as `PCMA/8000`; empty when the description does not say. */
	readonly encoding: string;
	/** What a=fmtp says; often empty. */
	readonly parameters: string;
}

/** One m= line with its attributes. */
export interface Stream {
	readonly kind: string;
	/** 0 refuses or ends the stream (RFC 3264 §6). */
	readonly port: number;
	readonly protocol: string;
	readonly formats: readonly Format[];
	/** Where to send: its own c= line, else that of the session. */
	readonly address: string;
	/** `port` + 1 unless a=rtcp says otherwise (RFC 3605). */
	readonly rtcpPort: number;
	readonly direction: Direction;
	/** Milliseconds of sound that the writer wants per packet. */
	readonly ptime: number | undefined;
	/** Milliseconds of sound that the writer takes per packet at most. */
	readonly maxptime: number | undefined;
}

/** Session description (RFC 8866), as far as one telephone call needs it. */
export interface Description {
	readonly session: string;
	/** Grows whenever the description changes (RFC 3264 §8). */
	readonly version: string;
	readonly address: string;
	readonly name: string;
	readonly streams: readonly Stream[];
}

/** Lines that are read; what follows is ignored. */
const LINES = 200;
/** Streams of one description; with more it is refused, for an answer has to list them all. */
const STREAMS = 8;
/** Formats of one stream that are read; what follows is ignored. */
const FORMATS = 32;
/** Words of other lines that are read; thousands of them would fill the heap of the board. */
const WORDS = 16;

/** Payload types that need no a=rtpmap (RFC 3551 §6). */
const STATIC: Readonly<Record<string, string>> = Object.freeze({ "0": "PCMU/8000", "8": "PCMA/8000" });
const WHITESPACE = /\s+/;
const NUMBER = /^[0-9]{1,5}$/;

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };
type StreamDraft = Draft<Omit<Stream, "formats">> & { formats: Draft<Format>[] };

/** Reads a session description; `undefined` when it has no stream. Unknown lines are ignored, a bare LF ends a line. */
export function parseDescription(text: string): Description | undefined {
	const description = { session: "", version: "", address: "", name: "", streams: [] as Stream[] };
	let connection = "";
	let direction: Direction = "sendrecv";
	let stream: StreamDraft | undefined;
	const lines = text.split("\n", LINES);
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index]!.trim();
		const value = line.slice(2).trim();
		switch (line.slice(0, 2)) {
			case "o=":
				readOrigin(value, description);
				break;
			case "s=":
				description.name = value;
				break;
			case "c=":
				if (stream) stream.address = readConnection(value);
				else connection = readConnection(value);
				break;
			case "m=":
				if (description.streams.length === STREAMS) return undefined;
				stream = readMedia(value, connection || description.address, direction);
				if (!stream) return undefined;
				description.streams.push(stream);
				break;
			case "a=":
				if (stream) readAttribute(value, stream);
				else direction = readDirection(value) ?? direction;
				break;
		}
	}
	if (!stream) return undefined;
	return description;
}

/** Writes a session description; a refused stream (port 0) is its m= line only (RFC 3264 §6). */
export function formatDescription(description: Description): string {
	const origin = connectionOf(description.address);
	let text = `v=0\r\no=- ${description.session} ${description.version} ${origin}\r\ns=${description.name}\r\n`;
	text += `c=${origin}\r\nt=0 0\r\n`;
	for (const stream of description.streams) {
		text += `m=${stream.kind} ${stream.port} ${stream.protocol}`;
		for (const format of stream.formats) text += ` ${format.type}`;
		text += "\r\n";
		if (stream.port === 0) continue;
		if (stream.address !== description.address) text += `c=${connectionOf(stream.address)}\r\n`;
		for (const format of stream.formats) {
			if (format.encoding) text += `a=rtpmap:${format.type} ${format.encoding}\r\n`;
			if (format.parameters) text += `a=fmtp:${format.type} ${format.parameters}\r\n`;
		}
		if (stream.ptime !== undefined) text += `a=ptime:${stream.ptime}\r\n`;
		if (stream.maxptime !== undefined) text += `a=maxptime:${stream.maxptime}\r\n`;
		if (stream.rtcpPort !== stream.port + 1) text += `a=rtcp:${stream.rtcpPort}\r\n`;
		text += `a=${stream.direction}\r\n`;
	}
	return text;
}

function connectionOf(address: string): string {
	return `IN ${address.includes(":") ? "IP6" : "IP4"} ${address}`;
}

/** `username session version IN IP4 address`; the address serves where a careless peer leaves out c=. */
function readOrigin(value: string, description: Draft<Description>): void {
	const parts = value.split(WHITESPACE, WORDS);
	description.session = parts[1] ?? "";
	description.version = parts[2] ?? "";
	description.address = parts[5] ?? "";
}

/** `IN IP4 address/ttl`: only the address matters. */
function readConnection(value: string): string {
	const address = value.split(WHITESPACE, WORDS)[2] ?? "";
	const slash = address.indexOf("/");
	return slash < 0 ? address : address.slice(0, slash);
}

/** `audio port/count protocol format …`. */
function readMedia(value: string, address: string, direction: Direction): StreamDraft | undefined {
	const parts = value.split(WHITESPACE, FORMATS + 3);
	const kind = parts[0];
	const ports = parts[1];
	const protocol = parts[2];
	if (!kind || !ports || !protocol) return undefined;
	const slash = ports.indexOf("/");
	const port = readNumber(slash < 0 ? ports : ports.slice(0, slash), 65535) ?? 0;
	const formats: Draft<Format>[] = [];
	for (let index = 3; index < parts.length; index++) {
		const type = parts[index]!;
		formats.push({ type, encoding: STATIC[type] ?? "", parameters: "" });
	}
	const rtcpPort = Math.min(port + 1, 65535);
	return { kind, port, protocol, formats, address, rtcpPort, direction, ptime: undefined, maxptime: undefined };
}

function readAttribute(value: string, stream: StreamDraft): void {
	const colon = value.indexOf(":");
	if (colon < 0) {
		stream.direction = readDirection(value) ?? stream.direction;
		return;
	}
	const parts = value
		.slice(colon + 1)
		.trim()
		.split(WHITESPACE, WORDS);
	const first = parts[0]!;
	switch (value.slice(0, colon)) {
		case "rtpmap":
			readEncoding(first, parts[1], stream);
			break;
		case "fmtp":
			for (const format of stream.formats) if (format.type === first) format.parameters = parts.slice(1).join(" ");
			break;
		case "ptime":
			stream.ptime = readNumber(first, 65535);
			break;
		case "maxptime":
			stream.maxptime = readNumber(first, 65535);
			break;
		case "rtcp":
			stream.rtcpPort = readNumber(first, 65535) || stream.rtcpPort;
			break;
	}
}

/** `PCMU/8000/1`: one channel goes without saying (RFC 8866 §6.6). */
function readEncoding(type: string, encoding: string | undefined, stream: StreamDraft): void {
	if (!encoding) return;
	for (const format of stream.formats) {
		if (format.type === type) format.encoding = encoding.endsWith("/1") ? encoding.slice(0, -2) : encoding;
	}
}

function readDirection(value: string): Direction | undefined {
	switch (value) {
		case "sendrecv":
		case "sendonly":
		case "recvonly":
		case "inactive":
			return value;
		default:
			return undefined;
	}
}

function readNumber(text: string, most: number): number | undefined {
	if (!NUMBER.test(text)) return undefined;
	const number = Number(text);
	return number <= most ? number : undefined;
}
