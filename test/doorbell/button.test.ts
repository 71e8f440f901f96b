import { deepEqual, equal } from "node:assert/strict";
import { Button, DEBOUNCE } from "../../modules/doorbell/button.ts";

/** The times at which a button counts as pressed, when its contact changes at these times. */
function presses(...changes: readonly number[]): number[] {
	const button = new Button();
	const found: number[] = [];
	const wait = (until: number) => {
		while (button.deadline <= until) {
			const now = button.deadline;
			if (button.expire(now)) found.push(now);
		}
	};
	changes.forEach((now, index) => {
		wait(now);
		button.receive(index % 2 === 0, now);
	});
	wait(Number.MAX_SAFE_INTEGER);
	return found;
}

describe("Bell button", () => {
	it("is pressed when its contact has been closed for the debounce time", () => {
		deepEqual(presses(100), [100 + DEBOUNCE]);
	});

	it("is pressed once, however the contact bounces", () => {
		deepEqual(presses(100, 101, 103, 104, 109, 200, 202, 204), [109 + DEBOUNCE]);
	});

	it("is not pressed by a spike", () => {
		deepEqual(presses(100, 100 + DEBOUNCE - 1), []);
	});

	it("is not released by a spike", () => {
		deepEqual(presses(100, 500, 510, 900), [100 + DEBOUNCE]);
	});

	it("is pressed again after a release", () => {
		deepEqual(presses(100, 500, 600), [100 + DEBOUNCE, 600 + DEBOUNCE]);
	});

	it("rests in between, and does nothing when asked early or told the same", () => {
		const button = new Button();
		equal(button.deadline, Number.POSITIVE_INFINITY);
		button.receive(false, 0);
		equal(button.expire(1_000), false);
		button.receive(true, 1_000);
		button.receive(true, 1_020);
		equal(button.deadline, 1_000 + DEBOUNCE);
		equal(button.expire(1_010), false);
		equal(button.pressed, false);
		equal(button.expire(1_030), true);
		equal(button.pressed, true);
		equal(button.expire(1_030), false);
		equal(button.deadline, Number.POSITIVE_INFINITY);
	});
});
