import { equal, ok } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { HEADER_LENGTH, Header } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";
import type { Decoder } from "../../modules/rtp/timeline.ts";
import { seeded } from "./random.ts";
import { FRAME, voice } from "./weather.ts";

const HOURS = 24;
const FRAMES = HOURS * 3_600 * 50;
const PACKET = new Uint8Array(HEADER_LENGTH + FRAME);
/** Quiet weather, then half a minute of bad one, and so on. */
const CHANGE = 1_500;

/** Leaves in the samples what was there: a voice, whatever is received. */
const DECODER: Decoder = { decode() {} };

interface Day {
	readonly drift: number;
	readonly loss: number;
	readonly jitter: number;
}

/** Headers of a whole day, in and out of order, as fast as the processor can. */
function listenForADay({ drift, loss, jitter }: Day) {
	const random = seeded(drift + 31 * jitter);
	const buffer = new JitterBuffer(SOUND);
	const reception = new Reception();
	const header = new Header();
	header.ssrc = 1;
	header.payloadLength = FRAME;
	const samples = new Int16Array(FRAME);
	const sound = voice();
	const spoken = Int16Array.from(samples, (_, index) => sound[index % sound.length]!);
	// Packets by the frame before which they arrive.
	const arrivals: number[][] = Array.from({ length: 16 }, () => []);
	// The timestamp wraps round after twelve hours, the sequence number every 22 minutes.
	const start = -(FRAMES / 2) * FRAME + 0x7fffffff;
	let [number, sendAt, most, lost, calmDepth, calmFrames] = [0, 0, 0, 0, 0, 0];
	for (let frame = 0; frame < FRAMES; frame += 1) {
		const bad = Math.floor(frame / CHANGE) % 2 === 1;
		while (sendAt <= frame * 20) {
			const delay = bad ? random() * jitter : 0;
			if (bad && random() < loss) lost += 1;
			else arrivals[Math.ceil((sendAt + delay) / 20) & 15]!.push(number);
			number += 1;
			sendAt += 20 / (1 + drift / 1e6);
		}
		const now = arrivals[frame & 15]!;
		for (const arrived of now) {
			header.sequence = arrived & 0xffff;
			header.timestamp = (start + arrived * FRAME) | 0;
			if (reception.receive(header)) buffer.insert(PACKET, header, DECODER);
		}
		now.length = 0;
		const { depth } = buffer;
		if (depth > most) most = depth;
		if (!bad && frame % CHANGE > CHANGE - 250) {
			calmDepth += depth;
			calmFrames += 1;
		}
		samples.set(spoken);
		buffer.read(samples, FRAME);
	}
	return { buffer, reception, most, lost, sent: number, calmDepth: calmDepth / calmFrames };
}

describe("A call of 24 hours, through all wraps of timestamp and sequence number (RFC 3550 §5.1)", function () {
	this.timeout(60_000);

	for (const drift of [-300, 0, 300]) {
		it(`stays in time with a clock that differs by ${drift} millionths`, () => {
			const { buffer, reception, most, lost, sent, calmDepth } = listenForADay({ drift, loss: 0.02, jitter: 100 });
			const { counts } = buffer;
			const told = JSON.stringify({ counts, most, lost, sent, calmDepth });
			ok(most <= 240, told);
			ok(calmDepth >= 35 && calmDepth <= 75, told);
			// Every change to bad weather costs a few packets; nothing else does.
			const changes = FRAMES / CHANGE / 2;
			ok(counts.late <= changes * 6, told);
			equal(counts.duplicate, 0);
			ok(counts.overflow <= changes, told);
			ok(counts.concealed / FRAME <= lost + changes * 8, told);
			ok(Math.abs(reception.totals.lost - lost) <= 1, `${reception.totals.lost} of ${lost}`);
			ok(Math.abs(reception.totals.received + lost - sent) <= 10, told);
		});
	}
});
