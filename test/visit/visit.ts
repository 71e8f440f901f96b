import type { State } from "../../modules/doorbell/output.ts";
import type { PhoneState } from "../../simulator/phone.ts";
import type { House } from "../simulator/house.ts";

/** Longest that anything may take, milliseconds: the 32 s of a transaction and a little more. */
const PATIENCE = 40_000;

/** How a visit ended, for both sides and for the door. */
export interface Outcome {
	readonly doorbell: State;
	readonly reason: string;
	readonly phones: readonly PhoneState[];
	/** Whether the PBX still has the doorbell registered. */
	readonly registered: boolean;
	/** Times that the door's relay was switched on. */
	readonly pulses: number;
}

/** Someone rings, phone 1 answers, presses the key that opens the door, and hangs up; then the doorbell disconnects. */
export function ringAtTheDoor(house: House): Outcome {
	const phone = house.phone(1);
	phone.answerDelay = 300;
	house.until(() => house.doorbell.state === "REGISTERED", PATIENCE);
	house.doorbell.press(1);
	talk(house);
	phone.hangUp();
	return leave(house);
}

/** Phone 1 calls the doorbell, which answers by itself; the key opens the door; the doorbell hangs up and disconnects. */
export function callTheDoor(house: House): Outcome {
	house.until(() => house.doorbell.state === "REGISTERED", PATIENCE);
	house.phone(1).call("doorbell");
	talk(house);
	house.doorbell.hangUp();
	return leave(house);
}

/** Both sides are in the call; the phone presses the code; they talk until reports have gone both ways. */
function talk(house: House): void {
	const phone = house.phone(1);
	house.until(() => house.doorbell.state === "CONNECTED" && phone.state === "in call", PATIENCE);
	house.wait(200);
	phone.press(house.doorbell.settings["door.code"]);
	house.wait(2_600);
}

function leave(house: House): Outcome {
	const { doorbell, pbx, host } = house;
	house.until(() => doorbell.state === "REGISTERED", PATIENCE);
	doorbell.disconnect();
	house.until(() => doorbell.state === "DISCONNECTED", PATIENCE);
	house.wait(PATIENCE);
	return {
		doorbell: doorbell.state,
		reason: doorbell.lastReason,
		phones: pbx.phones.map(({ state }) => state),
		registered: pbx.knows("doorbell"),
		pulses: host.changes("door").filter(({ value }) => value === 1).length,
	};
}
