import { clear } from "./stage.ts";

/** Root hook of mocha: tests start peers, this ends them. */
export const mochaHooks: Mocha.RootHookObject = {
	async afterEach(this: Mocha.Context) {
		await clear(this.currentTest?.state === "failed");
	},
};
