import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Visit } from "./demo-visit.ts";

console.log("One visit over UDP on the loopback interface; the PBX with its two phones is in this process, too.\n");
const visit = new Visit({
	folder: mkdtempSync(join(tmpdir(), "doorbell-demo-")),
	print: (line) => console.log(line),
});
visit.run().then(
	(passed) => {
		visit.close();
		console.log(`\n${passed ? "All is well." : "Something FAILED, see above."}`);
		process.exitCode = passed ? 0 : 1;
	},
	(error: unknown) => {
		visit.close();
		throw error;
	},
);
