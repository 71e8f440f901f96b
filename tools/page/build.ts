/**
 * `npm run build`: writes the control page into web-assets/dist/, and fails when it is too big for the board; and the
 * bench's page, which may have any size, into simulator/bench/dist/.
 */

import { join } from "node:path";
import { bundleBench } from "./bench.ts";
import { pack, packedSize, SIZE_LIMIT, sizeTable, writePacked } from "./pack.ts";

async function main(): Promise<void> {
	await bundleBench();
	const files = await pack();
	console.log(sizeTable(files));
	if (packedSize(files) > SIZE_LIMIT) {
		console.error(`The page is too big: ${packedSize(files)} bytes gzipped, ${SIZE_LIMIT} are allowed.`);
		process.exitCode = 1;
		return;
	}
	writePacked(files, join(__dirname, "../../web-assets/dist"));
}

void main();
