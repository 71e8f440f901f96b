import { type HostPort, parseHostPort } from "./host-port.ts";
import { checkParameters, isPlain, Parameters, plainValue } from "./parameters.ts";

/** Begins nearly every Via of a datagram. */
const USUAL = "SIP/2.0/UDP ";
/** Spaces in a sent-by. */
const SPACE_LIMIT = 16;
const UNREADABLE: HostPort = Object.freeze({ host: "", port: undefined });

/** One hop of a message's way (RFC 3261 §20.42, RFC 3581). */
export class Via {
	/** In upper case. */
	readonly transport: string;
	/** All that stands before the parameters. */
	#base: string;
	/** These two are kept as text until somebody asks for more. */
	#sentBy: HostPort | string;
	#parameters: Parameters | string;

	constructor(base: string, transport: string, sentBy: string, parameters: Parameters | string) {
		this.transport = transport;
		this.#base = base;
		this.#sentBy = sentBy;
		this.#parameters = parameters;
	}

	/** As received, an IPv6 reference with its brackets; "" when it cannot be read. */
	get host(): string {
		return this.#place().host;
	}

	get port(): number | undefined {
		return this.#place().port;
	}

	get parameters(): Parameters {
		if (typeof this.#parameters === "string") this.#parameters = new Parameters(this.#parameters);
		return this.#parameters;
	}

	get branch(): string | undefined {
		const list = this.#parameters;
		return (typeof list === "string" ? plainValue(list, "branch") : undefined) ?? this.parameters.get("branch");
	}

	toString(): string {
		return `${this.#base}${this.#parameters}`;
	}

	#place(): HostPort {
		if (typeof this.#sentBy === "string") this.#sentBy = parseHostPort(this.#sentBy) ?? UNREADABLE;
		return this.#sentBy;
	}
}

/** Reads one Via value of SIP/2.0, over any transport; else `undefined`. */
export function parseVia(text: string): Via | undefined {
	const semicolon = text.indexOf(";");
	const base = semicolon < 0 ? text : text.slice(0, semicolon);
	const parameters = checkParameters(semicolon < 0 ? "" : text.slice(semicolon));
	if (parameters === undefined) return undefined;
	if (base.startsWith(USUAL)) return new Via(base, "UDP", base.slice(USUAL.length), parameters);
	return parseUnusual(base, parameters);
}

/** Whether {@link parseVia} will read a text. Of the usual form this is known at a glance. */
export function isVia(text: string): boolean {
	const semicolon = text.indexOf(";");
	if (text.startsWith(USUAL) && (semicolon < 0 || isPlain(text.slice(semicolon)))) return true;
	return parseVia(text) !== undefined;
}

/** The slow way, for other transports and white space that few write. */
function parseUnusual(base: string, parameters: Parameters | string): Via | undefined {
	const parts = base.split("/", 4);
	if (parts.length !== 3 || parts[0]!.trim().toUpperCase() !== "SIP" || parts[1]!.trim() !== "2.0") return undefined;
	const sent = parts[2]!.trim();
	const space = sent.indexOf(" ");
	if (space < 0) return undefined;
	const sentBy = sent.slice(space).split(" ", SPACE_LIMIT).join("");
	return new Via(base.trimEnd(), sent.slice(0, space).toUpperCase(), sentBy, parameters);
}
