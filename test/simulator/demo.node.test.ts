import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Visit } from "../../simulator/demo-visit.ts";

let folder: string;
/** For every suite of this file: a folder for each test, and nothing left after it. */
function cleanly(): void {
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doorbell-"))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

function visit(): { readonly visit: Visit; readonly lines: string[] } {
	const lines: string[] = [];
	const own = mkdtempSync(join(folder, "visit-"));
	return { visit: new Visit({ folder: own, print: (line) => lines.push(line) }), lines };
}

/** The verdicts among the lines. */
function verdicts(lines: readonly string[]): string[] {
	return lines.flatMap((line) => /^(ok|FAILED)\b/.exec(line)?.[1] ?? []);
}

describe("Demo", () => {
	cleanly();

	it("goes well, twice at the same time", async () => {
		const both = [visit(), visit()];
		const passed = await Promise.all(both.map(({ visit }) => visit.run()));
		for (const { visit } of both) visit.close();
		for (const { lines } of both) deepEqual(verdicts(lines), Array(10).fill("ok"), lines.join("\n"));
		deepEqual(passed, [true, true]);

		const ladder = both[0]?.lines.filter((line) => line.includes("\u2502")) ?? [];
		const titles = ladder.map((line) => /\u2502[\s\u25c0\u2500]*(.*?)[\s\u2500\u25b6]*\u2502/.exec(line)?.[1]);
		deepEqual(titles, [
			"REGISTER",
			"401 Unauthorized (REGISTER)",
			"REGISTER",
			"200 OK (REGISTER)",
			"INVITE",
			"100 Trying (INVITE)",
			"407 Proxy Authentication Required (INVITE)",
			"ACK",
			"INVITE",
			"100 Trying (INVITE)",
			"180 Ringing (INVITE)",
			"200 OK (INVITE)",
			"ACK",
			"BYE",
			"200 OK (BYE)",
			"REGISTER",
			"200 OK (REGISTER)",
		]);
	});

	it("says which step failed, and tries no more", async () => {
		const { visit: doomed, lines } = visit();
		doomed.pbx.silent = true;
		const passed = await doomed.run();
		doomed.close();
		equal(passed, false);
		deepEqual(verdicts(lines), Array(10).fill("FAILED"));
		ok(lines.some((line) => /^FAILED +The doorbell registers +not registered within 3 s$/.test(line)));
		equal(lines.filter((line) => line.endsWith("not reached")).length, 9);
	});
});
