import type { TimerHandle, Timers } from "../../modules/host.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";

/** Time begins after eleven days: what is kept of it then has as many digits for the next hundred days. Milliseconds. */
const UPTIME = 1e9;

/**
 * The virtual time of the XS test host as the clock of a mock network: its callbacks have the stack for themselves, as
 * those of the device have.
 */
export class HostClock extends VirtualClock {
	override readonly timers: Timers = Object.freeze({ set, clear });

	override get now(): number {
		return UPTIME + xs.now();
	}

	override post(callback: () => void): void {
		setTimeout(callback, 0);
	}
}

/** Lets so many milliseconds pass. */
export function pass(milliseconds: number): Promise<void> {
	return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** Does something in a turn of its own, with the stack for itself; resolves in the next one. */
export function turn(action: () => void): Promise<void> {
	setTimeout(action, 0);
	return pass(0);
}

/** Lets time pass until something is so; throws when it is not within five seconds. */
export async function until(what: string, happens: () => boolean): Promise<void> {
	for (let left = 5_000; !happens(); left -= STEP) {
		if (left < 0) throw new Error(`the visit went wrong: ${what}`);
		await pass(STEP);
	}
}

const STEP = 5;

function set(callback: () => void, milliseconds: number): TimerHandle {
	return setTimeout(callback, milliseconds) as unknown as TimerHandle;
}

function clear(timer: TimerHandle | undefined): void {
	clearTimeout(timer as unknown as number);
}
