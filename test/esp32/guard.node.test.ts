import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { attempt, failed, Guard, guarded } from "../../hosts/esp32/guard.ts";
import { FAILURE_LIMIT, RESTART_LIMIT, STEADY_TIME } from "../../hosts/esp32/machines/failures.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { Chip } from "./chip.ts";

const PANIC = 4;

/** A start of the board. */
function start(chip: Chip): { guard: Guard; clock: VirtualClock; lines: string[] } {
	chip.install();
	const clock = new VirtualClock();
	const lines: string[] = [];
	const reporter = { note: (level: string, text: string) => void lines.push(`${level}: ${text}`) };
	const guard = new Guard({ clock: { now: () => clock.now }, timers: clock.timers, reporter });
	return { guard, clock, lines };
}

function broken(): never {
	throw new TypeError("cannot read x");
}

/** What XS does when nobody has caught an exception, or has no memory left. */
function abort(message: string, error?: unknown): unknown {
	return (globalThis as unknown as { abort(message: string, error: unknown): unknown }).abort(message, error);
}

describe("Guard of the board", () => {
	it("survives callbacks that fail, and tells where and why", () => {
		const { lines } = start(new Chip());
		guarded("the page", broken)();
		attempt("the sound", broken);
		failed("a timer", "odd");
		deepEqual(lines, [
			"error: Something failed in the page, and the doorbell goes on: TypeError: cannot read x",
			"error: Something failed in the sound, and the doorbell goes on: TypeError: cannot read x",
			"error: Something failed in a timer, and the doorbell goes on: odd",
		]);
	});

	it("passes on what a callback is called with", () => {
		start(new Chip());
		const calls: unknown[] = [];
		const owner = {};
		guarded("a test", function (this: unknown, one: number, two: string) {
			calls.push([this === owner, one, two]);
		}).call(owner, 1, "two");
		deepEqual(calls, [[true, 1, "two"]]);
		equal(
			attempt("a test", () => 42),
			42,
		);
	});

	it("goes on after an exception that nobody caught, and lets XS end where it must", () => {
		const chip = new Chip();
		const { lines } = start(chip);
		equal(abort("unhandled exception", new Error("oh")), false);
		equal(lines.length, 1);
		equal(chip.words, "");
		ok(abort("memory full") !== false);
		equal(chip.words, "memory full");
	});

	it("starts the board again when too much fails, and the next start says why", () => {
		const chip = new Chip();
		const { clock } = start(chip);
		for (let count = 0; count <= FAILURE_LIMIT + 5; count++) guarded("the page", broken)();
		equal(chip.restarts, 0);
		clock.advance(1_000);
		equal(chip.restarts, 1);
		const next = start(chip);
		equal(next.guard.reason, "too much failed, at last in the page: TypeError: cannot read x");
		equal(next.guard.unplanned, true);
		equal(chip.words, "");
	});

	it("does not restart for ever", () => {
		const chip = new Chip();
		for (let run = 0; run < 20; run++) {
			const { clock } = start(chip);
			for (let count = 0; count < 100; count++) failed("the page", broken);
			clock.advance(10_000);
		}
		equal(chip.restarts, RESTART_LIMIT);
	});

	it("helps itself again after it has run well for a while", () => {
		const chip = new Chip();
		chip.reset = PANIC;
		chip.count = 100;
		const { clock } = start(chip);
		equal(chip.count, 101);
		clock.advance(STEADY_TIME);
		equal(chip.count, 0);
		for (let count = 0; count < 100; count++) failed("the page", broken);
		clock.advance(1_000);
		equal(chip.restarts, 1);
	});

	it("knows a restart that somebody asked for", () => {
		const chip = new Chip();
		chip.count = 3;
		start(chip).guard.restart();
		equal(chip.restarts, 1);
		const { guard } = start(chip);
		equal(guard.unplanned, false);
		equal(guard.reason, "somebody asked for a restart");
		equal(chip.count, 0);
	});

	it("survives a log that fails", () => {
		const chip = new Chip();
		const { guard } = start(chip);
		guard.report({ note: broken });
		guarded("the page", broken)();
		throws(broken);
	});
});
