import type { Step } from "./contract.ts";

/** Takes the steps of a fact in real time; mocha's time-out ends a wait in vain. */
export async function playInRealTime(steps: readonly Step[]): Promise<void> {
	for (const step of steps) {
		while (step() === false) await new Promise((resolve) => setTimeout(resolve, 1));
	}
}
