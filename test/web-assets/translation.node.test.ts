import { equal, notEqual, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeCode } from "../../modules/config/codes.ts";
import { SCHEMA } from "../../modules/config/schema.ts";
import { judge, type Setting } from "../../modules/config/setting.ts";
import { type EndCause, endReason, untransferred } from "../../modules/doorbell/words.ts";
import { registrationProblem } from "../../modules/drivers/problems.ts";
import type { RegistrationProblem } from "../../modules/sip/outbox.ts";
import { DEVICE as AUDIT, KINDS } from "../../web-assets/door/texts.ts";
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
	const talk = Array.from(read("talk.ts").matchAll(/return "([^"A-Z]+)"/g), ([, text]) => text!);
	const closed = Array.from(
		`${read("reception.ts")}${read("doorbell.ts")}`.matchAll(/(?:hangUp\(|#close\(.*, )"([^"]+)", now\)/g),
		([, text]) => text!,
	);
	return [...talk, ...closed, "missed", ...CAUSES.map(endReason)];
}

/** Why a call was not transferred, whatever the other side or the target said. */
function transferProblems(): string[] {
	return [0, 404, 480, 486, 500, 603].flatMap((status) =>
		(["peer", "target"] as const).map((by) => `The call was not transferred: ${untransferred("**611", by, status)}`),
	);
}

/** What the API says of calls that cannot be done now, as it stands in its source. */
function refusals(): string[] {
	const source = readFileSync(join(__dirname, "../../modules/web/doorbell-calls.ts"), "utf8");
	const direct = Array.from(source.matchAll(/failure\(409, "([^"]+)"/g), ([, text]) => text!);
	const named = Array.from(source.matchAll(/^const [A-Z_]+ = "([^"]+)"/gm), ([, text]) => text!);
	return [...direct, ...named];
}

/** What is wrong with a code. */
function codeProblems(): string[] {
	const wrong = {
		digits: "",
		name: "\u0001",
		output: "x",
		action: "x",
		callers: "x",
		weekly: "x",
		until: null,
		once: false,
	};
	const short = { ...wrong, digits: "1", name: "", output: "door", action: "pulse", callers: "everyone", weekly: "" };
	return [wrong, short].flatMap((code) => Object.values(judgeCode(code).errors ?? {}));
}

/** What the audit says happened, as it stands in the sources of the doorbell. */
function auditReasons(): string[] {
	const folders = ["doorbell", "doorbell/lock", "drivers", "web"].map((name) => join(__dirname, "../../modules", name));
	const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
	const sources = files.filter((name) => name.endsWith(".ts")).map((name) => readFileSync(name, "utf8"));
	const calls = sources.flatMap(
		(text) => text.match(/(?:audit\.(?:note|leaving)|#audit|codesChanged)\([^;]*\);/g) ?? [],
	);
	const objections = sources.flatMap((text) =>
		Array.from(text.matchAll(/return "(not for [^"]+|not at [^"]+|the time [^"]+|its time [^"]+)"/g), ([, reason]) => {
			return `Code 3 (Anna) refused: ${reason}`;
		}),
	);
	const literals = calls.flatMap((call) => call.match(/(?:"[^"]*"|`[^`]*`)(?!.*["`])/g) ?? []);
	const sentences = literals.map((text) =>
		text
			.slice(1, -1)
			.replace(/\$\{[^}]*\? "(\w+)" : "\w+"\}/, "$1")
			.replace(/\$\{[^}]*\}/g, "3"),
	);
	const opened = ["Door", "Second door"].flatMap((door) => [
		`${door} opened by Code 3 (Anna)`,
		`${door} opened from the control page`,
	]);
	const kinds = KINDS.map(([kind]) => kind);
	return [
		...sentences.filter((text) => text.includes(" ") && !kinds.includes(text)),
		...objections,
		...opened,
		"Wrong code",
		"Power-up",
	];
}

describe("Sentences of the doorbell in German", () => {
	afterEach(() => speak("en"));

	for (const [what, sentences] of [
		["a failed registration", registrationProblems()],
		["the end of a call", callReasons()],
		["a refused setting", settingProblems()],
		["a transfer that failed", transferProblems()],
		["what cannot be done now", refusals()],
		["a refused code", codeProblems()],
	] as const)
		it(`are there for ${what}`, () => {
			for (const sentence of sentences) notEqual(german(sentence), sentence, sentence);
		});

	it("are there for what the audit says", () => {
		const reasons = auditReasons();
		ok(reasons.length > 15);
		for (const reason of reasons) notEqual(german(reason, AUDIT), reason, reason);
		equal(german("Door opened by Code 3 (Anna)", AUDIT), "mit Code 3 (Anna)");
		equal(german("Second door opened from the control page", AUDIT), "zweite Tür von dieser Seite aus");
		equal(german("Code 3 (Anna) refused: not at this time", AUDIT), "Code 3 (Anna): nicht um diese Zeit");
		equal(german("login-refused", KINDS), "Anmeldung abgewiesen");
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
		equal(german("There is no answered call"), "es gibt kein angenommenes Gespräch");
		equal(german("transferred to **611"), "weitergegeben an **611");
		const untold = "The call was not transferred:";
		equal(german(`${untold} **611 is busy`), "nicht weitergegeben: **611 ist besetzt");
		equal(german(`${untold} no answer from **611`), "nicht weitergegeben: **611 nimmt nicht ab");
		equal(
			german(`${untold} the other side does not transfer calls`),
			"nicht weitergegeben: die andere Seite kann es nicht",
		);
		equal(german(`${untold} SIP status 500`), "nicht weitergegeben (SIP status 500)");
		equal(
			german("No sign of ringing from **9, **701 within 8 s"),
			"**9, **701 gibt binnen 8 s kein Zeichen, dass es klingelt",
		);
	});

	it("stay English where they are not known, and in English", () => {
		equal(german("something else"), "something else");
		equal(translated("missed"), "missed");
		speak("de");
		equal(translated("missed"), "verpasst");
	});
});
