/** How the page speaks: English or German. What it says stands in texts/. */

import { lookUp } from "./table.ts";

export type Language = "en" | "de";

/** One text, English first; `{0}`, `{1}` … stand for values. */
export type Row = readonly [english: string, german: string];

let language: Language = "en";

/** The language that {@link say} speaks. */
export function spoken(): Language {
	return language;
}

export function speak(chosen: Language): void {
	language = chosen;
}

/** A text in the language of the page, with its `{0}`, `{1}` … replaced, and with a capital: a title or a sentence. */
export function say(row: Row, ...values: readonly unknown[]): string {
	return fill(sentence(lookUp(row, language === "de")), values);
}

/** The same as it stands in the row: a part of a sentence. */
export function tell(row: Row, ...values: readonly unknown[]): string {
	return fill(lookUp(row, language === "de"), values);
}

/** `text` with a capital. */
export function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `text` with its `{0}`, `{1}` … replaced. */
export function fill(text: string, values: readonly unknown[]): string {
	return text.replace(/\{(\d)\}/g, (_, index: number) => String(values[index] ?? ""));
}

/** A number with one decimal, and the sign of the language before it. */
export function figure(value: number): string {
	return value.toFixed(1).replace(".", language === "de" ? "," : ".");
}
