import { deepEqual, equal, ok } from "node:assert/strict";
import { isSecret, judge, number, targets, text, toggle } from "../../modules/config/setting.ts";

const applies = "at once";

describe("Judging a setting", () => {
	it("takes text without the spaces around it, up to its length", () => {
		const name = text("Name", "", { fallback: "", maximum: 4, applies });
		deepEqual(judge(name, " bel "), { problem: "a text of at most 4 characters" });
		deepEqual(judge(name, "bel "), { value: "bel" });
		deepEqual(judge(name, ""), { value: "" });
		deepEqual(judge(name, 620), { problem: "a text of at most 4 characters" });
	});

	it("takes no control characters, which could break a message apart", () => {
		const name = text("Name", "", { fallback: "", maximum: 9, applies });
		for (const character of ["\r", "\n", "\t", "\u0000", "\u007f"])
			deepEqual(judge(name, `a${character}b`), { problem: "a text without control characters" });
	});

	it("takes several lines where targets are listed", () => {
		const list = targets("Targets", "", { fallback: "", maximum: 9, applies });
		deepEqual(judge(list, "1\r\n\t2"), { value: "1\r\n\t2" });
		deepEqual(judge(list, "1\u00002"), { problem: "a text without control characters" });
	});

	it("leaves a secret as it is", () => {
		const password = text("Password", "", { fallback: "", maximum: 9, secret: true, applies });
		deepEqual(judge(password, " a b "), { value: " a b " });
		equal(isSecret(password), true);
		equal(isSecret(text("Name", "", { fallback: "", maximum: 9, applies })), false);
		equal(isSecret(toggle("On", "", { fallback: true, applies })), false);
	});

	it("takes whole numbers within the limits, also in digits", () => {
		const seconds = number("Seconds", "", { fallback: 3, minimum: 1, maximum: 30, applies });
		for (const [given, value] of [
			[1, 1],
			[30, 30],
			["7", 7],
			[" 07 ", 7],
		])
			deepEqual(judge(seconds, given), { value });
		for (const given of [
			0,
			31,
			-1,
			1.5,
			Number.NaN,
			Infinity,
			"1e1",
			"0x1",
			"-1",
			"9999999999",
			true,
			[],
			{},
			undefined,
		])
			deepEqual(judge(seconds, given), { problem: "a whole number from 1 to 30" });
	});

	it("E3: takes an emptied number field for the default", () => {
		const port = number("Port", "", { fallback: 5060, minimum: 1, maximum: 65535, applies });
		for (const given of ["", "  ", null]) deepEqual(judge(port, given), { value: 5060 });
		deepEqual(judge(port, 0), { problem: "a whole number from 1 to 65535" });
	});

	it("takes even numbers only, and 0, where that is asked for", () => {
		const port = number("Port", "", { fallback: 4, minimum: 4, maximum: 8, even: true, zero: "any", applies });
		deepEqual(judge(port, 6), { value: 6 });
		deepEqual(judge(port, 0), { value: 0 });
		deepEqual(judge(port, "0"), { value: 0 });
		for (const given of [2, 5, 10]) deepEqual(judge(port, given), { problem: "an even number from 4 to 8" });
	});

	it("takes true and false for a toggle", () => {
		const on = toggle("On", "", { fallback: true, applies });
		deepEqual(judge(on, false), { value: false });
		deepEqual(judge(on, 0), { problem: "true or false" });
	});

	it("gives frozen settings", () => {
		ok(Object.isFrozen(toggle("On", "", { fallback: true, applies })));
	});
});
