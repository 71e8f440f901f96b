import { type HostPort, PORT_MAXIMUM, parseHostPort } from "./host-port.ts";
import { isPlain, type Parameters, parseParameters } from "./parameters.ts";

/** Begins nearly every Via of a datagram. */
const UDP = "SIP/2.0/UDP ";
/** Such a Via up to its branch, which is the first parameter. Longer texts are read the slow way, as in uri.ts. */
const USUAL = /^SIP\/2\.0\/UDP ([-\w.]+)(?::(\d+)|);branch=/;
const USUAL_LENGTH = 160;
/** Spaces in a sent-by. */
const SPACE_LIMIT = 16;
const UNREADABLE: HostPort = Object.freeze({ host: "", port: undefined });

/** One hop of a message's way (RFC 3261 §20.42, RFC 3581). */
export interface Via {
	/** As it was read. */
	readonly text: string;
	/** In upper case. */
	readonly transport: string;
	/** As received, an IPv6 reference with its brackets; "" when it cannot be read. */
	readonly host: string;
	readonly port: number | undefined;
	readonly branch: string | undefined;
}

/** The parameters of a Via; {@link withParameters} makes one of them again. */
export function viaParameters({ text }: Via): Parameters {
	return parseParameters(text.slice(beforeParameters(text).length))!;
}

/** The text of a Via whose parameters are others. */
export function withParameters({ text }: Via, parameters: Parameters): string {
	return `${beforeParameters(text)}${parameters}`;
}

function beforeParameters(text: string): string {
	const semicolon = text.indexOf(";");
	return semicolon < 0 ? text : text.slice(0, semicolon);
}

/** Reads one Via value of SIP/2.0, over any transport; else `undefined`. */
export function parseVia(text: string): Via | undefined {
	const usual = text.length > USUAL_LENGTH ? null : USUAL.exec(text);
	if (usual === null || text.includes('"') || text.includes(";;") || text.includes(" ", UDP.length))
		return parseUnusual(text);
	const digits = usual[2];
	const port = digits === undefined ? undefined : Number(digits);
	if (port !== undefined && !(port > 0 && port <= PORT_MAXIMUM)) return parseUnusual(text);
	const start = usual[0]!.length;
	const end = text.indexOf(";", start);
	return { text, transport: "UDP", host: usual[1]!, port, branch: text.slice(start, end < 0 ? text.length : end) };
}

/** Whether {@link parseVia} will read a text. Of the usual form this is known at a glance. */
export function isVia(text: string): boolean {
	const semicolon = text.indexOf(";");
	if (text.startsWith(UDP) && (semicolon < 0 || isPlain(text, semicolon))) return true;
	return parseVia(text) !== undefined;
}

/** The slow way, for other parameters, transports, and white space that few write. */
function parseUnusual(text: string): Via | undefined {
	const base = beforeParameters(text);
	const parameters = parseParameters(text.slice(base.length));
	if (!parameters) return undefined;
	const branch = parameters.get("branch");
	if (base.startsWith(UDP)) return hop(text, "UDP", base.slice(UDP.length), branch);
	const parts = base.split("/", 4);
	if (parts.length !== 3 || parts[0]!.trim().toUpperCase() !== "SIP" || parts[1]!.trim() !== "2.0") return undefined;
	const sent = parts[2]!.trim();
	const space = sent.indexOf(" ");
	if (space < 0) return undefined;
	return hop(text, sent.slice(0, space).toUpperCase(), sent.slice(space).split(" ", SPACE_LIMIT).join(""), branch);
}

function hop(text: string, transport: string, sentBy: string, branch: string | undefined): Via {
	const { host, port } = parseHostPort(sentBy) ?? UNREADABLE;
	return { text, transport, host, port, branch };
}
