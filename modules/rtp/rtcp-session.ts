import type { Reception } from "./reception.ts";
import { type Compound, formatCompound, parseCompound, type ReportBlock } from "./rtcp.ts";
import type { RtpSender } from "./sender.ts";

export interface RtcpOptions {
	readonly sender: RtpSender;
	readonly reception: Reception;
	/** Canonical name: the same for all streams of one end, and no other's (RFC 3550 §6.5.1, RFC 7022); ASCII. */
	readonly name: string;
	/** From 0 to 1, for spreading the reports. */
	readonly random: () => number;
	readonly now: number;
	/** Milliseconds since 1970; unknown, the reports count from the start of the clock (RFC 3550 §4). */
	readonly time: number | undefined;
}

/** What the peer says about our stream. */
export interface RemoteStatistics {
	/** Milliseconds to the peer and back. */
	readonly roundTrip: number | undefined;
	/** Share of our packets that it missed lately, 0 to 1. */
	readonly loss: number;
	/** Milliseconds. */
	readonly jitter: number;
}

/** Mean milliseconds between two reports; the first comes after half of that (RFC 3550 §6.2). */
const INTERVAL = 5000;
const SAMPLES_PER_MILLISECOND = 8;
/** Seconds from 1900 to 1970. */
const EPOCH = 2_208_988_800;
const TWO_32 = 4_294_967_296;
/** A delay is told in 65,536ths of a second. */
const DELAY_UNIT = 65.536;

/** Sender and receiver reports of one call, both ways (RFC 3550 §6). */
export class RtcpSession {
	readonly #sender: RtpSender;
	readonly #reception: Reception;
	readonly #name: string;
	readonly #random: () => number;
	/** What to add to `now` for the time of day, fixed so that a clock being set does not look like a delay. */
	readonly #epoch: number;
	#deadline: number;
	/** What the report before said. */
	#sent = 0;
	#received = 0;
	#expected = 0;
	#about: number | undefined;
	/** Middle of the NTP time in the peer's last sender report, and when it came. */
	#lastReport = 0;
	#lastReportAt = 0;
	#remote: RemoteStatistics | undefined;
	#heardAt: number | undefined;
	#left = false;

	constructor(options: RtcpOptions) {
		this.#sender = options.sender;
		this.#reception = options.reception;
		this.#name = options.name.slice(0, 255);
		this.#random = options.random;
		this.#epoch = options.time === undefined ? 0 : EPOCH * 1000 + options.time - options.now;
		this.#deadline = options.now + this.#interval() / 2;
	}

	/** When the next report is due. */
	get deadline(): number {
		return this.#deadline;
	}

	/** `undefined` before the peer has said something about us. */
	get remote(): RemoteStatistics | undefined {
		return this.#remote;
	}

	/** When the peer's last report came: a sign of life while it sends no sound. */
	get heardAt(): number | undefined {
		return this.#heardAt;
	}

	/** The peer has said that its source leaves. */
	get left(): boolean {
		return this.#left;
	}

	/** Takes a datagram of the RTCP port; false when it is none of ours to read. */
	receive(packet: Uint8Array, now: number): boolean {
		const compound = parseCompound(packet);
		if (!compound) return false;
		this.#heardAt = now;
		const sender = compound.sender;
		if (sender) {
			this.#lastReport = (sender.seconds << 16) | (sender.fraction >>> 16);
			this.#lastReportAt = now;
		}
		for (const block of compound.blocks) if (block.ssrc === this.#sender.ssrc) this.#learn(block, now);
		if (compound.leaving.includes(compound.ssrc)) this.#left = true;
		return true;
	}

	/** The report that is due, to be sent; `undefined` when none is. */
	expire(now: number): Uint8Array | undefined {
		if (now < this.#deadline) return undefined;
		this.#deadline = now + this.#interval();
		return this.#report(now, []);
	}

	/** The last report, to be sent when the call is over (RFC 3550 §6.3.7). */
	leave(now: number): Uint8Array {
		this.#deadline = Infinity;
		return this.#report(now, [this.#sender.ssrc]);
	}

	#interval(): number {
		return INTERVAL * (0.5 + this.#random());
	}

	#learn(block: ReportBlock, now: number): void {
		let roundTrip = this.#remote?.roundTrip;
		if (block.lastReport !== 0) {
			const arrival = (this.#seconds(now) << 16) | (this.#fraction(now) >>> 16) | 0;
			const delay = (arrival - block.lastReport - block.delay) | 0;
			if (delay >= 0) roundTrip = Math.round(delay / DELAY_UNIT);
		}
		this.#remote = {
			roundTrip,
			loss: block.fraction / 256,
			jitter: Math.round((block.jitter >>> 0) / SAMPLES_PER_MILLISECOND),
		};
	}

	#report(now: number, leaving: readonly number[]): Uint8Array {
		const sender = this.#sender;
		const sending = sender.packets > this.#sent;
		this.#sent = sender.packets;
		const block = this.#block(now);
		const compound: Compound = {
			ssrc: sender.ssrc,
			sender: sending
				? {
						seconds: this.#seconds(now),
						fraction: this.#fraction(now),
						timestamp: sender.timestamp,
						packets: sender.packets,
						octets: sender.octets,
					}
				: undefined,
			blocks: block ? [block] : [],
			leaving,
		};
		return formatCompound(compound, this.#name);
	}

	/** What we say about the peer's stream; nothing when it has been still since (RFC 3550 §6.4). */
	#block(now: number): ReportBlock | undefined {
		const { ssrc, expected, received, lost, highest, jitter } = this.#reception;
		if (ssrc !== this.#about) {
			this.#about = ssrc;
			this.#expected = 0;
			this.#received = 0;
		}
		const promised = expected - this.#expected;
		const arrived = received - this.#received;
		if (ssrc === undefined || arrived === 0) return undefined;
		this.#expected = expected;
		this.#received = received;
		const fraction = promised > arrived ? Math.floor(((promised - arrived) * 256) / promised) : 0;
		const delay = this.#lastReport === 0 ? 0 : Math.round((now - this.#lastReportAt) * DELAY_UNIT);
		return { ssrc, fraction, lost, highest, jitter, lastReport: this.#lastReport, delay };
	}

	#seconds(now: number): number {
		return Math.floor((now + this.#epoch) / 1000) | 0;
	}

	#fraction(now: number): number {
		return Math.floor((((now + this.#epoch) % 1000) / 1000) * TWO_32) | 0;
	}
}
