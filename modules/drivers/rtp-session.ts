import { SOUND } from "../audio/sound.ts";
import type { Clock, Datagram, Host, HostSound, Udp } from "../host.ts";
import type { CourseCode } from "../rtp/course.ts";
import { JitterBuffer } from "../rtp/jitter-buffer.ts";
import { Header, readHeader } from "../rtp/packet.ts";
import type { Played } from "../rtp/playout.ts";
import { Reception } from "../rtp/reception.ts";
import { RtcpSession } from "../rtp/rtcp-session.ts";
import { type Encoder, RtpSender } from "../rtp/sender.ts";
import { SourceLock } from "../rtp/source-lock.ts";
import { TelephoneEventReceiver } from "../rtp/telephone-event.ts";
import { TelephoneEventSender } from "../rtp/telephone-event-sender.ts";
import type { Law, Media } from "../sdp/negotiation.ts";

/** Pairs of ports tried when the host chooses. */
export const PORT_TRIES = 16;

/** Random starting points have 32 bits (RFC 3550 §5.1). */
const WORD = 0x1_0000_0000;

/** An address that means "do not send" is none to send to. */
const NOWHERE = "0.0.0.0";
/** Percent that leave sound as it is. */
const UNCHANGED = 100;

export interface RtpSessionOptions {
	readonly host: Host;
	/** Even UDP port for RTP, RTCP on the next one; 0 lets the host choose. */
	readonly port: number;
	/** Samples that come from the microphone, and those that go to the loudspeaker. */
	readonly recorded: Int16Array;
	readonly played: Int16Array;
	/** A key pressed on the peer's phone. */
	readonly onDigit: (digit: string) => void;
}

/** What the stream has seen, for the status and the log. */
export interface MediaStatistics {
	readonly law: Law;
	readonly sent: number;
	/** Packets that arrived, with copies; and those that never did. */
	readonly received: number;
	readonly lost: number;
	/** Those that arrived when their time was over. */
	readonly late: number;
	readonly duplicate: number;
	readonly reordered: number;
	/** Datagrams that were no RTP, or not from the peer. */
	readonly refused: number;
	/** Milliseconds of sound made up for what was lost or late. */
	readonly concealed: number;
	/** Milliseconds. */
	readonly jitter: number;
	/** Milliseconds of sound that wait to be played. */
	readonly depth: number;
	/** Milliseconds to the peer and back; `undefined` while unknown. */
	readonly roundTrip: number | undefined;
	/** Share of our packets that the peer missed lately, 0 to 1; `undefined` while unknown. */
	readonly remoteLoss: number | undefined;
}

/** The sockets and the stream of one conversation: symmetric RTP and RTCP on a pair of ports (RFC 3550, RFC 4961). */
export class RtpSession {
	// What a frame needs comes first: XS looks private fields up one after the other.
	#sender: RtpSender | undefined;
	/** `undefined` while the agreement wants no sound of us. */
	#encoder: Encoder | undefined;
	/** Keys of ours; made with the first press. */
	#keys: TelephoneEventSender | undefined;
	#rtp: Udp;
	#lock: SourceLock | undefined;
	/** Made with the first sound: where a session is made, the stack is deep (docs/architecture.md, Bounds). */
	#jitter: JitterBuffer | undefined;
	readonly #recorded: Int16Array;
	readonly #played: Int16Array;
	readonly #clock: Clock;
	/** Native code for whole packets, and what it needs to know. */
	readonly #course: CourseCode | undefined;
	#senderNumbers: ArrayBufferLike | undefined;
	readonly #recordedBuffer: ArrayBufferLike;
	#aLaw = 0;
	#options: RtpSessionOptions;
	#media: Media | undefined;
	#heardAt = Number.NEGATIVE_INFINITY;
	#closed = false;
	#rtcp: Udp;
	#header = new Header();
	/** Keys of theirs; made with the first of their packets. */
	#events: TelephoneEventReceiver | undefined;
	#reception = new Reception();
	#reports: RtcpSession | undefined;
	readonly #sound: HostSound;
	#refused = 0;

