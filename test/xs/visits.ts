/**
 * 1,000 visits in a row in the board's heap, each with a registration of its own, while a page follows the events: what is
 * live after the last one must be what was live after the twentieth, when log, rings and storage were full.
 */
import { turn } from "./host-clock.ts";
import { House } from "./house.ts";
import { report } from "./report.ts";

const VISITS = 1_000;
const FULL = 20;
/** Milliseconds. */
const TALK = 500;

async function visits(): Promise<void> {
	const house = new House();
	await house.install();
	await house.start();
	await house.openPage();
	for (let number = 1; number <= VISITS; number++) {
		if (number > 1) await house.connect();
		await house.ring();
		await house.talk(TALK);
		await house.openDoor();
		await house.hangUp();
		await house.disconnect();
		// Of one length, for the label is in the heap as well.
		if (number === FULL || number === VISITS) await turn(() => report(`after visit ${`${number}`.padStart(4)}`));
	}
	xs.exit(0);
}

setTimeout(visits, 0);
