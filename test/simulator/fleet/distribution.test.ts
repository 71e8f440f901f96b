import { deepEqual, equal, ok } from "node:assert/strict";
import { Distribution } from "../../../simulator/fleet/distribution.ts";

describe("Fleet: distribution of measured values", () => {
	it("is empty at first", () => {
		deepEqual(new Distribution().summary(), { count: 0, median: 0, most: { of95: 0, of99: 0, ofAll: 0 } });
	});

	it("tells what a share of the values stays at or below", () => {
		const distribution = new Distribution();
		for (let value = 100; value >= 1; value -= 1) distribution.add(value);
		deepEqual(distribution.summary(), { count: 100, median: 50, most: { of95: 95, of99: 99, ofAll: 100 } });
		equal(distribution.percentile(0.5), 1);
	});

	it("keeps an even choice of very many, and the largest of all", () => {
		const distribution = new Distribution();
		for (let value = 0; value < 1_000_000; value += 1) distribution.add(value === 777_777 ? 5_000_000 : value % 1_000);
		const { count, median, most } = distribution.summary();
		equal(count, 1_000_000);
		ok(Math.abs(median - 500) < 40, `${median}`);
		equal(most.ofAll, 5_000_000);
	});
});
