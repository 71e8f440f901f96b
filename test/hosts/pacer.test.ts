import { deepEqual, equal } from "node:assert/strict";
import { MAXIMUM_LATE_FRAMES, Pacer } from "../../hosts/node/pacer.ts";
import type { Timers } from "../../modules/host.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";

/** A pacer on timers that come by `lateness()` milliseconds too late, or too early. */
function paced(lateness: () => number) {
	const clock = new VirtualClock();
	const timers: Timers = {
		set: (callback, milliseconds) => clock.timers.set(callback, Math.max(0.25, milliseconds + lateness())),
		clear: clock.timers.clear,
	};
	const beats: string[] = [];
	const pacer = new Pacer({ now: () => clock.now, time: () => undefined }, timers, 20, (frames) => {
		beats.push(`${frames}@${clock.now}`);
	});
	return { clock, pacer, beats };
}

describe("Pacer of audio frames", () => {
	it("beats every 20 ms from its start", () => {
		const { clock, pacer, beats } = paced(() => 0);
		clock.advance(7);
		pacer.start();
		pacer.start();
		clock.advance(65);
		deepEqual(beats, ["1@27", "1@47", "1@67"]);
	});

	it("does not drift when timers are late", () => {
		const { clock, pacer, beats } = paced(() => 3);
		pacer.start();
		clock.advance(20_003);
		equal(beats.length, 1000);
		equal(beats.at(-1), "1@20003");
	});

	it("waits for the rest when a timer is early", () => {
		const { clock, pacer, beats } = paced(() => -0.5);
		pacer.start();
		clock.advance(41);
		deepEqual(beats, ["1@20", "1@40"]);
	});

	it("makes up for frames that were missed", () => {
		let lateness = 50;
		const { clock, pacer, beats } = paced(() => lateness);
		pacer.start();
		lateness = 0;
		clock.advance(100);
		deepEqual(beats, ["3@70", "1@80", "1@100"]);
	});

	it("does not make up for a long sleep of the machine", () => {
		let lateness = 60_000;
		const { clock, pacer, beats } = paced(() => lateness);
		pacer.start();
		lateness = 0;
		clock.advance(60_045);
		deepEqual(beats, [`${MAXIMUM_LATE_FRAMES}@60020`, "1@60040"]);
	});

	it("is silent when stopped, also from within a beat", () => {
		const clock = new VirtualClock();
		let beats = 0;
		const pacer = new Pacer({ now: () => clock.now, time: () => undefined }, clock.timers, 20, () => {
			beats += 1;
			pacer.stop();
		});
		pacer.start();
		clock.advance(100);
		equal(beats, 1);
		pacer.stop();
		equal(pacer.running, false);
		equal(clock.pending, 0);
	});
});
