import { deepEqual, equal, ok } from "node:assert/strict";
import { Allowance } from "../../modules/web/allowance.ts";
import { ADDRESS_LIMIT, FORGOTTEN_AFTER, Guesses, HEAT_LIMIT, LONGEST_WAIT } from "../../modules/web/guesses.ts";

describe("Allowance", () => {
	it("gives so many at once, then one for each pause", () => {
		const allowance = new Allowance(3, 100);
		deepEqual(
			[0, 0, 0, 0, 99, 100, 100, 1000, 1000, 1000, 1000].map((now) => allowance.take(now)),
			[true, true, true, false, false, true, false, true, true, true, false],
		);
		equal(allowance.spent(1099), true);
		equal(allowance.spent(1100), false);
	});
});

describe("Wrong tries", () => {
	it("are forgotten after an hour without another", () => {
		const guesses = new Guesses();
		for (let tries = 0; tries < 9; tries++) guesses.failed("a", 0);
		equal(guesses.wait("a", 0), LONGEST_WAIT);
		guesses.failed("a", FORGOTTEN_AFTER + 1);
		equal(guesses.wait("a", FORGOTTEN_AFTER + 1), 0);
	});

	it("of the address that was quiet for longest are forgotten when there are too many", () => {
		const guesses = new Guesses();
		for (let tries = 0; tries < 3; tries++) guesses.failed("a", 0);
		for (let other = 1; other < ADDRESS_LIMIT; other++) guesses.failed(`${other}`, 0);
		equal(guesses.wait("a", 0), 1000);
		guesses.failed("one more", 0);
		equal(guesses.wait("a", 0), 0);
	});

	it("in great numbers make the doorbell wary of all but those who have logged in", () => {
		const guesses = new Guesses();
		guesses.succeeded("friend");
		for (let other = 0; other < HEAT_LIMIT; other++) guesses.failed(`${other}`, 0);
		equal(guesses.wait("friend", 0), 0);
		equal(guesses.wait(`${HEAT_LIMIT - 1}`, 0), LONGEST_WAIT);
		deepEqual([guesses.wait("stranger", 0), guesses.wait("another", 1)], [0, 999]);
		guesses.failed("friend", 1);
		equal(guesses.wait("friend", 1), 0);
	});

	it("calm down with time", () => {
		const guesses = new Guesses();
		for (let other = 0; other < 10 * HEAT_LIMIT; other++) guesses.failed(`${other}`, 0);
		equal(guesses.wait("stranger", 0), 0);
		ok(guesses.wait("another", 0) > 0);
		deepEqual([guesses.wait("stranger", 60_000), guesses.wait("another", 60_000)], [0, 0]);
	});
});
