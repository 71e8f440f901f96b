/** Sentences of the doorbell in the language of the page. */

import { lookUp } from "./table.ts";
import { DEVICE } from "./texts/device.ts";
import { fill, spoken } from "./texts.ts";

/** A sentence of the doorbell, which speaks English, in the language of the page; English where it is not in `rows`. */
export function translated(sentence: string, rows = DEVICE): string {
	return spoken() === "de" ? german(sentence, rows) : sentence;
}

/** German for a sentence of the doorbell. */
export function german(sentence: string, rows = DEVICE): string {
	for (const row of rows) {
		const pattern = lookUp(row, false)
			.replace(/[.*()]/g, "\\$&")
			.replaceAll("{}", "(.+)");
		const values = new RegExp(pattern, "s").exec(sentence);
		if (values) return fill(lookUp(row, true), values.slice(1));
	}
	return sentence;
}
