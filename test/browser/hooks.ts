import type { Context, RootHookObject } from "mocha";
import { closeChromium, takePictures } from "./chromium.ts";
import { endPrograms, lastWords } from "./program.ts";

/** Shows the pages of a test that failed; nothing else outlives the tests. */
export const mochaHooks: RootHookObject = {
	async afterEach(this: Context) {
		if (!this.currentTest?.isFailed()) return;
		for (const words of lastWords()) console.log(`The doorbell broke off:\n${words}`);
		console.log(`      as seen in ${(await takePictures()).join(", ")}`);
	},
	async afterAll() {
		await closeChromium();
		await endPrograms();
	},
};
