import { deepEqual, ok } from "node:assert/strict";
import { validate } from "../../modules/config/settings.ts";
import { PRESETS } from "../../web-assets/settings/presets.ts";

describe("Presets of the settings", () => {
	for (const { name, hint, values } of PRESETS)
		it(`set what the doorbell takes: ${name[0]}`, () => {
			deepEqual(validate(values), { changes: values });
			for (const text of hint) ok(text.endsWith(".") && text.length < 260);
		});

	it("F10: a FRITZ!Box rings all phones, and the hint says who else may answer", () => {
		const box = PRESETS.find(({ name }) => name[0] === "FRITZ!Box")!;
		deepEqual([box.values["sip.registrar"], box.values["button.1.targets"]], ["fritz.box", "**9"]);
		ok(box.hint[0].includes("answering machines") && box.hint[1].includes("Anrufbeantworter"));
	});
});
