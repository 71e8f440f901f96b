import { deepEqual, equal } from "node:assert/strict";
import { SCHEMA as SETTINGS } from "../../modules/config/schema.ts";
import type { Setting as Described } from "../../modules/config/setting.ts";
import { defaults, redact } from "../../modules/config/settings.ts";
import { describeAsJson } from "../../tools/settings/describe.ts";
import { type Schema, withPreset, withValue } from "../../web-assets/settings/draft.ts";

const SCHEMA: Schema = JSON.parse(describeAsJson());
const STORED = redact({ ...defaults(), "sip.password": "secret" });

function setting(key: string) {
	return SCHEMA.settings.find((candidate) => candidate.key === key)!;
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
		const values = { "sip.registrar": "fritz.box", "audio.codec": "PCMA", "no.such": "x" };
		const draft = withPreset({ "sip.user": "620" }, STORED, SCHEMA, values);
		deepEqual(draft, { "sip.user": "620", "sip.registrar": "fritz.box" });
	});

	it("may say of all settings of the phone system, and only of them, that they make the doorbell register anew", () => {
		for (const [key, { applies }] of Object.entries<Described>(SETTINGS))
			equal(applies, key.startsWith("sip.") ? "registration" : "at once", key);
	});

	it("knows all kinds of settings", () => {
		const kinds = new Set(Object.values<Described>(SETTINGS).map(({ type }) => type));
		deepEqual([...kinds].sort(), ["choice", "number", "targets", "text"]);
	});
});
