import { deepEqual, equal, ok } from "node:assert/strict";
import { PLANNED, startReason } from "../../hosts/esp32/machines/start-reason.ts";

const POWER_ON = 1;
const SOFTWARE = 3;
const PANIC = 4;
const TASK_WATCHDOG = 6;
const BROWN_OUT = 9;

describe("Start reason of the board (ESP-IDF, reset reason)", () => {
	it("is the power in most cases", () => {
		deepEqual(startReason(POWER_ON, ""), { text: "the power came on", unplanned: false });
	});

	it("is what the program said last", () => {
		deepEqual(startReason(SOFTWARE, PLANNED), { text: "somebody asked for a restart", unplanned: false });
		deepEqual(startReason(SOFTWARE, "memory full"), { text: "the program ran out of memory", unplanned: true });
		deepEqual(startReason(SOFTWARE, "too many failures"), { text: "too many failures", unplanned: true });
	});

	it("is a full stack where the program had no time for words", () => {
		const { text, unplanned } = startReason(SOFTWARE, "");
		ok(text.includes("stack"));
		equal(unplanned, true);
	});

	it("is what the chip says when the program did not restart by itself, whatever was said before", () => {
		equal(startReason(BROWN_OUT, "memory full").text.includes("voltage"), true);
		equal(startReason(BROWN_OUT, "").unplanned, false);
		equal(startReason(PANIC, PLANNED).unplanned, true);
		equal(startReason(TASK_WATCHDOG, "").text.includes("watchdog"), true);
	});

	it("is a sentence for every number", () => {
		for (let reset = -1; reset < 20; reset++) ok(startReason(reset, "").text.length > 10);
	});
});
