import { deepEqual, equal, throws } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import type { HostSound } from "../../modules/host.ts";
import { MediaRig } from "../xs/media-rig.ts";

const FRAME = 160;
/** The native code of the board is in the XS test host; elsewhere there is nothing to compare. */
const native: HostSound | undefined = "xs" in globalThis ? xs.sound : undefined;

/** Samples from all over the range, the extremes among them. */
function samples(): Int16Array {
	return Int16Array.from({ length: FRAME }, (_, index) => Math.imul(index * index + 1, 40_503) | 0).fill(-32_768, 0, 2);
}

describe("Native work on samples", () => {
	if (native === undefined) return;

	for (const law of ["PCMU", "PCMA"] as const) {
		it(`encodes and decodes ${law} as the reference does`, () => {
			equal(native[law].silence, SOUND[law].silence);
			for (const percent of [0, 33, 100, 140, 800]) {
				const [one, other] = [new Uint8Array(FRAME + 12), new Uint8Array(FRAME + 12)];
				native[law].encode(samples(), 3, 150, one, 12, percent);
				SOUND[law].encode(samples(), 3, 150, other, 12, percent);
				deepEqual(Array.from(one), Array.from(other));
				const [first, second] = [new Int16Array(FRAME), new Int16Array(FRAME)];
				native[law].decode(one, 12, 140, first, 7);
				SOUND[law].decode(one, 12, 140, second, 7);
				deepEqual(Array.from(first), Array.from(second));
			}
		});
	}

	it("amplifies, mixes, meters and moves as the reference does", () => {
		const results = [native, SOUND].map((sound) => {
			const frame = samples();
			const history = new Int16Array(300);
			const octets = new Uint8Array(20);
			const phase = sound.addSine(frame, 4, 150, 60_000, 3_481);
			sound.amplify(frame, 155, 130);
			sound.append(history, 263, frame, 0, FRAME);
			sound.append(history, 263, frame, 10, 90);
			sound.copy(Uint8Array.of(1, 2, 3, 4, 5), 1, 3, octets, 4);
			return [
				phase,
				sound.peak(frame, FRAME),
				sound.peak(frame, 1),
				Array.from(frame),
				Array.from(history),
				Array.from(octets),
			];
		});
		deepEqual(results[0], results[1]);
	});

	it("sends the same packets as the reference does", () => {
		const [one, other] = [new MediaRig(native), new MediaRig(undefined)];
		for (let frame = 0; frame < 20; frame += 1) {
			for (const rig of [one, other]) {
				rig.arrive();
				rig.frame();
			}
			deepEqual(Array.from(one.sent), Array.from(other.sent));
			deepEqual(one.stream.statistics(), other.stream.statistics());
			deepEqual(one.audio.levels, other.audio.levels);
		}
	});

	it("throws rather than reads or writes outside of an array", () => {
		const frame = samples();
		const packet = new Uint8Array(100);
		for (const task of [
			() => native.PCMA.encode(frame, 0, 101, packet, 0, 100),
			() => native.PCMA.encode(frame, 100, 61, packet, 0, 100),
			() => native.PCMA.encode(frame, -1, 1, packet, 0, 100),
			() => native.PCMA.encode(frame, 0, 1, packet, 100, 100),
			() => native.PCMA.encode(frame, 0, -1, packet, 0, 100),
			() => native.PCMU.decode(packet, 90, 11, frame, 0),
			() => native.PCMU.decode(packet, 0, 2, frame, 159),
			() => native.PCMU.decode(packet, 0x7fffffff, 0x7fffffff, frame, 0),
			() => native.amplify(frame, 161, 50),
			() => native.addSine(frame, 0, 161, 0, 1),
			() => native.append(frame, 161, new Int16Array(1), 0, 1),
			() => native.append(frame, 160, new Int16Array(1), 0, 2),
			() => native.copy(packet, 0, 101, new Uint8Array(200), 0),
			() => native.copy(packet, 0, 2, packet, 99),
			() => native.peak(frame, -1),
			() => native.course!.receive(new ArrayBuffer(8), packet, new ArrayBuffer(8), 0),
			() => native.course!.send(new ArrayBuffer(20), 1, new ArrayBuffer(8), 4, 100, new Uint8Array(15)),
		])
			throws(task, RangeError);
	});
});
