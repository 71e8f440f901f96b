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
	const tidy = isTidy(text);
	const lines = text.split("\n", LINES);
	for (let index = 0; index < lines.length; index++) {
		const line = tidy ? lines[index]! : lines[index]!.trim();
		switch (line.slice(0, 2)) {
			case "a=":
				if (stream) readAttribute(line, stream, tidy);
				else direction = readDirection(line.slice(2).trim()) ?? direction;
				break;
			case "o=":
				readOrigin(words(line.slice(2), WORDS, tidy), description);
				break;
			case "s=":
				description.name = line.slice(2).trim();
				break;
			case "c=":
				if (stream) stream.address = readConnection(words(line.slice(2), WORDS, tidy));
				else connection = readConnection(words(line.slice(2), WORDS, tidy));
				break;
			case "m=":
				if (description.streams.length === STREAMS) return undefined;
				stream = readMedia(words(line.slice(2), FORMATS + 3, tidy), connection || description.address, direction);
				if (!stream) return undefined;
				description.streams.push(stream);
				break;
		}
	}
	if (!stream) return undefined;
	return description;
}

/** Writes a session description; a refused stream (port 0) is its m= line only (RFC 3264 §6). */
export function formatDescription(description: Description): string {
	const origin = connectionOf(description.address);
	const { session, version, address, name, streams } = description;
	let text = `v=0\r\no=- ${session} ${version} ${origin}\r\ns=${name}\r\nc=${origin}\r\nt=0 0\r\n`;
	for (let index = 0; index < streams.length; index++) text += formatStream(streams[index]!, address);
	return text;
}

function formatStream(stream: Stream, sessionAddress: string): string {
	const { formats, port, ptime, maxptime } = stream;
	let types = "";
	let maps = "";
	for (let index = 0; index < formats.length; index++) {
		const { type, encoding, parameters } = formats[index]!;
		types += ` ${type}`;
		if (encoding) maps += `a=rtpmap:${type} ${encoding}\r\n`;
		if (parameters) maps += `a=fmtp:${type} ${parameters}\r\n`;
	}
	let text = `m=${stream.kind} ${port} ${stream.protocol}${types}\r\n`;
	if (port === 0) return text;
	if (stream.address !== sessionAddress) text += `c=${connectionOf(stream.address)}\r\n`;
	if (ptime !== undefined) maps += `a=ptime:${ptime}\r\n`;
	if (maxptime !== undefined) maps += `a=maxptime:${maxptime}\r\n`;
	if (stream.rtcpPort !== port + 1) maps += `a=rtcp:${stream.rtcpPort}\r\n`;
	return `${text}${maps}a=${stream.direction}\r\n`;
}

function connectionOf(address: string): string {
	return `IN ${address.includes(":") ? "IP6" : "IP4"} ${address}`;
}

/** `username session version IN IP4 address`; the address serves where a careless peer leaves out c=. */
function readOrigin(parts: readonly string[], description: Draft<Description>): void {
	description.session = parts[1] ?? "";
	description.version = parts[2] ?? "";
	description.address = parts[5] ?? "";
}

/** `IN IP4 address/ttl`: only the address matters. */
function readConnection(parts: readonly string[]): string {
	const address = parts[2] ?? "";
	const slash = address.indexOf("/");
	return slash < 0 ? address : address.slice(0, slash);
}

/** `audio port/count protocol format …`. */
function readMedia(parts: readonly string[], address: string, direction: Direction): StreamDraft | undefined {
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

function readAttribute(line: string, stream: StreamDraft, tidy: boolean): void {
	const colon = line.indexOf(":");
	if (colon < 0) {
		stream.direction = readDirection(line.slice(2).trim()) ?? stream.direction;
		return;
	}
	// Most attributes are none of these: nothing is split before it is known to be needed.
	const name = line.slice(2, colon);
	switch (tidy ? name : name.trim()) {
		case "rtpmap":
			readEncoding(words(line.slice(colon + 1), 2, tidy), stream);
			break;
		case "fmtp":
			readParameters(words(line.slice(colon + 1), WORDS, tidy), stream);
			break;
		case "ptime":
			stream.ptime = readNumber(words(line.slice(colon + 1), 1, tidy)[0]!, 65535);
			break;
		case "maxptime":
			stream.maxptime = readNumber(words(line.slice(colon + 1), 1, tidy)[0]!, 65535);
			break;
		case "rtcp":
			stream.rtcpPort = readNumber(words(line.slice(colon + 1), 1, tidy)[0]!, 65535) || stream.rtcpPort;
			break;
	}
}

/** `PCMU/8000/1`: one channel goes without saying (RFC 8866 §6.6). */
function readEncoding(parts: readonly string[], { formats }: StreamDraft): void {
	const type = parts[0];
	const encoding = parts[1];
	if (!encoding) return;
	for (let index = 0; index < formats.length; index++) {
		const format = formats[index]!;
		if (format.type === type) format.encoding = encoding.endsWith("/1") ? encoding.slice(0, -2) : encoding;
	}
}

/** `type parameters`, whatever they mean to the encoding. */
function readParameters(parts: readonly string[], { formats }: StreamDraft): void {
	const type = parts[0];
	for (let index = 0; index < formats.length; index++) {
		const format = formats[index]!;
		if (format.type === type) format.parameters = parts.slice(1).join(" ");
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
	const number = Number(text);
	// As numbers are usually written; the expression is for those that begin with zeros.
	if (`${number}` !== text && !NUMBER.test(text)) return undefined;
	return number >= 0 && number <= most && Number.isInteger(number) ? number : undefined;
}

/** Whether a single space, or none, stands wherever white space may stand. So it is nearly everywhere. */
function isTidy(text: string): boolean {
	if (text.includes("  ") || text.includes("\t") || text.includes("\n ")) return false;
	return !text.includes(": ") && !text.includes("= ");
}

/** The first words of a line. An expression takes thirty times as long as a single space. */
function words(text: string, limit: number, tidy: boolean): string[] {
	const line = text.trim();
	return tidy && !line.includes("\r") ? line.split(" ", limit) : line.split(WHITESPACE, limit);
}
