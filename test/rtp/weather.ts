import { PCMA } from "../../modules/audio/g711.ts";
import { SOUND } from "../../modules/audio/sound.ts";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { HEADER_LENGTH, Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";
import { seeded } from "./random.ts";

export const FRAME = 160;

/** What a network and a far clock do to packets of sound. */
export interface Weather {
	readonly seed?: number;
	readonly seconds?: number;
	/** Milliseconds in a packet; several: in turn. */
	readonly ptime?: number | readonly number[];
	/** Share of packets lost, and of packets that come twice. */
	readonly loss?: number;
	readonly copies?: number;
	/** Milliseconds that a packet takes longer than the fastest, at most; evenly spread, so that they overtake each other. */
	readonly jitter?: number;
	/** By how many millionths the sender's clock is fast. */
	readonly drift?: number;
	/** Milliseconds for which nothing comes, and all at once afterwards; and when that begins. */
	readonly stall?: number;
	readonly stallAt?: number;
	/** Milliseconds of speech and of pauses without packets, in turn. */
	readonly talk?: number;
	readonly pause?: number;
	/** Samples of the speaker's voice, played again and again. */
	readonly voice?: Int16Array;
	/** Called for each packet before it is written. */
	readonly change?: (header: Header, index: number) => void;
	/** Called after each frame that was played. */
	readonly watch?: (frame: Frame) => void;
}

export interface Frame {
	readonly index: number;
	readonly samples: Int16Array;
	/** What the newest sample played would be in the sender's time, in milliseconds ago; as the buffer says. */
	readonly depth: number;
	readonly concealed: number;
}

export interface Climate {
	readonly buffer: JitterBuffer;
	readonly reception: Reception;
	readonly sent: number;
	readonly lost: number;
	/** Milliseconds: mean and largest of what waited after each frame. */
	readonly meanDepth: number;
	readonly mostDepth: number;
	/** Milliseconds of sound made up, and those of lost packets. */
	readonly concealed: number;
	readonly missing: number;
	/** Frames in which nothing was to be heard, after the first second. */
	readonly silent: number;
	/** Largest step from one sample to the next, after the first second. */
	readonly step: number;
}

/** A voice of 110 Hz with overtones: a period of 73 samples, none of whose parts is alike. */
export function voice(period = 73): Int16Array {
	return Int16Array.from({ length: period }, (_, index) => {
		const phase = (2 * Math.PI * index) / period;
		return Math.round(5000 * Math.sin(phase) + 2500 * Math.sin(2 * phase + 1) + 1200 * Math.sin(5 * phase + 2));
	});
}

/** Largest step between neighbours of a voice that is repeated. */
export function largestStep(samples: Int16Array): number {
	let largest = 0;
	let before = samples[samples.length - 1]!;
	for (const sample of samples) {
		largest = Math.max(largest, Math.abs(sample - before));
		before = sample;
	}
	return largest;
}

interface Flying {
	readonly at: number;
	readonly packet: Uint8Array;
}

/** Lets somebody speak through the weather, and listens. */
export function listen(weather: Weather): Climate {
	const { loss = 0, copies = 0, jitter = 0, drift = 0, stall = 0, stallAt = 0, talk = 0, pause = 0 } = weather;
	const random = seeded(weather.seed ?? 1);
	const times = typeof weather.ptime === "object" ? weather.ptime : [weather.ptime ?? 20];
	const octets = encoded(weather.voice ?? voice());
	const frames = (weather.seconds ?? 30) * 50;
	const samples = new Int16Array(FRAME);
	const buffer = new JitterBuffer(SOUND);
	const reception = new Reception();
	const header = new Header();
	const flying: Flying[] = [];
	let [sent, lost, missing, silent, step, before] = [0, 0, 0, 0, 0, 0];
	let [depths, mostDepth] = [0, 0];
	let [sequence, timestamp, sendAt] = [65_000, -100_000, 7];
	for (let index = 0; index < frames; index += 1) {
		const now = index * 20;
		while (sendAt <= now) {
			const count = times[sent % times.length]! * 8;
			if (pause === 0 || (timestamp + 100_000) % ((talk + pause) * 8) < talk * 8) {
				const packet = new Uint8Array(HEADER_LENGTH + count);
				header.payloadType = 8;
				header.ssrc = 7;
				header.marker = false;
				header.sequence = sequence & 0xffff;
				header.timestamp = timestamp | 0;
				weather.change?.(header, sent);
				writeHeader(packet, header);
				for (let at = 0, from = timestamp + 100_000; at < count; at += 1)
					packet[HEADER_LENGTH + at] = octets[(from + at) % octets.length]!;
				const arrival = () => {
					const at = sendAt + random() * jitter;
					return at >= stallAt && at < stallAt + stall ? stallAt + stall : at;
				};
				const isLost = random() < loss;
				if (isLost) {
					lost += 1;
					missing += count / 8;
				} else fly(flying, { at: arrival(), packet });
				if (!isLost && random() < copies) fly(flying, { at: arrival(), packet });
				sequence += 1;
				sent += 1;
			}
			timestamp += count;
			sendAt += count / 8 / (1 + drift / 1e6);
		}
		while (flying.length > 0 && flying[0]!.at <= now) {
			const { at, packet } = flying.shift()!;
			readHeader(packet, header);
			const isNew = reception.receive(header);
			reception.time(header.timestamp, at);
			if (isNew) buffer.insert(packet, header, PCMA);
		}
		const waits = buffer.depth;
		if (buffer.read(samples, FRAME) === "silence" && index > 50) silent += 1;
		depths += waits;
		mostDepth = Math.max(mostDepth, waits);
		if (index > 50) step = Math.max(step, Math.abs(samples[0]! - before), stepWithin(samples));
		before = samples[FRAME - 1]!;
		weather.watch?.({ index, samples, depth: waits, concealed: buffer.counts.concealed / 8 });
	}
	const concealed = buffer.counts.concealed / 8;
	return { buffer, reception, sent, lost, meanDepth: depths / frames, mostDepth, concealed, missing, silent, step };
}

/** Keeps packets in the order of their arrival. */
function fly(flying: Flying[], next: Flying): void {
	let at = flying.length;
	while (at > 0 && flying[at - 1]!.at > next.at) at -= 1;
	flying.splice(at, 0, next);
}

function encoded(samples: Int16Array): Uint8Array {
	const octets = new Uint8Array(samples.length);
	PCMA.encode(samples, 0, samples.length, octets, 0, 100);
	return octets;
}

function stepWithin(samples: Int16Array): number {
	let largest = 0;
	for (let index = 1; index < FRAME; index += 1) {
		const step = samples[index]! - samples[index - 1]!;
		if (step > largest) largest = step;
		else if (-step > largest) largest = -step;
	}
	return largest;
}
