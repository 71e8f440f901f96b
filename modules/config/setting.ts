/** Kinds of settings, and how a value from outside is judged by each. */

/** What has to happen for a change to count: nothing, a new registration at the PBX, or a restart. */
export type Applies = "at once" | "registration" | "restart";

interface Common {
	/** A few words for a form. */
	readonly title: string;
	/** One plain sentence for the owner of the house. */
	readonly help: string;
	readonly applies: Applies;
	/** Unit of the value, in words. */
	readonly unit?: string;
}

/** Says what is wrong with a text, or what it should have been; `undefined` when it is right. */
export type TextRule = (text: string) => string | undefined;

/** One line of text, or a list of whom to ring ("targets"), which may have several lines. */
export interface TextSetting extends Common {
	readonly type: "text" | "targets";
	readonly fallback: string;
	/** Longest text, in characters. */
	readonly maximum: number;
	/** Goes in, but never out. */
	readonly secret?: boolean;
	readonly rule?: TextRule;
}

export interface NumberSetting extends Common {
	readonly type: "number";
	readonly fallback: number;
	readonly minimum: number;
	readonly maximum: number;
	readonly even?: boolean;
	/** What 0 means, where it is allowed besides the range. */
	readonly zero?: string;
}

export interface ChoiceSetting<Choice extends string = string> extends Common {
	readonly type: "choice";
	readonly fallback: Choice;
	readonly choices: readonly Choice[];
}

export interface ToggleSetting extends Common {
	readonly type: "toggle";
	readonly fallback: boolean;
}

export type Setting = TextSetting | NumberSetting | ChoiceSetting | ToggleSetting;
export type Value = Setting["fallback"];

/** A value as it is kept, or what is wrong with the one given: a phrase such as "a whole number from 1 to 65535". */
export type Judgement =
	| { readonly value: Value; readonly problem?: undefined }
	| { readonly value?: undefined; readonly problem: string };

type Options<Kind extends Setting> = Omit<Kind, "type" | "title" | "help">;

export function text(title: string, help: string, options: Options<TextSetting>): TextSetting {
	return Object.freeze({ type: "text", title, help, ...options });
}

export function targets(title: string, help: string, options: Options<TextSetting>): TextSetting {
	return Object.freeze({ type: "targets", title, help, ...options });
}

export function number(title: string, help: string, options: Options<NumberSetting>): NumberSetting {
	return Object.freeze({ type: "number", title, help, ...options });
}

export function choice<Choice extends string>(
	title: string,
	help: string,
	options: Options<ChoiceSetting<Choice>>,
): ChoiceSetting<Choice> {
	return Object.freeze({ type: "choice", title, help, ...options });
}

export function toggle(title: string, help: string, options: Options<ToggleSetting>): ToggleSetting {
	return Object.freeze({ type: "toggle", title, help, ...options });
}

/** Whether the value must never be shown. */
export function isSecret(setting: Setting): boolean {
	return setting.type === "text" && setting.secret === true;
}

/** Judges one value from outside. */
export function judge(setting: Setting, value: unknown): Judgement {
	switch (setting.type) {
		case "text":
		case "targets":
			return judgeText(setting, value);
		case "number":
			return judgeNumber(setting, value);
		case "choice": {
			const chosen = setting.choices.find((option) => option === value);
			return chosen === undefined ? { problem: `one of: ${setting.choices.join(", ")}` } : { value: chosen };
		}
		case "toggle":
			return typeof value === "boolean" ? { value } : { problem: "true or false" };
	}
}

const CONTROL = /[\0-\x1f\x7f]/;
const CONTROL_BUT_LINES = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const DIGITS = /^\d{1,9}$/;

function judgeText(setting: TextSetting, value: unknown): Judgement {
	if (typeof value !== "string" || value.length > setting.maximum)
		return { problem: `a text of at most ${setting.maximum} characters` };
	if ((setting.type === "targets" ? CONTROL_BUT_LINES : CONTROL).test(value))
		return { problem: "a text without control characters" };
	const text = setting.secret ? value : value.trim();
	const problem = setting.rule?.(text);
	return problem === undefined ? { value: text } : { problem };
}

function judgeNumber(setting: NumberSetting, value: unknown): Judgement {
	const { fallback, minimum, maximum, even, zero } = setting;
	const input = typeof value === "string" ? value.trim() : value;
	// An emptied number field of a form arrives as "" or null (interop trap E3).
	if (input === "" || input === null) return { value: fallback };
	const number = typeof input === "string" && DIGITS.test(input) ? Number(input) : input;
	if (typeof number === "number" && number % (even ? 2 : 1) === 0) {
		if (number >= minimum && number <= maximum) return { value: number };
		if (number === 0 && zero !== undefined) return { value: 0 };
	}
	return { problem: `${even ? "an even" : "a whole"} number from ${minimum} to ${maximum}` };
}
