import { deepEqual, equal, throws } from "node:assert/strict";
import { DeadlineTimer } from "../../modules/drivers/deadline-timer.ts";
import type { Timers } from "../../modules/host.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";

/** A timer on a virtual clock; `set` has the spans asked of the host, `fired` the times at which it was due. */
function stage(early = 0) {
	const clock = new VirtualClock();
	const set: number[] = [];
	const fired: number[] = [];
	const timers: Timers = {
		set: (callback, milliseconds) => {
			set.push(milliseconds);
			return clock.timers.set(callback, Math.max(0, milliseconds - early));
		},
		clear: (timer) => clock.timers.clear(timer),
	};
	const hostClock = { now: () => clock.now, time: () => undefined };
	const timer = new DeadlineTimer({ timers, clock: hostClock }, { expire: () => fired.push(clock.now) });
	return { clock, set, fired, timer };
}

describe("Deadline timer", () => {
	it("is due at the deadline", () => {
		const { clock, timer, fired } = stage();
		timer.follow(70);
		clock.advance(69);
		deepEqual(fired, []);
		clock.advance(1);
		deepEqual(fired, [70]);
		equal(clock.pending, 0);
	});

	it("sets no timer for a machine that waits for nothing", () => {
		const { clock, timer, set } = stage();
		timer.follow(Number.POSITIVE_INFINITY);
		deepEqual(set, []);
		equal(clock.pending, 0);
	});

	it("leaves its timer alone while the deadline stays or moves on", () => {
		const { clock, timer, set, fired } = stage();
		timer.follow(50);
		for (let deadline = 50; deadline < 90; deadline += 1) timer.follow(deadline);
		timer.follow(Number.POSITIVE_INFINITY);
		deepEqual(set, [50]);
		clock.advance(100);
		deepEqual(fired, [50]);
	});

	it("sets another one for an earlier deadline, and never has two", () => {
		const { clock, timer, set, fired } = stage();
		timer.follow(50);
		timer.follow(20);
		deepEqual(set, [50, 20]);
		equal(clock.pending, 1);
		clock.advance(100);
		deepEqual(fired, [20]);
	});

	it("is due at once for a deadline in the past, in a turn of its own", () => {
		const { clock, timer, set, fired } = stage();
		clock.advance(10);
		timer.follow(3);
		deepEqual(fired, []);
		deepEqual(set, [0]);
		clock.advance(0);
		deepEqual(fired, [10]);
	});

	it("rounds up, lest it fires a moment too early", () => {
		const { timer, set } = stage();
		timer.follow(12.3);
		deepEqual(set, [13]);
	});

	it("survives timers that fire early", () => {
		const { clock, timer, fired } = stage(1);
		timer.follow(50);
		clock.advance(49);
		deepEqual(fired, [49]);
		timer.follow(50);
		clock.advance(10);
		equal(fired.length, 2);
	});

	it("reaches deadlines beyond the longest timer of the host in steps", () => {
		const { clock, timer, set, fired } = stage();
		const far = 40 * 86_400_000;
		timer.follow(far);
		equal(set[0], 0x3fff_ffff);
		while (clock.now < far) {
			clock.advance(set.at(-1)!);
			timer.follow(far);
		}
		deepEqual([clock.now, fired.length], [far, 4]);
	});

	it("may be told the next deadline while it fires", () => {
		const clock = new VirtualClock();
		const fired: number[] = [];
		const host = { timers: clock.timers, clock: { now: () => clock.now, time: () => undefined } };
		const timer: DeadlineTimer = new DeadlineTimer(host, {
			expire() {
				fired.push(clock.now);
				if (fired.length < 3) timer.follow(clock.now + 10);
			},
		});
		timer.follow(10);
		clock.advance(100);
		deepEqual(fired, [10, 20, 30]);
	});

	it("tries again a second later when what is due has failed, for nobody else would do it", () => {
		const clock = new VirtualClock();
		const fired: number[] = [];
		const host = { timers: clock.timers, clock: { now: () => clock.now, time: () => undefined } };
		const timer: DeadlineTimer = new DeadlineTimer(host, {
			expire() {
				fired.push(clock.now);
				if (fired.length < 3) throw new Error("not now");
			},
		});
		timer.follow(10);
		for (let failure = 0; failure < 2; failure++) throws(() => clock.advance(1_010), /not now/);
		clock.advance(10_000);
		deepEqual(fired, [10, 1_010, 2_010]);
	});

	it("stays silent when it was closed before it failed", () => {
		const clock = new VirtualClock();
		const host = { timers: clock.timers, clock: { now: () => clock.now, time: () => undefined } };
		const timer: DeadlineTimer = new DeadlineTimer(host, {
			expire() {
				timer.close();
				throw new Error("not now");
			},
		});
		timer.follow(10);
		throws(() => clock.advance(100), /not now/);
		equal(clock.pending, 0);
	});

	it("is silent for good after close", () => {
		const { clock, timer, fired } = stage();
		timer.follow(50);
		timer.close();
		timer.follow(60);
		timer.close();
		clock.advance(100);
		deepEqual(fired, []);
		equal(clock.pending, 0);
	});
});
