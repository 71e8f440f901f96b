import { deepEqual, equal } from "node:assert/strict";
import { strength } from "../../web-assets/access/strength.ts";
import type { Statistics } from "../../web-assets/model.ts";
import { clock, lossOf, quality, span, targetsOf } from "../../web-assets/now/figures.ts";

function statistics(received: number, lost: number, late = 0, jitter = 0): Statistics {
	return { sent: 0, received, lost, late, jitter, depth: 0 };
}

describe("Figures of the page", () => {
	it("tell the length of a call", () => {
		deepEqual([0, 9.9, 65, 3599, 3600, -1].map(clock), ["0:00", "0:09", "1:05", "59:59", "1:00:00", "0:00"]);
	});

	it("tell a time in one unit", () => {
		deepEqual([1, 89, 90, 3600, 7200, 200_000].map(span), ["1 s", "89 s", "2 min", "60 min", "2 h", "2 d"]);
	});

	it("count what came too late as lost", () => {
		equal(lossOf(statistics(0, 0)), 0);
		equal(lossOf(statistics(98, 2)), 2);
		equal(lossOf(statistics(98, 2, 3)), 5);
		equal(lossOf(statistics(0, 10, 10)), 100);
	});

	it("judge the line", () => {
		deepEqual(quality(undefined), {});
		deepEqual(quality(statistics(1000, 1, 0, 4)), { word: "Good", figures: "0.1 % / 4 ms" });
		equal(quality(statistics(1000, 1, 0, 40)).word, "Fair");
		equal(quality(statistics(100, 10)).word, "Poor");
	});

	it("read the targets of a button", () => {
		deepEqual(targetsOf("**611 20, sip:attic@192.168.178.30\n, **612"), ["**611", "sip:attic@192.168.178.30", "**612"]);
		deepEqual(targetsOf(undefined), []);
	});

	it("tell what a password is worth", () => {
		deepEqual(["short", "aaaaaaaa", "password", "Passwort7", "correct horse battery"].map(strength), [0, 1, 1, 2, 3]);
	});
});
