import { deepEqual, ok } from "node:assert/strict";
import { validate } from "../../modules/config/settings.ts";
import { PRESETS } from "../../tools/settings/presets.ts";

describe("Presets of the settings", () => {
	for (const { name, hint, values } of PRESETS)
		it(`set what the doorbell takes: ${name.en}`, () => {
			deepEqual(validate(values), { changes: values });
			for (const text of [hint.en, hint.de]) ok(text.endsWith(".") && text.length < 260);
		});

	it("F10: a FRITZ!Box rings all phones at first, and the hint says who else answers and names a group", () => {
		const { hint, values } = PRESETS.find(({ name }) => name.en === "FRITZ!Box")!;
		deepEqual([values["sip.registrar"], values["button.1.targets"]], ["fritz.box", "**9"]);
		ok(/answering machines.*group.*\*\*701/.test(hint.en) && /Anrufbeantworter.*Gruppe.*\*\*701/.test(hint.de));
	});
});
