import { sentence, tell } from "../texts.ts";
import { translated } from "../translation.ts";
import type { Said } from "./model.ts";

/** What is said, in the language of the page. */
export function told([text, ...values]: Said): string {
	return typeof text === "string" ? translated(text) : tell(text, ...values);
}

/** The same as a sentence: most begin small, as parts of others. */
export function toldWhole(said: Said | undefined): string {
	return said ? sentence(told(said)) : "";
}

/** How a judgement is coloured. */
export function markOf(good: boolean | undefined): string {
	return good === undefined ? "" : good ? "good" : "bad";
}
