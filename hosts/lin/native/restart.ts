import Timer from "timer";
import type * as Board from "../../esp32/native/restart.ts";

/** The number of a start by power. */
const POWER_ON = 1;

export const resetReason: typeof Board.resetReason = () => POWER_ON;
export const lastWords: typeof Board.lastWords = () => "";
export const keepWords: typeof Board.keepWords = () => {};
export const restartCount: typeof Board.restartCount = () => 0;
export const setRestartCount: typeof Board.setRestartCount = () => {};

/** A program cannot start itself again: it says so and goes on. */
export const restartNow: typeof Board.restartNow = () => {
	Timer.set(() => trace("Start the program again: the doorbell asks for it\n"), 0);
};
