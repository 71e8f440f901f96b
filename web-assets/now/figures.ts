/** Figures of a call and of the device in words. */

import type { Statistics } from "../model.ts";
import * as texts from "../texts/all.ts";
import { figure, say, tell } from "../texts.ts";

/** A length of a call, such as `1:05`. */
export function clock(seconds: number): string {
	const time = new Date(1000 * Math.max(0, seconds)).toISOString();
	return seconds < 3600 ? time.slice(14, 19).replace(/^0/, "") : `${Math.floor(seconds / 3600)}${time.slice(13, 19)}`;
}

/** A length of time in one unit, such as `3 h`. */
export function span(seconds: number): string {
	const [unit, name] =
		seconds < 90
			? [1, "s"]
			: seconds < 90 * 60
				? [60, "min"]
				: seconds < 36 * 3600
					? [3600, "h"]
					: [86_400, tell(texts.days)];
	return `${Math.round(seconds / unit)} ${name}`;
}

/** Percent of the packets that did not arrive in time. */
export function lossOf({ received, lost, late }: Statistics): number {
	const expected = received + lost;
	return (100 * Math.min(expected, lost + late)) / (expected || 1);
}

/** How good the line is, as a word and in figures; both `undefined` before anybody has answered. */
export function quality(statistics: Statistics | undefined): { readonly word?: string; readonly figures?: string } {
	if (!statistics) return {};
	const { jitter } = statistics;
	const loss = lossOf(statistics);
	const within = (percent: number, milliseconds: number) => loss < percent && jitter < milliseconds;
	return {
		word: say(within(1, 30) ? texts.good : within(5, 80) ? texts.fair : texts.poor),
		figures: `${figure(loss)} % / ${Math.round(jitter)} ms`,
	};
}

/** The addresses in a setting such as `**611 20, sip:attic@192.168.178.30`. */
export function targetsOf(setting: unknown): string[] {
	return String(setting ?? "")
		.split(/[,\n]/)
		.map((entry) => entry.trim().split(" ")[0]!)
		.filter(Boolean);
}
