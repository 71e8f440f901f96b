import { equal, notEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA } from "../../modules/config/schema.ts";
import { judge, type Setting } from "../../modules/config/setting.ts";
import { type EndCause, endReason } from "../../modules/doorbell/words.ts";
import { registrationProblem } from "../../modules/drivers/problems.ts";
import type { RegistrationProblem } from "../../modules/sip/outbox.ts";
import { speak } from "../../web-assets/texts.ts";
import { german, translated } from "../../web-assets/translation.ts";

const PROBLEMS: readonly RegistrationProblem[] = [
	"no network",
	"unknown host",
	"no answer",
	"wrong password",
	"no algorithm",
	"refused",
];
const CAUSES: readonly EndCause[] = ["remote", "no answer", "incompatible", "failed"];

/** Values that settings refuse. */
const WRONG: readonly unknown[] = ["\u0001", "a b@:", "x".repeat(1000), -1, "a,b c d", "1,2,3,4,5,6,7", 3.5];

function registrationProblems(): string[] {
	return PROBLEMS.flatMap((problem) =>
		[403, 404, 503, 500].map((status) => registrationProblem(problem, status, "Reason")),
	);
}

function settingProblems(): string[] {
	const problems = Object.values<Setting>(SCHEMA).flatMap((setting) =>
		WRONG.map((value) => judge(setting, value).problem).filter((problem) => problem !== undefined),
	);
	return [...new Set(problems)];
}

/** Reasons why a call ended, as they stand in the sources of the doorbell. */
function callReasons(): string[] {
	const read = (name: string) => readFileSync(join(__dirname, "../../modules/doorbell", name), "utf8");
	const talk = Array.from(read("talk.ts").matchAll(/return "([^"]+)"/g), ([, text]) => text!);
	const closed = Array.from(
		`${read("reception.ts")}${read("doorbell.ts")}`.matchAll(/(?:hangUp\(|#close\(.*, )"([^"]+)", now\)/g),
		([, text]) => text!,
	);
	return [...talk, ...closed, "missed", ...CAUSES.map(endReason)];
}

describe("Sentences of the doorbell in German", () => {
	afterEach(() => speak("en"));

	for (const [what, sentences] of [
		["a failed registration", registrationProblems()],
		["the end of a call", callReasons()],
		["a refused setting", settingProblems()],
	] as const)
		it(`are there for ${what}`, () => {
			for (const sentence of sentences) notEqual(german(sentence), sentence, sentence);
		});

	it("are those of the sentence, with its values", () => {
		equal(
			german("the PBX refuses the registration (SIP status 480 Gone (away))"),
			"die Telefonanlage lehnt ab (480 Gone (away))",
		);
		equal(german("a whole number from 1 to 65535"), "eine ganze Zahl von 1 bis 65535");
		equal(german("an even number from 1024 to 65534"), "eine gerade Zahl von 1024 bis 65534");
		equal(german("the other side hung up"), "die andere Seite hat aufgelegt");
		equal(german("hung up at the door"), "an der Tür aufgelegt");
		equal(german("There is no call"), "es gibt kein Gespräch");
	});

	it("stay English where they are not known, and in English", () => {
		equal(german("something else"), "something else");
		equal(translated("missed"), "missed");
		speak("de");
		equal(translated("missed"), "verpasst");
	});
});
