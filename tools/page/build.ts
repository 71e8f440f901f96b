/**
 * `npm run build`: writes the control page into web-assets/dist/, and fails when it is too big for the board; and the
 * bench's page, which may have any size, into simulator/bench/dist/.
 */

import { join } from "node:path";
import { bundleBench } from "./bench.ts";
import { excesses, pack, sizeTable, writePacked } from "./pack.ts";

async function main(): Promise<void> {
	await bundleBench();
	const files = await pack();
	console.log(sizeTable(files));
	const problems = excesses(files);
	for (const problem of problems) console.error(problem);
	if (problems.length > 0) {
		process.exitCode = 1;
		return;
	}
	writePacked(files, join(__dirname, "../../web-assets/dist"));
}

void main();
