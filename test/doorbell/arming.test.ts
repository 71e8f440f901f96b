import { equal } from "node:assert/strict";
import { ARMED_TIME, ARMING_PRESS, Arming } from "../../modules/doorbell/arming.ts";

describe("Arming", () => {
	it("is off until the button is held", () => {
		const arming = new Arming();
		equal(arming.armed(0), false);
		equal(arming.deadline, Number.POSITIVE_INFINITY);
		equal(arming.expire(1e9), false);
	});

	it("takes a long press, and lasts for ten minutes", () => {
		const arming = new Arming();
		arming.press(true, 1_000);
		equal(arming.deadline, 1_000 + ARMING_PRESS);
		equal(arming.expire(arming.deadline - 1), false);
		equal(arming.armed(arming.deadline - 1), false);
		equal(arming.expire(1_000 + ARMING_PRESS), true);
		equal(arming.armed(1_000 + ARMING_PRESS), true);
		equal(arming.armed(1_000 + ARMING_PRESS + ARMED_TIME - 1), true);
		equal(arming.armed(1_000 + ARMING_PRESS + ARMED_TIME), false);
	});

	it("takes no short presses, however many", () => {
		const arming = new Arming();
		for (let at = 0; at < 10 * ARMING_PRESS; at += ARMING_PRESS - 1) {
			arming.press(true, at);
			arming.press(false, at + ARMING_PRESS - 2);
			equal(arming.expire(at + ARMING_PRESS - 2), false);
		}
		equal(arming.armed(0), false);
	});

	it("is told once, however long the button is held", () => {
		const arming = new Arming();
		arming.press(true, 0);
		arming.press(true, 100);
		equal(arming.expire(ARMING_PRESS), true);
		equal(arming.expire(2 * ARMING_PRESS), false);
	});

	it("may be had without the button, and ended", () => {
		const arming = new Arming();
		arming.arm(50);
		equal(arming.armed(50), true);
		arming.disarm();
		equal(arming.armed(50), false);
	});
});
