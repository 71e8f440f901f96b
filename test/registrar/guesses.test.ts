import { deepEqual, equal } from "node:assert/strict";
import {
	ADDRESS_LIMIT,
	FIRST_PAUSE,
	FORGOTTEN_AFTER,
	FREE_TRIES,
	Guesses,
	LONGEST_PAUSE,
} from "../../modules/registrar/guesses.ts";

const PHONE = "192.168.1.30";

/** So many wrong passwords at once. */
function wrong(times: number, guesses = new Guesses(), now = 0): Guesses {
	for (let time = 0; time < times; time++) guesses.failed(PHONE, now);
	return guesses;
}

describe("Wrong passwords of phones", () => {
	it("cost nothing at first", () => {
		equal(wrong(FREE_TRIES - 1).pause(PHONE, 0), 0);
	});

	it("cost a pause that doubles, up to a quarter of an hour", () => {
		const pauses = [0, 1, 2, 3].map((more) => wrong(FREE_TRIES + more).pause(PHONE, 0));
		deepEqual(pauses, [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]);
		equal(wrong(1_000).pause(PHONE, 0), LONGEST_PAUSE);
	});

	it("are over with a right one", () => {
		const guesses = wrong(FREE_TRIES);
		guesses.succeeded(PHONE);
		equal(guesses.pause(PHONE, 0), 0);
		equal(wrong(FREE_TRIES - 1, guesses).pause(PHONE, 0), 0);
	});

	it("are forgotten after an hour of quiet", () => {
		const guesses = wrong(FREE_TRIES - 1);
		equal(wrong(1, guesses, FORGOTTEN_AFTER + 1).pause(PHONE, FORGOTTEN_AFTER + 1), 0);
	});

	it("are counted for a few addresses, of which the one that has been quiet for longest is forgotten", () => {
		const guesses = wrong(FREE_TRIES);
		for (let other = 1; other < ADDRESS_LIMIT; other++) guesses.failed(`192.168.1.${100 + other}`, 0);
		equal(guesses.pause(PHONE, 0), FIRST_PAUSE);
		guesses.failed("192.168.1.200", 0);
		equal(guesses.pause(PHONE, 0), 0);
	});
});
