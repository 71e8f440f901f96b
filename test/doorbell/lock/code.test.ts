import { deepEqual, equal } from "node:assert/strict";
import { compare } from "../../../modules/doorbell/lock/code.ts";

describe("Comparing an entry with a code", () => {
	it("tells whole codes, beginnings, and everything else", () => {
		equal(compare("2468", "2468"), "whole");
		equal(compare("2468", "246"), "begins");
		equal(compare("2468", ""), "begins");
		for (const entry of ["3", "2469", "3468", "24680", "246800000000", "2 68", "２468"])
			equal(compare("2468", entry), "apart", entry);
		equal(compare("123456789012", "123456789012"), "whole");
		equal(compare("123456789012", "123456789013"), "apart");
	});

	it("looks at the same number of keys, wherever they differ", () => {
		const looks = ["0000", "2000", "2400", "2460", "2468", "2", ""].map((entry) => {
			let count = 0;
			const watched = {
				length: 4,
				charCodeAt: (index: number) => {
					count += 1;
					return "2468".charCodeAt(index);
				},
			};
			compare(watched as unknown as string, entry);
			return count;
		});
		deepEqual(new Set(looks).size, 1);
	});
});
