import { deepEqual, equal } from "node:assert/strict";
import { HouseName, NAME_TRIES, QUESTIONS_PER_SECOND } from "../../hosts/esp32/machines/house-name.ts";

const QUESTION = new Uint8Array(40);
const ANSWER = new Uint8Array(40).fill(0x84, 2, 3);

describe("Name in the house (RFC 6762)", () => {
	it("is the next one where others have it, but not for ever", () => {
		const house = new HouseName();
		const names = [house.name];
		while (house.taken()) names.push(house.name);
		deepEqual(names.slice(0, 3), ["doorbell", "doorbell-2", "doorbell-3"]);
		equal(names.length, NAME_TRIES);
		house.begin();
		equal(house.name, "doorbell");
	});

	it("hears the answers of others only while it is claimed", () => {
		const house = new HouseName();
		deepEqual([house.hears(QUESTION, 0), house.hears(ANSWER, 0)], [true, true]);
		house.claimed();
		deepEqual([house.hears(QUESTION, 0), house.hears(ANSWER, 0)], [true, false]);
		house.begin();
		equal(house.hears(ANSWER, 0), true);
	});

	it("hears no more questions than the sound can stand, and nothing broken", () => {
		const house = new HouseName();
		const heard = (now: number) => Array.from({ length: 100 }, () => house.hears(QUESTION, now)).filter(Boolean).length;
		deepEqual([heard(0), heard(999), heard(1_000)], [QUESTIONS_PER_SECOND, 0, QUESTIONS_PER_SECOND]);
		deepEqual([house.hears(new Uint8Array(11), 9_000), house.hears(new Uint8Array(1_473), 9_000)], [false, false]);
	});
});
