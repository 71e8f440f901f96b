import { deepEqual, equal, ok } from "node:assert/strict";
import { judgeCode } from "../../modules/config/codes.ts";
import { formatBackup, formatDocument, parseDocument, readBackup } from "../../modules/config/document.ts";
import { SCHEMA, type Settings } from "../../modules/config/schema.ts";
import { judge, type Setting } from "../../modules/config/setting.ts";
import { defaults, SETTING_KEYS } from "../../modules/config/settings.ts";

describe("Document of the settings", () => {
	it("keeps all settings, secrets included", () => {
		const settings: Settings = { ...defaults(), "sip.password": "p@ss:w\"ord \\ 'x", "button.1.targets": "1\n2 20" };
		const text = formatDocument(settings);
		ok(text.startsWith('{"version":1,"sip.registrar":""'));
		deepEqual(parseDocument(text), { settings, reason: undefined });
	});

	it("is the defaults when there is none yet", () => {
		deepEqual(parseDocument(undefined), { settings: defaults() });
	});

	it("is the defaults, with a reason, when it is broken", () => {
		for (const text of ["", "{", "null", "[]", "1", '"x"', "\u0000"])
			deepEqual(parseDocument(text), { settings: defaults(), reason: "the stored settings cannot be read" });
	});

	it("drops what it does not know and fills up what is missing", () => {
		deepEqual(parseDocument('{"version":1,"sip.user":"620","wifi.name":"x"}'), {
			settings: { ...defaults(), "sip.user": "620" },
			reason: undefined,
		});
	});

	it("falls back for what is not allowed, and says so", () => {
		deepEqual(parseDocument('{"version":1,"sip.user":"620","sip.port":70000,"audio.codec":"G722"}'), {
			settings: { ...defaults(), "sip.user": "620" },
			reason: "sip.port: a whole number from 1 to 65535; audio.codec: one of: PCMA, PCMU",
		});
	});

	it("is brought to the present version step by step", () => {
		const migrations = [
			({ user, ...rest }: Record<string, unknown>) => ({ ...rest, "sip.name": user }),
			({ "sip.name": name, ...rest }: Record<string, unknown>) => ({ ...rest, "sip.user": name }),
		];
		const user = (text: string) => parseDocument(text, migrations).settings["sip.user"];
		equal(user('{"user":"620"}'), "620");
		equal(user('{"version":"?","user":"620"}'), "620");
		equal(user('{"version":1,"user":"620"}'), "620");
		equal(user('{"version":2,"sip.name":"620"}'), "620");
		equal(user('{"version":3,"sip.user":"620"}'), "620");
	});

	it("is read even when a later version wrote it", () => {
		equal(parseDocument('{"version":99,"sip.user":"620","new":1}').settings["sip.user"], "620");
	});

	it("fits into one value of the board's storage (4,000 bytes) even at its longest", () => {
		const longest: Record<string, string | number | boolean> = {};
		for (const key of SETTING_KEYS) longest[key] = longestOf(SCHEMA[key]);
		const text = formatDocument(longest as Settings);
		const escaped = encodeURIComponent(text);
		const bytes = escaped.length - 2 * (escaped.split("%").length - 1);
		ok(bytes < 4000, `${bytes} bytes`);
	});
});

function longestOf(setting: Setting): string | number | boolean {
	switch (setting.type) {
		case "text":
		case "targets": {
			// Text in JSON is longest with quotes, which take two bytes, or with letters that take three.
			const long = ["\u20ac", '"', "1"].map((letter) => letter.repeat(setting.maximum));
			return long.find((text) => judge(setting, text).value === text) ?? "x".repeat(setting.maximum);
		}
		case "number":
			return setting.maximum;
		case "choice":
			return setting.choices.reduce((longest, option) => (option.length > longest.length ? option : longest));
		case "toggle":
			return false;
	}
}

describe("Backup of the settings", () => {
	const settings: Settings = { ...defaults(), "sip.user": "620", "sip.password": "open sesame", "door.code": "2468" };

	it("has all settings but the secret ones", () => {
		const backup = formatBackup(settings);
		const { version, ...values } = JSON.parse(backup) as Record<string, unknown>;
		equal(version, 1);
		equal(values["sip.user"], "620");
		deepEqual(
			SETTING_KEYS.filter((key) => !Object.hasOwn(values, key)),
			["sip.password", "phones.password", "door.code", "light.code"],
		);
		ok(!backup.includes("open sesame") && !backup.includes("2468"));
	});

	it("comes back as changes", () => {
		const { changes } = readBackup(JSON.parse(formatBackup(settings)));
		deepEqual({ ...settings, ...changes }, settings);
	});

	it("is refused whole, with all that is wrong", () => {
		deepEqual(readBackup({ version: 1, "sip.port": 70000, "sip.user": "620", colour: "red" }), {
			errors: { "sip.port": "a whole number from 1 to 65535", colour: "no such setting" },
		});
	});

	it("is refused when it is none", () => {
		for (const other of [undefined, [], "x", {}, { "sip.user": "620" }, { version: "1" }])
			deepEqual(readBackup(other), { errors: { "": "a backup file of this doorbell" } });
	});

	it("of a newer firmware is refused", () => {
		deepEqual(readBackup({ version: 2 }), { errors: { version: "made by a newer firmware: update first" } });
	});

	it("of an older firmware is brought to the present version", () => {
		const migrations = [({ user, ...rest }: Record<string, unknown>) => ({ ...rest, "sip.user": user })];
		const { changes } = readBackup({ version: 1, user: "620" }, migrations);
		deepEqual(changes, { "sip.user": "620" });
	});

	it("says whether secrets are in it", () => {
		const codes = new Map([[3, judgeCode({ digits: "24680" }).code!]]);
		const [plain, whole] = [formatBackup(settings), formatBackup(settings, codes)];
		equal(JSON.parse(plain).secrets, "left out");
		deepEqual(readBackup(JSON.parse(plain)).codes, undefined);
		equal(JSON.parse(whole).secrets.startsWith("included"), true);
		const { changes, codes: back } = readBackup(JSON.parse(whole));
		deepEqual([changes?.["sip.password"], changes?.["door.code"]], ["open sesame", "2468"]);
		deepEqual([...(back ?? [])], [...codes]);
	});

	it("with codes is refused whole as well", () => {
		const codes = [{ code: 3, digits: "x" }];
		deepEqual(readBackup({ version: 1, "sip.port": 70000, codes }).errors, {
			"sip.port": "a whole number from 1 to 65535",
			"code.3.digits": "1 to 12 of the keys 0 to 9, * and #",
		});
		deepEqual(readBackup({ version: 1, codes: 7 }).errors, { codes: "a list of codes" });
	});
});
