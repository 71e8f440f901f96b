import { deepEqual, equal } from "node:assert/strict";
import { SCHEMA as SETTINGS, type SettingKey } from "../../modules/config/schema.ts";
import type { Setting as Described } from "../../modules/config/setting.ts";
import { defaults, redact } from "../../modules/config/settings.ts";
import { describeForm } from "../../tools/settings/form.ts";
import { warnOfBareNumber } from "../../web-assets/settings/bare-number.ts";
import { findSetting, withPreset, withValue } from "../../web-assets/settings/draft.ts";

const FORM = describeForm();
const STORED = redact({ ...defaults(), "sip.password": "secret" });

function setting(key: string) {
	return findSetting(FORM, key)!;
}

describe("Form of the settings", () => {
	it("counts only what differs from the doorbell's settings", () => {
		const port = setting("sip.port");
		const draft = withValue({}, STORED, port, "5062");
		deepEqual(draft, { "sip.port": "5062" });
		deepEqual(withValue(draft, STORED, setting("sip.user"), "620"), { "sip.port": "5062", "sip.user": "620" });
		deepEqual(withValue(draft, STORED, port, "5060"), {});
	});

	it("leaves a secret that nothing is typed into", () => {
		const password = setting("sip.password");
		const draft = withValue({}, STORED, password, "new");
		deepEqual(draft, { "sip.password": "new" });
		deepEqual(withValue(draft, STORED, password, ""), {});
	});

	it("is filled by a preset, and only where that changes something", () => {
		const preset = { ...FORM.presets[0]!, values: { "sip.registrar": "fritz.box", "audio.codec": "PCMA" } };
		const draft = withPreset({ "sip.user": "620" }, STORED, FORM, preset);
		deepEqual(draft, { "sip.user": "620", "sip.registrar": "fritz.box" });
	});

	it("F10: keeps the phones that the doorbell rings already when a preset fills it", () => {
		const [box] = FORM.presets;
		equal(withPreset({}, STORED, FORM, box!)["button.1.targets"], "**9");
		const stored = { ...STORED, "button.1.targets": "**701" };
		equal(withPreset({}, stored, FORM, box!)["button.1.targets"], undefined);
	});

	it("says where changes make the doorbell register anew", () => {
		for (const { title, help, settings } of FORM.sections) {
			const registers = settings.some(({ key }) => SETTINGS[key as SettingKey].applies === "registration");
			equal(help?.en, registers ? "Changes make the doorbell register anew." : undefined, title.en);
		}
	});

	it("knows all kinds of settings", () => {
		const kinds = new Set(Object.values<Described>(SETTINGS).map(({ type }) => type));
		deepEqual([...kinds].sort(), ["choice", "number", "targets", "text"]);
	});
});

describe("Numbers that a FRITZ!Box does not ring", () => {
	it("F9: are warned of where the PBX is one", () => {
		const warning = "A FRITZ!Box rings 621 only as **621.";
		equal(warnOfBareNumber("**610, 621 20", "fritz.box"), warning);
		equal(warnOfBareNumber("621", "192.168.178.1:5060"), warning);
		for (const targets of ["**621", "**9", "11", "6210", "sip:621@192.168.178.30", ""])
			equal(warnOfBareNumber(targets, "fritz.box"), "", targets);
		equal(warnOfBareNumber("621", "pbx.example"), "");
		equal(warnOfBareNumber("621", "192.168.178.10"), "");
	});
});
