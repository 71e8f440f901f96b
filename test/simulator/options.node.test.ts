import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWave } from "../../hosts/node/wave.ts";
import { optionsHelp } from "../../simulator/option-list.ts";
import { type Choice, type DesktopOptions, readOptions } from "../../simulator/options.ts";
import { PLAIN } from "../../simulator/profiles/profiles.ts";

function options(parameters: readonly string[] = [], environment: Record<string, string> = {}): DesktopOptions {
	const choice = readOptions(parameters, environment);
	if (choice.type !== "run") throw new Error(problem(choice));
	return choice.options;
}

function problem(choice: Choice): string {
	return choice.type === "problem" ? choice.text : `no problem, but ${choice.type}`;
}

function problemOf(...parameters: readonly string[]): string {
	const text = problem(readOptions(parameters, {}));
	equal(text.includes("\n"), false);
	return text;
}

describe("Options of npm start", () => {
	it("takes the name of a PBX, and knows no others", () => {
		equal(options(["--pbx-profile", "fritzbox"]).profile.title, "FRITZ!Box");
		deepEqual(readOptions(["--pbx-profile", "panasonic"], {}), {
			type: "problem",
			text: "--pbx-profile panasonic is wrong: one of plain, fritzbox, asterisk, freepbx, 3cx",
		});
		const chosen = readOptions([], { DOORBELL_PBX_PROFILE: "3cx" });
		equal(chosen.type === "run" && chosen.options.profile.name, "3cx");
	});

	it("are none to begin with: the built-in PBX on its usual port", () => {
		deepEqual(options(), {
			http: 8080,
			address: "127.0.0.1",
			bench: 8081,
			adminPassword: undefined,
			data: ".doorbell",
			pbx: 5070,
			profile: PLAIN,
			usesPbx: false,
			settings: {},
			microphone: undefined,
			speaker: undefined,
			trace: false,
		});
	});

	it("become settings of this run", () => {
		const { settings } = options([
			...["--sip-port", "5062", "--registrar=fritz.box:5060", "--user", "620", "--auth-user", "bell"],
			...["--password", "secret", "--target", "**610, **611 20", "--auto-answer", "off"],
		]);
		deepEqual(settings, {
			"sip.port": 5062,
			"sip.registrar": "fritz.box:5060",
			"sip.user": "620",
			"sip.auth-user": "bell",
			"sip.password": "secret",
			"button.1.targets": "**610, **611 20",
			"call.answer": "manual",
		});
		equal(options(["--auto-answer", "on"]).settings["call.answer"], "at once");
	});

	it("choose the folder and the trace", () => {
		const { data, trace } = options(["--data", "elsewhere", "--trace"]);
		deepEqual([data, trace], ["elsewhere", true]);
	});

	it("choose where the control page and the bench are", () => {
		const { http, address, bench } = options(["--http", "0", "--host", "192.168.1.2", "--bench", "9000"]);
		deepEqual([http, address, bench], [0, "192.168.1.2", 9000]);
		equal(options(["--host", "localhost"]).address, "127.0.0.1");
		equal(options(["--no-bench"]).bench, undefined);
		equal(options(["--bench", "9000"], { DOORBELL_NO_BENCH: "on" }).bench, 9000);
		equal(problemOf("--bench", "9000", "--no-bench"), "--bench and --no-bench exclude each other");
		equal(problemOf("--host", "here"), "--host here is wrong: an IPv4 address such as 0.0.0.0");
		match(problemOf("--http", "65536"), /^--http 65536 is wrong: a whole number from 1 to 65535$/);
	});

	it("take a password for the control page, and never show it", () => {
		equal(options(["--admin-password", "open sesame"]).adminPassword, "open sesame");
		equal(problemOf("--admin-password", "short"), "--admin-password is wrong: 8 to 64 characters");
	});

	it("start the built-in PBX unless there is another one", () => {
		const pbx = (...parameters: readonly string[]) => {
			const { pbx, usesPbx } = options(parameters);
			return [pbx, usesPbx];
		};
		deepEqual(pbx("--pbx", "0"), [0, true]);
		deepEqual(pbx("--no-pbx"), [undefined, false]);
		deepEqual(pbx("--registrar", "fritz.box"), [undefined, false]);
		deepEqual(pbx("--registrar", "fritz.box", "--pbx", "5080"), [5080, false]);
		equal(problemOf("--pbx", "5080", "--no-pbx"), "--pbx and --no-pbx exclude each other");
	});

	it("may be given in the environment, which the command line overrules", () => {
		const environment = { DOORBELL_SIP_PORT: "5062", DOORBELL_USER: "620", DOORBELL_TRACE: "on", DOORBELL_DATA: "" };
		const { settings, trace, data } = options(["--user", "621"], environment);
		deepEqual([settings, trace, data], [{ "sip.port": 5062, "sip.user": "621" }, true, ".doorbell"]);
		equal(options([], { DOORBELL_TRACE: "0" }).trace, false);
		equal(options([], { DOORBELL_NO_PBX: "1" }).pbx, undefined);
		equal(options(["--pbx", "5080"], { DOORBELL_NO_PBX: "1" }).pbx, 5080);
		equal(options(["--no-pbx"], { DOORBELL_PBX: "5080" }).pbx, undefined);
		equal(readOptions([], { DOORBELL_HELP: "on" }).type, "run");
	});

	it("are explained by --help, whatever else is given", () => {
		equal(readOptions(["--help", "--sip-port", "x"], {}).type, "help");
		const help = optionsHelp();
		for (const name of ["--data FOLDER", "--registrar HOST[:PORT]", "--no-pbx", "DOORBELL_SIP_PORT"])
			ok(help.includes(name), name);
		ok(help.split("\n").every((line) => line.length <= 120));
	});

	it("that are unknown are named", () => {
		equal(problemOf("--htttp", "80"), "Unknown option --htttp; --help lists them");
		equal(problemOf("-t"), "Unknown option -t; --help lists them");
		equal(problemOf("--toString"), "Unknown option --toString; --help lists them");
		equal(problemOf("5070"), "Not an option: 5070; --help lists them");
		equal(problemOf("--", "--trace"), "Not an option: --; --help lists them");
		equal(problemOf("--no-trace"), "Unknown option --no-trace; --help lists them");
	});

	it("need their values, and take none where there is none", () => {
		equal(problemOf("--sip-port"), "--sip-port needs a value: --sip-port PORT");
		equal(problemOf("--sip-port", "--trace"), "--sip-port needs a value: --sip-port PORT");
		equal(problemOf("--data="), "--data needs a value: --data FOLDER");
		equal(problemOf("--trace=on"), "--trace takes no value");
		equal(options(["--password=-x"]).settings["sip.password"], "-x");
	});

	it("with bad values are named, with what is right", () => {
		equal(problemOf("--sip-port", "99999"), "--sip-port 99999 is wrong: a whole number from 1 to 65535");
		equal(problemOf("--pbx", "x"), "--pbx x is wrong: a whole number from 1 to 65535");
		equal(problemOf("--auto-answer", "maybe"), "--auto-answer maybe is wrong: on or off");
		equal(problemOf("--auto-answer", "toString"), "--auto-answer toString is wrong: on or off");
		equal(problemOf("--user", "sip:a@b"), "--user sip:a@b is wrong: a user name alone, without sip: and @");
		match(problemOf("--registrar", "a b"), /^--registrar a b is wrong: a host name or an address/);
		match(problemOf("--target", "?"), /^--target \? is wrong: entry 1 \("\?"\) must be a number/);
		equal(
			problem(readOptions([], { DOORBELL_SIP_PORT: "x" })),
			"DOORBELL_SIP_PORT x is wrong: a whole number from 1 to 65535",
		);
		equal(problem(readOptions([], { DOORBELL_TRACE: "maybe" })), "DOORBELL_TRACE=maybe is wrong: on or off");
	});

	it("never show a password", () => {
		const password = "secret".repeat(20);
		equal(problemOf("--password", password), "--password is wrong: a text of at most 64 characters");
		equal(problemOf("--password", "a\tb"), "--password is wrong: a text without control characters");
	});
});

describe("Options of npm start: files", () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doorbell-"))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it("of the microphone are heard over and over again", () => {
		const path = join(folder, "visitor.wav");
		writeWave(path, Int16Array.of(1, 2, 3));
		const { microphone } = options(["--microphone", path]);
		deepEqual(
			[0, 1, 2, 3].map((position) => microphone?.(position)),
			[1, 2, 3, 1],
		);
	});

	it("of the microphone that cannot be used are named", () => {
		const path = join(folder, "visitor.wav");
		ok(problemOf("--microphone", path).startsWith(`--microphone: ${path} cannot be used as a WAV file`));
		writeFileSync(path, "noise");
		ok(problemOf("--microphone", path).startsWith(`--microphone: ${path} cannot be used as a WAV file`));
	});

	it("of the speaker can be written", () => {
		const path = join(folder, "heard.wav");
		equal(options(["--speaker", path]).speaker, path);
		writeFileSync(path, "an older one");
		equal(options(["--speaker", path]).speaker, path);
		const wrong = [join(folder, "nowhere", "heard.wav"), join(path, "heard.wav"), folder];
		for (const bad of wrong)
			equal(problemOf("--speaker", bad), `--speaker ${bad} is wrong: no file can be written there`);
	});
});
