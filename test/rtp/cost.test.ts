import { equal, ok } from "node:assert/strict";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { HEADER_LENGTH, Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { FRAME, voice } from "./weather.ts";

/** Bytecodes of the debug build, which has one per line more; the board runs about two million in a second. */
const FRAME_LIMIT = 1_400;
const LOST_LIMIT = 21_600;
const FADING_LIMIT = 9_100;
const RETURN_LIMIT = 5_400;

/** The XS test host; elsewhere nothing is measured. */
const host: typeof xs | undefined = "xs" in globalThis ? xs : undefined;

describe("Jitter buffer's cost on XS", () => {
	if (host === undefined) return;
	const header = new Header();
	const samples = new Int16Array(FRAME);
	const packets: Uint8Array[] = [];
	let buffer = new JitterBuffer(host.sound);
	let spent = { bytecodes: 0, slots: 0, bytes: 0 };

	/** Takes packet `number`, if it is not lost, and plays a frame. */
	const tick = (number: number, lost = false) => {
		const packet = packets[number % packets.length]!;
		header.payloadType = 8;
		header.ssrc = 1;
		header.sequence = number;
		header.timestamp = number * FRAME;
		writeHeader(packet, header);
		const before = { slots: host.statistics().slots.used, bytes: host.statistics().chunkBytes.used };
		const meter = host.meter();
		readHeader(packet, header);
		if (!lost) buffer.insert(packet, header, host.sound.PCMA);
		buffer.read(samples, FRAME);
		const bytecodes = host.meter() - meter;
		const { slots, chunkBytes } = host.statistics();
		spent = { bytecodes, slots: slots.used - before.slots, bytes: chunkBytes.used - before.bytes };
	};

	const within = (what: string, limit: number, idle: { slots: number; bytes: number }) => {
		print(
			`# ${what}: ${spent.bytecodes} bytecodes, ${spent.slots - idle.slots} slots, ${spent.bytes - idle.bytes} bytes`,
		);
		ok(spent.bytecodes <= limit, `${spent.bytecodes} bytecodes`);
		equal(spent.slots - idle.slots, 0);
		equal(spent.bytes - idle.bytes, 0);
	};

	/** What the measuring itself allocates. */
	const idle = () => {
		const before = { slots: host.statistics().slots.used, bytes: host.statistics().chunkBytes.used };
		host.meter();
		const { slots, chunkBytes } = host.statistics();
		return { slots: slots.used - before.slots, bytes: chunkBytes.used - before.bytes };
	};

	beforeEach(() => {
		const sound = voice();
		packets.length = 0;
		for (let number = 0; number < 8; number += 1) {
			for (let index = 0; index < FRAME; index += 1) samples[index] = sound[(number * FRAME + index) % sound.length]!;
			const packet = new Uint8Array(HEADER_LENGTH + FRAME);
			host.sound.PCMA.encode(samples, 0, FRAME, packet, HEADER_LENGTH, 100);
			packets.push(packet);
		}
		buffer = new JitterBuffer(host.sound);
		for (let number = 0; number < 20; number += 1) tick(number);
		host.gc();
	});

	it("a packet and a frame, with its decoding", () => {
		tick(20);
		within("frame", FRAME_LIMIT, idle());
	});

	it("the first lost frame, with the search for the pitch", () => {
		for (let number = 20; number < 23; number += 1) tick(number, true);
		tick(23, true);
		within("first lost frame", LOST_LIMIT, idle());
		tick(24, true);
		within("frame that fades", FADING_LIMIT, idle());
	});

	it("the first frame after a lost one", () => {
		tick(20, true);
		for (let number = 21; number < 24; number += 1) tick(number);
		tick(24);
		within("frame after a lost one", RETURN_LIMIT, idle());
	});
});
