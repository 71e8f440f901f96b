/**
 * One fact that every implementation of a host object must show. The steps are taken in order; one that returns false
 * waits for something, and is taken again after a turn of the event loop or of the virtual clock.
 */
export interface Fact<World> {
	readonly title: string;
	readonly steps: (world: World) => readonly Step[];
}

export type Step = () => unknown;

/** How often a step is taken again in virtual time, at 1 ms each, before the test fails. */
const MAXIMUM_TURNS = 10_000;

/** Takes the steps in virtual time; `turn` lets a millisecond pass. */
export function play(steps: readonly Step[], turn: () => void): void {
	for (const step of steps) {
		for (let turns = 0; step() === false; turns++) {
			if (turns === MAXIMUM_TURNS) throw new Error(`Waited in vain: ${step}`);
			turn();
		}
	}
}
