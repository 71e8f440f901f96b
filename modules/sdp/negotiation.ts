import { isNowhere, isUnicast } from "./connection-address.ts";
import {
	type Description,
	type Direction,
	type Format,
	formatDescription,
	parseDescription,
	type Stream,
} from "./description.ts";

/** The two laws of G.711. */
export type Law = "PCMU" | "PCMA";

/** What a received payload type means. */
export type Payload = Law | "telephone-event";

/** The agreed stream, as seen by us. */
export interface Media {
	/** Where the peer wants RTP. */
	readonly address: string;
	readonly port: number;
	readonly rtcpPort: number;
	/** What we send, and under which number: the peer's. */
	readonly law: Law;
	readonly sendPayloadType: number;
	/** `undefined` when the peer does not take telephone events. */
	readonly eventSendPayloadType: number | undefined;
	/** What may arrive under which number. Anything else, comfort noise among it, is not for playing. */
	readonly receives: ReadonlyMap<number, Payload>;
	/** Milliseconds of sound per packet we send, 10 to 60. */
	readonly ptime: number;
	readonly direction: Direction;
	/** The peer does not want to hear us. */
	readonly hold: boolean;
	/** Differs from what was agreed before: tell the sender and the source lock. */
	readonly changed: boolean;
}

export interface NegotiationOptions {
	/** Our address, port and RTCP port (`port` + 1 unless given) for this stream. */
	readonly address: string;
	readonly port: number;
	readonly rtcpPort?: number;
	/** Number of the session for o=; any whole number that is not used twice. */
	readonly session: number;
	/** Laws in order of preference. */
	readonly laws?: readonly Law[];
	/** Session name, s=. */
	readonly name?: string;
}

const EVENT = "telephone-event/8000";
const EVENT_TYPE = "101";
const EVENT_PARAMETERS = "0-15";
const LAWS: readonly Law[] = Object.freeze(["PCMA", "PCMU"] as const);
const TYPES: Readonly<Record<Law, string>> = Object.freeze({ PCMU: "0", PCMA: "8" });
/** The index is a set of two bits: 1 sends, 2 receives. */
const DIRECTIONS: readonly Direction[] = Object.freeze(["inactive", "sendonly", "recvonly", "sendrecv"] as const);
const SENDS = 1;
const RECEIVES = 2;
const PTIME = 20;
const PTIME_LEAST = 10;
const PTIME_MOST = 60;
const TYPE = /^[0-9]{1,3}$/;
const TYPE_MOST = 127;
/** Payload types from here on mean what the description says (RFC 3551 §6). */
const TYPE_DYNAMIC = 96;

/**
 * Offers and answers for one stream of G.711 and telephone events (RFC 3264, RFC 3551, RFC 4733).
 *
 * Deviates from RFC 3264 §8 in trusting content rather than the version in the peer's o= line: the same description
 * never counts as a change, and a peer that forgets to count up is still put on hold.
 */
export class MediaNegotiation {
	/** What we want, seen by us; for the next offer or answer. */
	direction: Direction = "sendrecv";

	readonly #session: string;
	readonly #name: string;
	readonly #laws: readonly Law[];
	#address = "";
	#port = 0;
	#rtcpPort = 0;
	#version = 0;
	#text = "";
	/** Every stream of our latest description: refused ones keep their place (RFC 3264 §8). */
	#streams: readonly Stream[] = [];
	/** Which of them is ours. */
	#index = 0;
	#eventType = EVENT_TYPE;
	#media: Media | undefined;
	#agreed = "";

	constructor(options: NegotiationOptions) {
		const session = options.session;
		if (!Number.isSafeInteger(session) || session < 0) throw new RangeError(`session: ${session}`);
		this.#session = String(session);
		this.#name = options.name ?? "ESP32 Doorbell";
		this.#laws = options.laws ?? LAWS;
		this.move(options.address, options.port, options.rtcpPort);
	}

	/** What was agreed last; `undefined` before that. */
	get media(): Media | undefined {
		return this.#media;
	}

	/** Our address or port is another one from the next offer or answer on. */
	move(address: string, port: number, rtcpPort = port + 1): void {
		if (!Number.isInteger(port) || port < 1 || port > 65535) throw new RangeError(`port: ${port}`);
		this.#address = address;
		this.#port = port;
		this.#rtcpPort = rtcpPort;
	}

