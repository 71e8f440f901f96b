import { closePages } from "./chromium.ts";
import { Program } from "./program.ts";

/** For a suite: a doorbell of its own, which runs from before its first test until after its last one. */
export function startDoorbell(...parameters: readonly string[]): Program {
	const program = new Program(...parameters);
	before(() => program.start());
	after(async () => {
		await closePages();
		await program.dispose();
	});
	return program;
}
