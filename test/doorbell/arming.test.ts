import { deepEqual, equal } from "node:assert/strict";
import { ARMED_TIME, ARMING_PRESS, Arming, JAMMED_PRESS, RESET_PRESS } from "../../modules/doorbell/arming.ts";

/** Holds the button from `from` for `length`; returns what that led to, with the times. */
function hold(arming: Arming, length: number, from = 0): string[] {
	const events: string[] = [];
	arming.press(true, from);
	while (arming.deadline < from + length) {
		const at = arming.deadline;
		const event = arming.expire(at);
		if (event) events.push(`${event} ${at - from}`);
	}
	const event = arming.press(false, from + length);
	return event ? [...events, `${event} ${length}`] : events;
}

describe("Arming", () => {
	it("is off until the button is held", () => {
		const arming = new Arming();
		equal(arming.armed(0), false);
		equal(arming.deadline, Number.POSITIVE_INFINITY);
		equal(arming.expire(1e9), undefined);
	});

	it("takes a long press, and lasts for ten minutes", () => {
		const arming = new Arming();
		arming.press(true, 1_000);
		equal(arming.deadline, 1_000 + ARMING_PRESS);
		equal(arming.expire(arming.deadline - 1), undefined);
		equal(arming.armed(arming.deadline - 1), false);
		equal(arming.expire(1_000 + ARMING_PRESS), "armed");
		arming.press(false, 5_000);
		equal(arming.armed(1_000 + ARMING_PRESS), true);
		equal(arming.armed(1_000 + ARMING_PRESS + ARMED_TIME - 1), true);
		equal(arming.deadline, 1_000 + ARMING_PRESS + ARMED_TIME);
		equal(arming.armed(arming.deadline), false);
		equal(arming.expire(arming.deadline), "disarmed");
		equal(arming.deadline, Number.POSITIVE_INFINITY);
	});

	it("takes no short presses, however many", () => {
		const arming = new Arming();
		for (let at = 0; at < 10 * ARMING_PRESS; at += ARMING_PRESS - 1) deepEqual(hold(arming, ARMING_PRESS - 2, at), []);
		equal(arming.armed(0), false);
	});

	it("is told once, however often the contact says that it is pressed", () => {
		const arming = new Arming();
		arming.press(true, 0);
		arming.press(true, 100);
		equal(arming.expire(ARMING_PRESS), "armed");
		equal(arming.expire(ARMING_PRESS + 100), undefined);
	});

	it("may be had without the button, and ended", () => {
		const arming = new Arming();
		arming.arm(50);
		equal(arming.armed(50), true);
		arming.disarm();
		equal(arming.armed(50), false);
		equal(arming.deadline, Number.POSITIVE_INFINITY);
	});
});

describe("Factory reset by the button inside the case", () => {
	it("is done when the button is let go in its time, with a warning before", () => {
		const warned = [`armed ${ARMING_PRESS}`, `resetting ${RESET_PRESS}`];
		for (const length of [RESET_PRESS + 1, 15_000, JAMMED_PRESS - 1])
			deepEqual(hold(new Arming(), length), [...warned, `reset ${length}`]);
	});

	it("is not done when the button is let go before", () => {
		for (const length of [ARMING_PRESS + 1, 5_000, RESET_PRESS - 1])
			deepEqual(hold(new Arming(), length), [`armed ${ARMING_PRESS}`]);
	});

	it("is not done by a button that is jammed", () => {
		for (const length of [JAMMED_PRESS + 1, 60_000, 86_400_000])
			deepEqual(
				hold(new Arming(), length).filter((event) => !event.startsWith("disarmed")),
				[`armed ${ARMING_PRESS}`, `resetting ${RESET_PRESS}`, `jammed ${JAMMED_PRESS}`],
			);
	});

	it("is not done by letting go of a button that was pressed before the start", () => {
		equal(new Arming().press(false, 15_000), undefined);
	});

	it("is not done by many presses", () => {
		const arming = new Arming();
		for (let at = 0; at < 60_000; at += 6_000) deepEqual(hold(arming, 5_000, at), [`armed ${ARMING_PRESS}`]);
	});
});
