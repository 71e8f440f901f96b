import { deepEqual, equal } from "node:assert/strict";
import { SIGHT_LIMIT, Sight } from "../../hosts/esp32/machines/sight.ts";

const network = (name: string, strength: number) => ({ name, strength, open: false });

describe("Wi-Fi networks in sight", () => {
	it("are listed once each, the strongest first", () => {
		const sight = new Sight();
		for (const [name, strength] of [
			["Garden", -80],
			["House", -70],
			["House", -40],
			["House", -60],
		] as const)
			sight.add(network(name, strength));
		deepEqual(sight.take(), [network("House", -40), network("Garden", -80)]);
		deepEqual(sight.take(), []);
	});

	it("are no hidden ones, and none whose names nobody can read", () => {
		const sight = new Sight();
		for (const name of ["", "a\nb", "\u{fffd}"]) sight.add(network(name, -50));
		deepEqual(sight.take(), []);
	});

	it("are the strongest ones where there are many", () => {
		const sight = new Sight();
		for (let index = 0; index < 3 * SIGHT_LIMIT; index++) sight.add(network(`${index}`, index % 2 ? -90 : -index));
		const taken = sight.take();
		equal(taken.length, SIGHT_LIMIT);
		deepEqual(
			taken.map(({ name }) => Number(name)),
			Array.from({ length: SIGHT_LIMIT }, (_, index) => 2 * index),
		);
	});
});
