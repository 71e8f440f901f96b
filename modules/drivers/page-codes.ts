/** The codes as the control page shows and changes them. */

import { CODE_LIMIT, CODE_SETTINGS, findClashes, judgeCode, SETTING_CODES } from "../config/codes.ts";
import type { Codes } from "../config/document.ts";
import type { Problems, ShownCode } from "../web/device.ts";
import type { Appliance } from "./appliance.ts";

/** What codes have besides their keys. */
const FIELDS: readonly string[] = Object.freeze(["name", "output", "action", "callers", "weekly", "until", "once"]);
const ONLY_DIGITS = "only the keys of codes 1 and 2 can be changed";

/** All codes that there can be; what there is not is shown as a new one would be. */
export function shownCodes(appliance: Appliance): ShownCode[] {
	const shown: ShownCode[] = [];
	for (let code = 1; code <= CODE_LIMIT; code++) {
		const key = CODE_SETTINGS[code - 1];
		const document = key === undefined ? appliance.codes.read(code) : undefined;
		const light = key === "light.code";
		shown.push({
			code,
			name: document?.name ?? "",
			output: document?.output ?? (light ? "light" : "door"),
			action: document?.action ?? (light ? appliance.settings["light.mode"] : "pulse"),
			callers: document?.callers ?? "everyone",
			weekly: document?.weekly ?? "",
			until: document?.until ?? null,
			once: document?.once ?? false,
			set: key === undefined ? document !== undefined : appliance.settings[key] !== "",
		});
	}
	return shown;
}

/** Changes a code or makes one. Returns what is wrong, by field; "unstored" where it cannot be kept. */
export function setCode(
	appliance: Appliance,
	number: number,
	changes: Readonly<Record<string, unknown>>,
	by: string,
): Problems | "unstored" | undefined {
	const key = CODE_SETTINGS[number - 1];
	if (key !== undefined) return setDigits(appliance, key, changes, by);
	const before = appliance.codes.read(number);
	const { code, errors } = judgeCode(changes, before);
	if (errors) return errors;
	const problems = findClashes(otherDigits(appliance, number), [["digits", code.digits]]);
	if (problems) return problems;
	if (!appliance.codes.write(number, code)) return "unstored";
	appliance.codesChanged(`Code ${number} ${before === undefined ? "set" : "changed"}`, by);
	return undefined;
}

/** Deletes a code, if there is one. */
export function deleteCode(appliance: Appliance, number: number, by: string): "unstored" | undefined {
	const key = CODE_SETTINGS[number - 1];
	if (key !== undefined) {
		appliance.configure({ [key]: "" }, by);
		return undefined;
	}
	if (!appliance.codes.delete(number)) return "unstored";
	appliance.codesChanged(`Code ${number} deleted`, by);
	return undefined;
}

/** Keeps these codes, and no others. Those that are no more go first: a power cut leaves fewer codes rather than more. */
export function replaceCodes(appliance: Appliance, codes: Codes, by: string): "unstored" | undefined {
	let stored = true;
	for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++)
		if (!codes.has(number)) stored = appliance.codes.delete(number) && stored;
	for (const [number, code] of codes) stored = appliance.codes.write(number, code) && stored;
	appliance.codesChanged("Codes restored", by);
	return stored ? undefined : "unstored";
}

function setDigits(
	appliance: Appliance,
	key: (typeof CODE_SETTINGS)[number],
	changes: Readonly<Record<string, unknown>>,
	by: string,
): Problems | undefined {
	const others = Object.keys(changes).filter((field) => FIELDS.includes(field));
	if (others.length > 0) return Object.fromEntries(others.map((field) => [field, ONLY_DIGITS]));
	// As for any other code: without keys there is none.
	const { errors } = judgeCode({ callers: "known", digits: changes.digits });
	if (errors) return errors;
	const problems = appliance.configure({ [key]: changes.digits }, by);
	return problems && { digits: problems[key] ?? "cannot be changed" };
}

/** Digits of all codes but one. */
function otherDigits(appliance: Appliance, number: number): string[] {
	return appliance.codes
		.codes()
		.filter((code) => code.number !== number)
		.map(({ digits }) => digits);
}
