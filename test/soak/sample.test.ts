import { deepEqual } from "node:assert/strict";
import { growth, type Sample } from "../../tools/soak/sample.ts";

/** Thirty samples, of which one figure goes its own way. */
function samples(figures: (minute: number) => Partial<Sample>): Sample[] {
	return Array.from({ length: 30 }, (_, minute) => ({
		...{ minute, heap: 10_000_000, handles: 5, sockets: 2, timers: 3 },
		...figures(minute),
	}));
}

describe("Soak: whether anything grows", () => {
	it("nothing does while all stays the same", () => {
		deepEqual(growth(samples(() => ({}))), []);
	});

	it("what fills in the first third does not count", () => {
		deepEqual(
			growth(
				samples((minute) => ({ heap: 10_000_000 + 1_000_000 * Math.min(minute, 10), timers: Math.min(minute, 3) })),
			),
			[],
		);
	});

	it("a heap that goes on growing does, and a little noise does not", () => {
		const noise = (minute: number) => ({ heap: 10_000_000 + 100_000 * (minute % 3) });
		deepEqual(growth(samples(noise)), []);
		const leak = (minute: number) => ({ heap: 10_000_000 + 100_000 * minute });
		deepEqual(growth(samples(leak)), ["heap grew from 11500000 to 12500000"]);
	});

	it("one sample that fell into a visit does not", () => {
		deepEqual(growth(samples((minute) => ({ timers: minute === 27 ? 5 : 3 }))), []);
	});

	it("a single socket that stays open does", () => {
		const leak = (minute: number) => ({ sockets: minute < 25 ? 2 : 3, handles: minute < 25 ? 5 : 6 });
		deepEqual(growth(samples(leak)), ["handles grew from 5 to 6", "sockets grew from 2 to 3"]);
	});

	it("cannot be told from two samples", () => {
		deepEqual(growth(samples(() => ({})).slice(0, 2)), ["too few samples to tell"]);
	});
});
