import { equal, ok } from "node:assert/strict";
import { MediaRig } from "../xs/media-rig.ts";

/** Bytecodes of one 20 ms frame both ways, from socket to loudspeaker and from microphone to socket (docs/architecture.md). */
const BUDGET = 1_500;
/** Frames until the jitter buffer has found its delay. */
const WARM_UP = 300;

/** The XS test host; elsewhere nothing is measured. */
const host: typeof xs | undefined = "xs" in globalThis ? xs : undefined;

describe("A frame's cost on XS, both ways", () => {
	if (host === undefined) return;

	it(`is at most ${BUDGET} bytecodes with the native code of the board, and no memory`, () => {
		const rig = new MediaRig(host.sound);
		for (let frame = 0; frame < WARM_UP; frame += 1) {
			rig.arrive();
			rig.frame();
		}
		host.gc();
		let most = 0;
		// Long enough for a report and many looks at what is seldom due.
		for (let frame = 0; frame < 20; frame += 1) {
			rig.arrive();
			const meter = host.meter();
			rig.frame();
			most = Math.max(most, host.meter() - meter);
		}
		print(`# at most ${most} bytecodes`);
		ok(most <= BUDGET, `${most} bytecodes`);
		// The figures themselves take memory.
		const used = (task: () => void) => {
			const { slots, chunkBytes } = host.statistics();
			task();
			const after = host.statistics();
			return { slots: after.slots.used - slots.used, bytes: after.chunkBytes.used - chunkBytes.used };
		};
		const nothing = used(() => {});
		rig.arrive();
		const frame = used(() => rig.frame());
		equal(frame.slots, nothing.slots);
		equal(frame.bytes, nothing.bytes);
	});
});
