import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { MAXIMUM_CALLBACKS_AT_ONCE, VirtualClock } from "../../simulator/virtual-clock.ts";
import { play } from "../hosts/contract.ts";
import { timersContract } from "../hosts/timers-contract.ts";

describe("Virtual clock: timers", () => {
	for (const { title, steps } of timersContract) {
		it(title, () => {
			const clock = new VirtualClock();
			play(steps({ timers: clock.timers, now: () => clock.now }), () => clock.advance(1));
		});
	}
});

describe("Virtual clock", () => {
	it("stands still between calls of advance", () => {
		const clock = new VirtualClock();
		equal(clock.now, 0);
		clock.advance(1500);
		clock.advance(0.5);
		equal(clock.now, 1500.5);
	});

	it("shows the due time inside a callback, and the whole duration afterwards", () => {
		const clock = new VirtualClock();
		const seen: number[] = [];
		clock.timers.set(() => {
			seen.push(clock.now);
			clock.timers.set(() => seen.push(clock.now), 30);
		}, 10);
		clock.advance(50);
		deepEqual(seen, [10, 40]);
		equal(clock.now, 50);
	});

	it("fires a timer that is due at the end of the advance, and none beyond", () => {
		const clock = new VirtualClock();
		const seen: number[] = [];
		clock.timers.set(() => seen.push(20), 20);
		clock.timers.set(() => seen.push(21), 21);
		clock.advance(20);
		deepEqual(seen, [20]);
		equal(clock.pending, 1);
	});

	it("posts to a later turn of the same instant", () => {
		const clock = new VirtualClock();
		const seen: string[] = [];
		clock.post(() => {
			seen.push("first");
			clock.post(() => seen.push("third"));
		});
		clock.post(() => seen.push("second"));
		deepEqual(seen, []);
		clock.advance(0);
		deepEqual(seen, ["first", "second", "third"]);
		equal(clock.now, 0);
	});

	it("runs until something is so, and stops there", () => {
		const clock = new VirtualClock();
		let count = 0;
		const tick = () => {
			count += 1;
			clock.timers.set(tick, 10);
		};
		clock.timers.set(tick, 10);
		ok(clock.run(() => count === 3, 1000));
		equal(clock.now, 30);
		ok(clock.run(() => true, 0));
		equal(clock.now, 30);
	});

	it("gives up after the limit", () => {
		const clock = new VirtualClock();
		clock.timers.set(() => {}, 10);
		ok(!clock.run(() => false, 500));
		equal(clock.now, 500);
		ok(clock.run(() => clock.now === 600, 100));
	});

	it("cannot be advanced from within a callback", () => {
		const clock = new VirtualClock();
		clock.post(() => clock.advance(1));
		throws(() => clock.advance(0), /running/);
		clock.advance(1);
		equal(clock.now, 1);
	});

	it("takes callbacks without end at one instant for a mistake", () => {
		const clock = new VirtualClock();
		let count = 0;
		const again = () => {
			count += 1;
			clock.post(again);
		};
		clock.post(again);
		throws(() => clock.advance(1), /stands still/);
		equal(count, MAXIMUM_CALLBACKS_AT_ONCE);
	});

	it("lets an error of a callback through and goes on afterwards", () => {
		const clock = new VirtualClock();
		let fired = false;
		clock.post(() => {
			throw new Error("as planned");
		});
		clock.post(() => {
			fired = true;
		});
		throws(() => clock.advance(5), /as planned/);
		clock.advance(5);
		ok(fired);
	});

	it("does not collect timers that were cleared", () => {
		const clock = new VirtualClock();
		let timer: object | undefined;
		for (let count = 0; count < 100; count++) {
			clock.timers.clear(timer);
			timer = clock.timers.set(() => {}, 32_000);
		}
		equal(clock.pending, 1);
		new VirtualClock().timers.clear(timer);
		equal(clock.pending, 1);
	});

	it("keeps the order through any mixture of setting and clearing", () => {
		const random = new SeededRandom(7);
		const clock = new VirtualClock();
		const waiting = new Map<object, { readonly due: number; readonly number: number }>();
		let last = { due: 0, number: 0 };
		for (let number = 1; number <= 200; number++) {
			const milliseconds = Math.floor(20 * random.next());
			const entry = { due: clock.now + milliseconds, number };
			const timer: object = clock.timers.set(() => {
				equal(clock.now, entry.due);
				ok(entry.due > last.due || (entry.due === last.due && entry.number > last.number));
				last = entry;
				waiting.delete(timer);
			}, milliseconds);
			waiting.set(timer, entry);
			if (random.next() < 0.3) {
				const victim = Array.from(waiting.keys())[Math.floor(waiting.size * random.next())];
				if (victim !== undefined) waiting.delete(victim);
				clock.timers.clear(victim);
			}
			if (random.next() < 0.2) clock.advance(Math.floor(10 * random.next()));
			equal(clock.pending, waiting.size);
		}
		clock.advance(50);
		equal(clock.pending, 0);
		equal(waiting.size, 0);
	});
});
