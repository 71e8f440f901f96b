import { ok } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import type { Played } from "../../modules/rtp/playout.ts";
import type { Decoder } from "../../modules/rtp/timeline.ts";

export const FRAME = 160;
/** An octet of these packets stands for a sample that many times larger. */
const SCALE = 300;

export const DECODER: Decoder = {
	decode: (packet, offset, count, samples, at) => {
		for (let index = 0; index < count; index++) samples[at + index] = packet[offset + index]! * SCALE;
	},
};

/** A jitter buffer whose codec is none: an octet, up to 109, is a sample. */
export class Player {
	readonly buffer: JitterBuffer;
	readonly samples = new Int16Array(FRAME);
	readonly header = new Header();

	constructor(depth?: number) {
		this.buffer = new JitterBuffer(SOUND, depth);
	}

	/** A packet of `count` samples of `value`; numbered by its time unless told otherwise. */
	insert(timestamp: number, value: number, count = FRAME, ssrc = 1, sequence = Math.floor(timestamp / FRAME)): boolean {
		const packet = new Uint8Array(12 + count).fill(value, 12);
		const header = this.header;
		header.timestamp = timestamp | 0;
		header.ssrc = ssrc;
		header.sequence = sequence & 0xffff;
		writeHeader(packet, header);
		ok(readHeader(packet, header));
		return this.buffer.insert(packet, header, DECODER);
	}

	/** Plays a frame: what it is, and its first and last sample. */
	read(count = FRAME): [Played, number, number] {
		const played = this.buffer.read(this.samples, count);
		return [played, this.at(0), this.at(count - 1)];
	}

	/** A sample of the last frame, in the measure of `insert`. */
	at(index: number): number {
		return this.samples[index]! / SCALE;
	}

	/** Plays `frames` and returns the last one. */
	skip(frames: number): [Played, number, number] {
		let last = this.read();
		for (let frame = 1; frame < frames; frame++) last = this.read();
		return last;
	}

	/** Packets of `values`, one every 20 ms from `timestamp` on, and a frame after each; returns what was played. */
	follow(timestamp: number, values: readonly number[], ssrc = 1): [Played, number, number][] {
		return values.map((value, index) => {
			this.insert(timestamp + index * FRAME, value, FRAME, ssrc);
			return this.read();
		});
	}
}
