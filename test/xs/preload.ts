/** The test host does to preloaded modules what the device does; `npm run test:xs` runs this file first. */
import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";
import { Counter, changes, read } from "./fixtures/state.ts";

const preloaded = Object.freeze({ created: "at preload" });
let variableOfTheTest = 0;

describe("Preloaded module", () => {
	for (const change of Object.keys(changes)) {
		it(`may not change ${change} at module level`, () => throws(changes[change]!, TypeError));
	}

	it("may be read", () => deepEqual(read(), [1, 0, 1, 0, 0, 0]));

	it("has classes whose instances live in the device's heap", () => {
		const counter = new Counter();
		counter.next();
		equal(counter.next(), 2);
	});

	it("gives JSON.stringify no object", () => {
		throws(() => JSON.stringify(preloaded), { name: "TypeError", message: /read only value/ });
	});

	it("survives collections while the chunk heap is full of garbage", () => {
		const kept = [1, 2, 3].map((n) => `kept ${n}`);
		for (let i = 0; i < 50; i++) {
			"garbage".repeat(3000);
			xs.gc();
			equal(Object.keys(changes)[0], "a variable");
		}
		deepEqual(kept, ["kept 1", "kept 2", "kept 3"]);
	});
});

describe("Built-in", () => {
	it("is frozen", () => {
		throws(() => Object.assign(Array.prototype, { last: 1 }), TypeError);
		throws(() => {
			new Error("text").name = "Other";
		}, TypeError);
	});

	it("finds a preloaded regular expression's match again", () => {
		const pattern = /a(b+)/g;
		deepEqual("abbab".match(pattern), ["abb", "ab"]);
		equal(pattern.exec("ab")?.[1], "b");
	});
});

describe("Device machine", () => {
	it("has the device's heap", () => {
		const { slots, chunkBytes, stack, slotSize } = xs.statistics();
		equal(stack.capacity, 512);
		if (slotSize === 16) deepEqual([slots.capacity, chunkBytes.capacity], [4927, 78848]);
		ok(slots.used > 0 && slots.used <= slots.peak);
	});

	it("keeps functions and string literals of preloaded code out of it", () => {
		const before = xs.statistics().chunkBytes.used;
		const make = () => "a string literal of some length, and a function that returns it";
		equal(make().length, 63);
		ok(xs.statistics().chunkBytes.used - before < 63);
	});

	it("changes variables of the test file, in its own heap", () => {
		variableOfTheTest += 1;
		equal(variableOfTheTest, 1);
	});

	it("counts bytecodes", () => {
		const before = xs.meter();
		for (let i = 0; i < 1000; i++);
		ok(xs.meter() - before > 3000);
	});

	it("indexes strings by code point", () => notEqual("𝒳".length, 2));

	it("decodes UTF-8, and puts U+FFFD where there is none", () => {
		const bytes = (text: string) => new Uint8Array(text.split(" ").map((byte) => Number.parseInt(byte, 16)));
		equal(xs.decode(bytes("47 72 c3 bc c3 9f 65")), "Grüße");
		equal(xs.decode(bytes("ff 41 e2 82 42 f0 9f 98 80 c3")), "\u{FFFD}A\u{FFFD}B😀\u{FFFD}");
		equal(xs.decode(bytes("ed a0 80").buffer), "\u{FFFD}\u{FFFD}\u{FFFD}");
		equal(xs.decode(bytes("41 00 42")), "A\0B");
		equal(xs.decode(new Uint8Array(0)), "");
	});

	it("names the TypeScript file and line in a stack trace", () => {
		const { stack = "" } = new Error("here");
		match(stack, /test\/xs\/preload\.ts:89/);
	});
});
