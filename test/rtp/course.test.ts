import { deepEqual, equal, ok } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import type { HostSound } from "../../modules/host.ts";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { HEADER_LENGTH, Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";
import { seeded } from "./random.ts";
import { FRAME, voice } from "./weather.ts";

/** The native code of the board is in the XS test host; elsewhere there is nothing to compare. */
const native: HostSound | undefined = "xs" in globalThis ? xs.sound : undefined;

/** A stream and what is heard of it, as `RtpSession` has them. */
class Listener {
	readonly reception = new Reception();
	readonly jitter: JitterBuffer;
	readonly samples = new Int16Array(FRAME);
	readonly #sound: HostSound;
	readonly #header = new Header();
	/** Packets that were taken in the ordinary course. */
	followed = 0;

	constructor(sound: HostSound) {
		this.#sound = sound;
		this.jitter = new JitterBuffer(sound, undefined, this.reception);
	}

	receive(datagram: ArrayBuffer, now: number): void {
		if (this.jitter.follow(datagram, now)) {
			this.followed += 1;
			return;
		}
		const packet = new Uint8Array(datagram);
		if (!readHeader(packet, this.#header)) return;
		this.jitter.settle();
		if (!this.reception.receive(this.#header)) return;
		this.reception.time(this.#header.timestamp, now);
		this.jitter.insert(packet, this.#header, this.#header.payloadType === 0 ? this.#sound.PCMU : this.#sound.PCMA);
	}

	/** Everything that it knows. */
	get state(): object {
		const { depth, counts } = this.jitter;
		const { totals, jitter, highest, expected } = this.reception;
		return { depth, counts, totals, jitter, highest, expected };
	}
}

/** What happens to a packet on its way. */
interface Course {
	readonly loss: number;
	readonly copies: number;
	/** Milliseconds at most; and how many more there are for some seconds, again and again. */
	readonly travel: number;
	readonly swing: number;
	/** How often, in packets, the sender does something unusual; 0 for never. */
	readonly unusual: number;
	readonly ptimes: readonly number[];
}

/** Runs both over the same network, and compares each frame; returns the listener with native code. */
function compare(sound: HostSound, { loss, copies, travel, swing, unusual, ptimes }: Course, frames: number): Listener {
	const [one, other] = [new Listener(sound), new Listener(SOUND)];
	const random = seeded(frames + travel + unusual);
	const speech = voice();
	const header = new Header();
	const flying: { at: number; datagram: ArrayBuffer }[] = [];
	Object.assign(header, { payloadType: 8, ssrc: 1, sequence: 65_500, timestamp: 0x7fffff00 });
	let sent = 0;
	for (let frame = 0; frame < frames; frame += 1) {
		const now = frame * 20;
		const more = frame % 260 > 200 ? swing : 0;
		while (sent <= frame * FRAME) {
			const count = ptimes[Math.floor(random() * ptimes.length)]! * 8;
			const packet = new Uint8Array(HEADER_LENGTH + count);
			const samples = Int16Array.from({ length: count }, (_, index) => speech[(sent + index) % speech.length]!);
			header.marker = unusual > 0 && random() * unusual < 1;
			if (unusual > 0 && random() * unusual < 1) header.payloadType = 8 - header.payloadType;
			if (unusual > 0 && random() * unusual < 1) header.ssrc += 1;
			if (unusual > 0 && random() * unusual < 1) header.timestamp = (random() * 0x7fffffff) | 0;
			(header.payloadType === 0 ? SOUND.PCMU : SOUND.PCMA).encode(samples, 0, count, packet, HEADER_LENGTH, 100);
			writeHeader(packet, header);
			if (random() >= loss) flying.push({ at: now + more + random() * travel, datagram: packet.buffer });
			if (random() < copies) flying.push({ at: now + more + random() * travel, datagram: packet.buffer });
			header.sequence = (header.sequence + 1) & 0xffff;
			header.timestamp = (header.timestamp + count) | 0;
			sent += count;
		}
		flying.sort((a, b) => a.at - b.at);
		while (flying[0] && flying[0].at <= now) {
			const { at, datagram } = flying.shift()!;
			one.receive(datagram, Math.floor(at));
			other.receive(datagram, Math.floor(at));
		}
		// Reads with and without gain, and sometimes a look at the figures, which ends the ordinary course.
		const percent = frame % 3 === 0 ? 150 : 100;
		equal(one.jitter.read(one.samples, FRAME, percent), other.jitter.read(other.samples, FRAME, percent), `${frame}`);
		let difference = 0;
		for (let index = 0; index < FRAME; index += 1) if (one.samples[index] !== other.samples[index]) difference += 1;
		equal(difference, 0, `frame ${frame}`);
		if (frame % 97 === 0) {
			one.jitter.settle();
			deepEqual(one.state, other.state);
		}
	}
	one.jitter.settle();
	deepEqual(one.state, other.state);
	return one;
}

describe("Ordinary course of a stream, in native code", () => {
	if (native === undefined) return;
	const FINE: Course = { loss: 0, copies: 0, travel: 0, swing: 0, unusual: 0, ptimes: [20] };

	it("is nearly all that happens on a good network, and sounds and counts as the reference does", () => {
		const { followed } = compare(native, FINE, 600);
		ok(followed > 350, `${followed} packets`);
	});

	it("measures the travelling time, and follows when that changes", () => {
		const { followed } = compare(native, { ...FINE, travel: 15 }, 900);
		ok(followed > 300, `${followed} packets`);
		compare(native, { ...FINE, travel: 5, swing: 25 }, 1_500);
		compare(native, { ...FINE, travel: 12, swing: 60 }, 1_500);
		compare(native, { ...FINE, travel: 60, swing: 150, loss: 0.01 }, 1_500);
	});

	it("is the same in packets of 30 and of mixed length", () => {
		compare(native, { ...FINE, ptimes: [30] }, 400);
		compare(native, { ...FINE, ptimes: [20, 60, 10] }, 400);
	});

	it("ends where packets are lost, come twice, late or out of order, and begins anew", () => {
		const { followed } = compare(native, { ...FINE, loss: 0.02, copies: 0.02, travel: 15 }, 800);
		ok(followed > 100, `${followed} packets`);
		compare(native, { ...FINE, loss: 0.1, travel: 120 }, 400);
	});

	it("ends where the sender does the unexpected", () => {
		compare(native, { ...FINE, unusual: 40 }, 800);
		compare(native, { ...FINE, unusual: 20, travel: 30, loss: 0.02, ptimes: [20, 30] }, 400);
	});

	it("takes nothing that is no packet of sound", () => {
		const listener = new Listener(native);
		const header = Object.assign(new Header(), { payloadType: 8, ssrc: 1 });
		const packetAt = (frame: number, length = HEADER_LENGTH + FRAME) => {
			const packet = new Uint8Array(length);
			Object.assign(header, { sequence: frame, timestamp: frame * FRAME });
			if (length >= HEADER_LENGTH) writeHeader(packet, header);
			return packet;
		};
		let frame = 0;
		for (; listener.followed === 0 && frame < 1_000; frame += 1) {
			listener.receive(packetAt(frame).buffer, frame * 20);
			listener.jitter.read(listener.samples, FRAME);
		}
		equal(listener.followed, 1);
		for (const length of [0, 1, 11, 12, HEADER_LENGTH + 1_601, 4_000])
			equal(listener.jitter.follow(packetAt(frame, length).buffer, frame * 20), false, `${length}`);
		for (const octet of [0, 1, 2, 3, 4, 7, 8, 11]) {
			const packet = packetAt(frame);
			packet[octet]! ^= 0x01;
			equal(listener.jitter.follow(packet.buffer, frame * 20), false, `octet ${octet}`);
		}
		equal(listener.jitter.follow(packetAt(frame).buffer, frame * 20), true);
	});
});
