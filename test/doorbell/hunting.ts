import type { HuntTarget } from "../../modules/doorbell/hunt.ts";
import { Door, SETTINGS } from "./door.ts";

/** An address and seconds of ring time. */
export type Ring = readonly [address: string, seconds: number];

/** Whom the first button rings. */
export interface Rings {
	readonly targets: readonly Ring[];
	readonly inOrder?: boolean;
	readonly fallback?: readonly Ring[];
}

/** A doorbell whose first button rings these, and whose second one rings the shed. */
export function doorRinging({ targets, inOrder = false, fallback = [] }: Rings): Door {
	const first = { name: "Front", targets: targets.map(target), inOrder, fallback: fallback.map(target) };
	return new Door({ buttons: [first, SETTINGS.buttons[1]!] });
}

function target([address, seconds]: Ring): HuntTarget {
	return { address, time: seconds * 1000 };
}
