import { deepEqual } from "node:assert/strict";
import { utf8 } from "../../simulator/utf8.ts";
import { play } from "../hosts/contract.ts";
import { textContract } from "../hosts/text-contract.ts";

describe("UTF-8 in plain TypeScript (RFC 3629)", () => {
	for (const { title, steps } of textContract) it(title, () => play(steps({ text: utf8 }), () => {}));

	it("encodes half of a surrogate pair as U+FFFD", () => {
		deepEqual(Array.from(utf8.encode("a\ud800b")), [0x61, 0xef, 0xbf, 0xbd, 0x62]);
	});
});