	/** Everything we can do, in our order: for an INVITE, or the 2xx to one without an offer. */
	offer(): string {
		const formats: Format[] = [];
		for (const law of this.#laws) formats.push({ type: TYPES[law], encoding: `${law}/8000`, parameters: "" });
		formats.push({ type: this.#eventType, encoding: EVENT, parameters: EVENT_PARAMETERS });
		const streams = this.#streams.slice();
		streams[this.#index] = this.#stream(formats, "RTP/AVP", this.direction);
		return this.#describe(streams);
	}

	/** Our answer to the peer's offer, by the first law of it that we know; `undefined` when there is none (488). */
	answer(offer: string): { readonly text: string; readonly media: Media } | undefined {
		const description = parseDescription(offer);
		const index = description ? description.streams.findIndex((stream) => this.#accepts(stream)) : -1;
		if (!description || index < 0) return undefined;
		const theirs = description.streams[index]!;
		const audio = theirs.formats.find((format) => this.#law(format))!;
		const event = theirs.formats.find(isEvent);
		const formats = [audio];
		if (event) {
			// A number keeps its meaning for the whole session (RFC 3264 §8.3.2).
			if (Number(event.type) >= TYPE_DYNAMIC) this.#eventType = event.type;
			formats.push({ ...event, parameters: EVENT_PARAMETERS });
		}
		const receives = new Map<number, Payload>();
		this.#receive(formats, receives);
		const media = this.#agree(theirs, audio, event, receives);
		this.#index = index;
		const ours = this.#stream(formats, theirs.protocol, media.direction);
		const text = this.#describe(description.streams.map((stream, at) => (at === index ? ours : refused(stream))));
		return { text, media };
	}

	/** Takes the peer's answer to our latest offer; `undefined` when nothing in it is of use. A later one replaces it. */
	accept(answer: string): Media | undefined {
		const ours = this.#streams[this.#index];
		const theirs = parseDescription(answer)?.streams[this.#index];
		if (!ours || !theirs) return undefined;
		// Some leave out the a=rtpmap of a number that we have named.
		const formats = theirs.formats.map((format) =>
			format.encoding ? format : (ours.formats.find(({ type }) => type === format.type) ?? format),
		);
		const stream = { ...theirs, formats };
		if (!this.#accepts(stream)) return undefined;
		const audio = formats.find((format) => this.#law(format))!;
		const receives = new Map<number, Payload>();
		// By the book a peer sends under our numbers; some use their own, which does no harm unless it is taken.
		this.#receive(formats, receives);
		this.#receive(ours.formats, receives);
		return this.#agree(stream, audio, formats.find(isEvent), receives);
	}

	/** Is there something in the stream that we can send to and hear? */
	#accepts(stream: Stream): boolean {
		if (stream.kind !== "audio" || stream.port === 0) return false;
		if (stream.protocol !== "RTP/AVP" && stream.protocol !== "RTP/AVPF") return false;
		return isUnicast(stream.address) && stream.formats.some((format) => this.#law(format));
	}

	#law(format: Format): Law | undefined {
		const encoding = format.encoding.toUpperCase();
		return isType(format) ? this.#laws.find((law) => encoding === `${law}/8000`) : undefined;
	}

	#receive(formats: readonly Format[], receives: Map<number, Payload>): void {
		for (const format of formats) {
			const payload = isEvent(format) ? "telephone-event" : this.#law(format);
			if (payload) receives.set(Number(format.type), payload);
		}
	}

	#agree(theirs: Stream, audio: Format, event: Format | undefined, receives: ReadonlyMap<number, Payload>): Media {
		const wanted = isNowhere(theirs.address) ? 0 : DIRECTIONS.indexOf(theirs.direction);
		// What one end sends the other receives.
		const mirrored = (wanted & SENDS ? RECEIVES : 0) | (wanted & RECEIVES ? SENDS : 0);
		const least = Math.min(theirs.ptime || PTIME, theirs.maxptime || PTIME_MOST);
		const media = {
			address: theirs.address,
			port: theirs.port,
			rtcpPort: theirs.rtcpPort,
			law: this.#law(audio)!,
			sendPayloadType: Number(audio.type),
			eventSendPayloadType: event && Number(event.type),
			receives,
			ptime: Math.max(PTIME_LEAST, Math.min(least, PTIME_MOST)),
			direction: DIRECTIONS[mirrored & DIRECTIONS.indexOf(this.direction)]!,
			hold: (wanted & RECEIVES) === 0,
		};
		const agreed = Object.values(media).join(" ") + Array.from(receives).join(" ");
		this.#media = { ...media, changed: agreed !== this.#agreed };
		this.#agreed = agreed;
		return this.#media;
	}

	#stream(formats: readonly Format[], protocol: string, direction: Direction): Stream {
		return {
			kind: "audio",
			port: this.#port,
			protocol,
			formats,
			address: this.#address,
			rtcpPort: this.#rtcpPort,
			direction,
			ptime: PTIME,
			maxptime: undefined,
		};
	}

	/** Writes our description; its version counts up when anything else in it changed (RFC 3264 §8). */
	#describe(streams: readonly Stream[]): string {
		this.#streams = streams;
		let text = this.#format();
		if (this.#text && text !== this.#text) {
			this.#version++;
			text = this.#format();
		}
		this.#text = text;
		return text;
	}

	#format(): string {
		const description: Description = {
			session: this.#session,
			version: String(this.#version),
			address: this.#address,
			name: this.#name,
			streams: this.#streams,
		};
		return formatDescription(description);
	}
}

/** A refused stream repeats one format, because the m= line needs one (RFC 3264 §6). */
function refused(stream: Stream): Stream {
	return { ...stream, port: 0, formats: stream.formats.slice(0, 1) };
}

function isEvent(format: Format): boolean {
	return format.encoding.toLowerCase() === EVENT && isType(format);
}

function isType(format: Format): boolean {
	return TYPE.test(format.type) && Number(format.type) <= TYPE_MOST;
}