	/** Opens the two sockets; throws when the ports are taken. */
	constructor(options: RtpSessionOptions) {
		this.#options = options;
		this.#recorded = options.recorded;
		this.#recordedBuffer = options.recorded.buffer;
		this.#played = options.played;
		this.#clock = options.host.clock;
		this.#course = options.host.sound?.course;
		[this.#rtp, this.#rtcp] = this.#open(options.port);
		this.#sound = options.host.sound ?? SOUND;
	}

	get port(): number {
		return this.#rtp.port;
	}

	get media(): Media | undefined {
		return this.#media;
	}

	/** When anything came from the peer, sound or report, or was agreed; in the past before that. */
	get heardAt(): number {
		return Math.max(this.#heardAt, this.#reports?.heardAt ?? Number.NEGATIVE_INFINITY);
	}

	/** Starts the stream as agreed, or changes it to a new agreement. */
	agree(media: Media, now: number): void {
		this.#media = media;
		this.#heardAt = now;
		const silent = media.direction === "recvonly" || media.direction === "inactive";
		this.#encoder = silent ? undefined : this.#sound[media.law];
		this.#aLaw = media.law === "PCMA" ? 1 : 0;
		if (media.eventSendPayloadType === undefined) this.#keys = undefined;
		this.#jitter?.settle();
		if (!this.#sender || !this.#lock) {
			this.#start(media, now);
		} else if (media.changed) {
			this.#sender.use(media.sendPayloadType, media.ptime);
			this.#lock.relock(media.address, media.port, now);
		}
	}

	/** Presses keys of ours, one after the other; false when the peer takes none in the stream. */
	press(keys: string): boolean {
		if (!this.#sender || this.#media?.eventSendPayloadType === undefined) return false;
		this.#keys ??= new TelephoneEventSender(this.#sender);
		this.#keys.press(keys);
		return true;
	}

	/**
	 * Sends the first `count` recorded samples, made louder or softer by `percent`, or keys in their place; nothing while
	 * the agreement says so.
	 */
	send(count: number, percent = UNCHANGED): void {
		const sender = this.#sender;
		const encoder = this.#encoder;
		if (!sender || !encoder || this.#keys?.busy) {
			this.#sendOther(count);
			return;
		}
		const course = this.#course;
		if (course && sender.room === count && sender.size === count) {
			course.send(this.#senderNumbers!, this.#aLaw, this.#recordedBuffer, count, percent, sender.packet);
			this.#transmit(sender.packet);
			return;
		}
		for (let at = 0; at < count; ) {
			at = sender.encode(encoder, this.#recorded, at, count, percent);
			if (sender.isWhole) this.#transmit(sender.packet);
		}
	}

	/** While no sound is sent: nothing, or keys. */
	#sendOther(count: number): void {
		const keys = this.#keys;
		const type = this.#media?.eventSendPayloadType;
		if (!this.#encoder || !keys || type === undefined) this.#sender?.skip(count);
		else if (keys.next(type)) this.#transmit(keys.packet);
	}

	/** Fills the first `count` samples to be played with what the peer says, made louder or softer by `percent`. */
	read(count: number, percent = UNCHANGED): Played {
		if (this.#jitter) return this.#jitter.read(this.#played, count, percent);
		this.#played.fill(0, 0, count);
		return "silence";
	}

	/** Sends the report that is due. */
	expire(now: number): void {
		if (!this.#reports || now < this.#reports.deadline) return;
		this.#jitter?.settle();
		const report = this.#reports.expire(now);
		if (report) this.#report(report);
	}

	statistics(): MediaStatistics | undefined {
		if (!this.#media || !this.#sender) return undefined;
		this.#jitter?.settle();
		const counts = this.#jitter?.counts;
		const { received, lost, duplicate, reordered } = this.#reception.totals;
		return {
			law: this.#media.law,
			sent: this.#sender.packets,
			received,
			lost,
			late: counts?.late ?? 0,
			duplicate,
			reordered,
			refused: this.#refused,
			concealed: Math.round((counts?.concealed ?? 0) / 8),
			jitter: Math.round(this.#reception.jitter / 8),
			depth: Math.round(this.#jitter?.depth ?? 0),
			roundTrip: this.#reports?.remote?.roundTrip,
			remoteLoss: this.#reports?.remote?.loss,
		};
	}

	/** Opens the sockets anew, on the same ports, because our address has changed. */
	reopen(): void {
		const { port } = this;
		this.#rtcp.close();
		this.#rtp.close();
		try {
			[this.#rtp, this.#rtcp] = this.#open(port);
		} catch {
			// Another program took the ports in between: nothing will be heard, and that ends the call.
		}
	}

	close(now: number): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#jitter?.settle();
		if (this.#reports) this.#report(this.#reports.leave(now));
		this.#rtcp.close();
		this.#rtp.close();
	}

	#open(port: number): [Udp, Udp] {
		const { Udp } = this.#options.host;
		const rtp = { onReadable: () => this.#receive() };
		const rtcp = { onReadable: () => this.#receiveReports() };
		for (let tries = 1; ; tries += 1) {
			const first = new Udp({ port, ...rtp });
			try {
				if (first.port % 2 !== 0) throw new RangeError(`odd RTP port: ${first.port}`);
				return [first, new Udp({ port: first.port + 1, ...rtcp })];
			} catch (error) {
				// The pair is not free, or the host chose an odd port.
				first.close();
				if (port !== 0 || tries === PORT_TRIES) throw error;
			}
		}
	}

	#start(media: Media, now: number): void {
		const { random, token, clock } = this.#options.host;
		this.#sender = new RtpSender({
			ssrc: (random() * WORD) | 0,
			sequence: Math.floor(random() * 0x8000),
			timestamp: (random() * WORD) | 0,
			payloadType: media.sendPayloadType,
			ptime: media.ptime,
		});
		this.#senderNumbers = this.#sender.numbers.buffer;
		this.#lock = new SourceLock(media.address, media.port);
		this.#reports = new RtcpSession({
			sender: this.#sender,
			reception: this.#reception,
			name: token(),
			random,
			now,
			time: clock.time(),
		});
	}

	/** Takes all datagrams that wait. Early media, before the agreement, is read and not heard. */
	#receive(): void {
		for (let datagram = this.#rtp.read(); datagram; datagram = this.#closed ? undefined : this.#rtp.read()) {
			if (!this.#media) continue;
			const now = this.#clock.now();
			if (this.#lock!.knows(datagram.address, datagram.port, now) && this.#jitter?.follow(datagram, now))
				this.#heardAt = now;
			else this.#take(datagram, this.#media, now);
		}
	}

	/** A datagram that may be anything. */
	#take(datagram: Datagram, media: Media, now: number): void {
		const packet = new Uint8Array(datagram);
		const header = this.#header;
		if (!readHeader(packet, header) || !this.#lock!.accept(datagram.address, datagram.port, now)) {
			this.#refused += 1;
			return;
		}
		this.#heardAt = now;
		this.#jitter?.settle();
		const copy = !this.#reception.receive(header);
		const payload = media.receives.get(header.payloadType);
		if (payload === "telephone-event") this.#event(packet, now);
		else if (payload !== undefined && !copy) {
			this.#reception.time(header.timestamp, now);
			this.#jitter ??= new JitterBuffer(this.#sound, undefined, this.#reception);
			this.#jitter.insert(packet, header, this.#sound[payload]);
		}
	}

	/** A packet of a telephone event, whose header has been read. */
	#event(packet: Uint8Array, now: number): void {
		this.#events ??= new TelephoneEventReceiver();
		const digit = this.#events.receive(packet, this.#header, now);
		if (digit !== undefined) this.#options.onDigit(digit);
	}

	#receiveReports(): void {
		for (let datagram = this.#rtcp.read(); datagram; datagram = this.#closed ? undefined : this.#rtcp.read()) {
			// Anybody may send here: only the address that the sound comes from is believed.
			if (datagram.address === this.#lock?.address)
				this.#reports?.receive(new Uint8Array(datagram), this.#options.host.clock.now());
		}
	}

	#report(report: Uint8Array): void {
		if (!this.#media || !this.#lock || this.#lock.address === NOWHERE) return;
		try {
			this.#rtcp.write(report, this.#lock.address, this.#media.rtcpPort);
		} catch {
			// Lost, as on the wire; there will be another one.
		}
	}

	/** Sends a packet where sound comes from, or is to go to. */
	#transmit(packet: Uint8Array): void {
		const lock = this.#lock!;
		const address = lock.address;
		if (address === NOWHERE) return;
		try {
			this.#rtp.write(packet, address, lock.port);
		} catch {
			// Lost, as on the wire; the next packet comes in 20 ms.
		}
	}
}
