import { deepEqual, equal, ok } from "node:assert/strict";
import { BUTTONS, SCHEMA, SECTIONS, sectionOf } from "../../modules/config/schema.ts";
import { isSecret, judge } from "../../modules/config/setting.ts";
import {
	changedKeys,
	defaults,
	equal as equalSettings,
	isSettingKey,
	redact,
	SETTING_KEYS,
	validate,
} from "../../modules/config/settings.ts";

describe("Schema of the settings", () => {
	it("has a default for every setting that it would take itself", () => {
		for (const key of SETTING_KEYS)
			deepEqual(judge(SCHEMA[key], SCHEMA[key].fallback), { value: SCHEMA[key].fallback }, key);
	});

	it("has a section for every setting", () => {
		const sections = new Set<string>(SETTING_KEYS.map(sectionOf));
		deepEqual([...sections].sort(), Object.keys(SECTIONS).sort());
	});

	it("explains every setting in a plain sentence", () => {
		for (const key of SETTING_KEYS) {
			const { title, help } = SCHEMA[key];
			ok(title.length > 0 && help.endsWith(".") && help.length < 250, key);
		}
	});

	it("has the same settings for every button", () => {
		for (let button = 1; button <= BUTTONS; button++)
			for (const name of ["name", "targets", "order", "seconds"]) ok(isSettingKey(`button.${button}.${name}`));
		equal(isSettingKey(`button.${BUTTONS + 1}.name`), false);
	});

	it("is frozen", () => {
		ok(Object.isFrozen(SCHEMA));
		for (const key of SETTING_KEYS) ok(Object.isFrozen(SCHEMA[key]), key);
	});

	it("opens no door before a code is chosen", () => {
		equal(defaults()["door.code"], "");
	});
});

describe("Settings", () => {
	it("start from the defaults", () => {
		const settings = defaults();
		equal(settings["sip.port"], 5060);
		equal(settings["sip.expires"], 3600);
		equal(settings["rtp.port"], 5004);
		equal(settings["audio.codec"], "PCMA");
		equal(settings["call.answer"], "at once");
		deepEqual(Object.keys(settings), [...SETTING_KEYS]);
	});

	it("take changes, tidied up", () => {
		deepEqual(validate({ "sip.registrar": " fritz.box ", "sip.port": "", "door.code": "*9#" }), {
			changes: { "sip.registrar": "fritz.box", "sip.port": 5060, "door.code": "*9#" },
		});
		deepEqual(validate({}), { changes: {} });
	});

	it("name all that is wrong with changes at once", () => {
		deepEqual(
			validate({
				"sip.registrar": "sip:fritz.box",
				"sip.user": "620",
				"sip.port": 70_000,
				"rtp.port": 5005,
				"audio.codec": "G722",
				"button.1.targets": "**610, fritz box",
				"door.code": "12a",
				"call.answer": 1,
				wifi: true,
			}),
			{
				errors: {
					"sip.registrar": "a host name or an address, perhaps with a port, such as fritz.box:5060",
					"sip.port": "a whole number from 1 to 65535",
					"rtp.port": "an even number from 1024 to 65534",
					"audio.codec": "one of: PCMA, PCMU",
					"button.1.targets":
						'entry 2 ("fritz box") must be a number, user@host or sip:user@host, ' +
						"then perhaps a space and 5 to 120 seconds",
					"door.code": "only the keys 0 to 9, * and #",
					"call.answer": "one of: at once, delayed, manual",
					wifi: "no such setting",
				},
			},
		);
	});

	it("know no settings but their own", () => {
		for (const key of ["toString", "constructor", "hasOwnProperty"])
			deepEqual(validate({ [key]: 1 }), { errors: { [key]: "no such setting" } });
		deepEqual(Object.keys(validate(JSON.parse('{"__proto__": 1}')).errors ?? {}), ["__proto__"]);
	});

	it("take changes as an object only", () => {
		for (const changes of [undefined, null, "", 1, [], [1]])
			deepEqual(validate(changes), { errors: { "": "an object with settings" } });
	});

	it("E3: take an empty port for the default, and 0 only where it means any port", () => {
		deepEqual(validate({ "sip.port": "", "rtp.port": null }), { changes: { "sip.port": 5060, "rtp.port": 5004 } });
		deepEqual(validate({ "sip.port": 0, "rtp.port": 0 }), { changes: { "sip.port": 0, "rtp.port": 0 } });
		deepEqual(validate({ "sip.expires": 0, "door.seconds": 0 }), {
			errors: { "sip.expires": "a whole number from 60 to 7200", "door.seconds": "a whole number from 1 to 30" },
		});
	});

	it("show of a secret only whether there is one", () => {
		const shown = redact({ ...defaults(), "sip.user": "620", "sip.password": "geheim" });
		equal(shown["sip.password"], true);
		equal(shown["door.code"], false);
		equal(shown["sip.user"], "620");
		ok(!JSON.stringify(shown).includes("geheim"));
		deepEqual(
			SETTING_KEYS.filter((key) => isSecret(SCHEMA[key])),
			["sip.password", "phones.password", "door.code", "light.code"],
		);
	});

	it("keep a secret that comes back as it was shown", () => {
		deepEqual(validate({ "sip.password": true, "door.code": false, "sip.user": "620" }), {
			changes: { "sip.user": "620" },
		});
		deepEqual(validate({ "sip.password": "" }), { changes: { "sip.password": "" } });
	});

	it("tell what changed", () => {
		const before = defaults();
		const after = { ...before, "sip.user": "620", "door.seconds": 5 };
		deepEqual(changedKeys(before, after), ["sip.user", "door.seconds"]);
		equal(equalSettings(before, after), false);
		equal(equalSettings(before, defaults()), true);
	});
});
