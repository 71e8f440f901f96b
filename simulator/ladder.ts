import { parseChallenge } from "../modules/auth/digest.ts";
import { parseDescription } from "../modules/sdp/description.ts";
import {
	type Message,
	parseCommandSequence,
	parseMessage,
	type Request,
	type Response,
} from "../modules/sip/message.ts";
import { parseNameAddress } from "../modules/sip/name-address.ts";

/** Columns between the lines of the two parties. */
const WIDTH = 50;
const INDENT = 14;

/** A datagram between the two parties of a ladder, as the left one sees it. */
export interface LadderMessage {
	/** Milliseconds since the ladder begins. */
	readonly at: number;
	readonly direction: "sent" | "received";
	readonly text: string;
}

/** The first line of a ladder: who is who. */
export function ladderHead(left: string, right: string): string {
	return (
		`${" ".repeat(INDENT - Math.floor(left.length / 2))}${left}`.padEnd(
			INDENT + WIDTH + 1 - Math.floor(right.length / 2),
		) + right
	);
}

/** Method or status of a message, and a few words on what it is for. Keys pressed are not told. */
export function ladderWords(text: string): { readonly title: string; readonly note: string } {
	const parsed = parseMessage(text);
	const message = parsed && "message" in parsed ? parsed.message : undefined;
	return message ? { title: titleOf(message), note: noteOf(message) } : { title: "(no SIP)", note: "" };
}

/** One message as an arrow with its words. */
export function ladderLine({ at, direction, text }: LadderMessage): string {
	const { title, note } = ladderWords(text);
	const shaft = "─".repeat(Math.max(1, WIDTH - title.length - 3));
	const arrow = direction === "sent" ? ` ${title} ${shaft}▶` : `◀${shaft} ${title} `;
	const time = `${(at / 1000).toFixed(3)} s`.padStart(INDENT - 3);
	return `${time}   │${arrow}│  ${note}`.trimEnd();
}

function titleOf(message: Message): string {
	if (message.type === "request") return message.method;
	const { status, reason, headers } = message;
	return `${status} ${reason} (${parseCommandSequence(headers.get("CSeq"))?.method})`;
}

function noteOf(message: Message): string {
	return (message.type === "request" ? requestNotes(message) : responseNotes(message)).join(", ");
}

function requestNotes(request: Request): string[] {
	const { method, headers, body } = request;
	const notes: string[] = [];
	if (method === "REGISTER") {
		const expires = headers.get("Expires");
		notes.push(expires === "0" ? "unregister" : `asks for ${expires} s`);
	}
	if (method === "INVITE" && isWithin(request)) notes.push("changes the call");
	if (method === "INFO") notes.push("a key was pressed");
	if (body !== "") notes.push(...soundNotes(body, "offers"));
	if (headers.get("Authorization") !== undefined || headers.get("Proxy-Authorization") !== undefined)
		notes.push("with credentials");
	return notes;
}

function responseNotes({ status, headers, body }: Response): string[] {
	const challenges = headers.all(status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate");
	if (challenges.length > 0) {
		const algorithms = challenges.map((value) => parseChallenge(value)?.algorithm ?? "?");
		return [`asks for credentials (${algorithms.join(", ")})`];
	}
	if (status === 423) return [`at least ${headers.get("Min-Expires")} s`];
	if (parseCommandSequence(headers.get("CSeq"))?.method === "REGISTER" && status === 200) {
		const contact = parseNameAddress(headers.get("Contact") ?? "");
		const seconds = contact?.parameters?.get("expires") ?? headers.get("Expires");
		return [seconds === undefined ? "unregistered" : `registered for ${seconds} s`];
	}
	return body === "" ? [] : soundNotes(body, "takes");
}

/** Whether a request belongs to a call that is answered already. */
function isWithin(request: Request): boolean {
	return parseNameAddress(request.headers.get("To") ?? "")?.tag !== undefined;
}

function soundNotes(body: string, verb: string): string[] {
	const stream = parseDescription(body)?.streams[0];
	if (!stream) return [];
	const codecs = stream.formats
		.map((format) => format.encoding.split("/", 1)[0])
		.filter((name) => /^PCM[AU]$/i.test(name!));
	const held = stream.direction === "sendrecv" ? [] : [stream.direction];
	return [`${verb} ${codecs.join(" or ")} on port ${stream.port}`, ...held];
}
