import { deepEqual, equal, ok } from "node:assert/strict";
import {
	CODE_LENGTH,
	CODE_LIMIT,
	formatCode,
	isCodeNumber,
	judgeCode,
	parseCode,
	readCodes,
} from "../../modules/config/codes.ts";

const NEW = {
	...{ digits: "24680", name: "", output: "door", action: "pulse", callers: "everyone", weekly: "" },
	...{ until: null, once: false },
};

describe("Code: what people enter", () => {
	it("F20: needs nothing but 1 to 12 keys of 0-9, * and #", () => {
		deepEqual(judgeCode({ digits: "24680" }), { code: NEW });
		for (const digits of ["*#*#", "123456789012", "#0*1"]) equal(judgeCode({ digits }).code?.digits, digits);
		for (const digits of [undefined, "", "1234567890123", "12a4", " 1234", 1234, null, ["1234"]])
			deepEqual(judgeCode({ digits }), { errors: { digits: "1 to 12 of the keys 0 to 9, * and #" } });
	});

	it("says what is wrong with each field, all at once", () => {
		const wrong = { name: "x".repeat(33), output: "gate", action: "hold", callers: "me", weekly: "never" };
		deepEqual(judgeCode({ ...wrong, digits: "x", until: "soon", once: 1 }).errors, {
			digits: "1 to 12 of the keys 0 to 9, * and #",
			name: "a text of at most 32 characters",
			output: "one of: door, second door, light",
			action: "one of: pulse, toggle",
			callers: "one of: everyone, known, placed",
			weekly: "times of the week such as Mo-Fr 22:00-06:30, Sa Su 23:00-08:00",
			until: "a time in milliseconds since 1970, or null",
			once: "true or false",
		});
		for (const name of ["two\nlines", 7, null]) ok(judgeCode({ digits: "24680", name }).errors?.name, `${name}`);
		for (const until of [-1, 1.5, Number.NaN, 9e15, "1"]) ok(judgeCode({ digits: "24680", until }).errors?.until);
		for (const weekly of [7, null, "x".repeat(200)]) ok(judgeCode({ digits: "24680", weekly }).errors?.weekly);
	});

	it("with fewer than four keys is for known callers and placed calls only", () => {
		const errors = { callers: "known or placed: anybody may try fewer than 4 keys" };
		for (const digits of ["1", "12", "123"]) {
			deepEqual(judgeCode({ digits }), { errors });
			equal(judgeCode({ digits, callers: "known" }).code?.callers, "known");
			equal(judgeCode({ digits, callers: "placed" }).code?.callers, "placed");
		}
		const before = judgeCode({ digits: "1", callers: "placed" }).code;
		deepEqual(judgeCode({ callers: "everyone" }, before), { errors });
	});

	it("changes only what is given, and ignores what is no field", () => {
		const before = judgeCode({ digits: "24680", name: " Anna ", until: 5, once: true, weekly: "Mo 8:00-9:00" }).code;
		equal(before?.name, "Anna");
		deepEqual(judgeCode({ until: null, hue: "red", constructor: 1 }, before), { code: { ...before, until: null } });
	});
});

describe("Code: its document", () => {
	it("comes back as it was written", () => {
		const { code } = judgeCode({ digits: "*24680#", name: 'Anna "\u{1f511}"', until: 1_800_000_000_000, once: true });
		ok(code);
		deepEqual(parseCode(formatCode(code)), code);
	});

	it("that is broken in any way is no code", () => {
		const whole = formatCode(judgeCode({ digits: "24680" }).code!);
		for (let length = 0; length < whole.length; length += 1) equal(parseCode(whole.slice(0, length)), undefined);
		for (const field of Object.keys(NEW)) equal(parseCode(JSON.stringify({ ...NEW, [field]: undefined })), undefined);
		for (const text of [undefined, "null", "[]", "7", '{"digits":"","name":"x"}', whole.replace("24680", "24x80")])
			equal(parseCode(text), undefined);
	});
});

describe("Code: the list in a backup", () => {
	it("is read by number", () => {
		const read = readCodes([
			{ code: 3, digits: "24680" },
			{ code: CODE_LIMIT, digits: "1", callers: "placed" },
		]);
		deepEqual("codes" in read && [...read.codes.keys()], [3, 10]);
	});

	it("is refused as a whole where something is wrong in it", () => {
		const numbers = { codes: "codes with different numbers from 3 to 10" };
		for (const list of [[{ code: 2, digits: "24680" }], [{ code: 11, digits: "24680" }], [{ digits: "24680" }], [7]])
			deepEqual(readCodes(list), { errors: numbers });
		const twice = { code: 3, digits: "24680" };
		deepEqual(readCodes([twice, twice]), { errors: numbers });
		deepEqual(readCodes({}), { errors: { codes: "a list of codes" } });
		deepEqual(readCodes([twice, { code: 4, once: 1 }]), {
			errors: { "code.4.digits": `1 to ${CODE_LENGTH} of the keys 0 to 9, * and #`, "code.4.once": "true or false" },
		});
	});

	it("has numbers above those of the settings", () => {
		deepEqual([2, 3, 10, 11, 3.5, "3", Number.NaN].map(isCodeNumber), [false, true, true, false, false, false, false]);
	});
});
