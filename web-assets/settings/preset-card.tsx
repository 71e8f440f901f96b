import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { withPreset } from "./draft.ts";
import type { FormProps } from "./form.tsx";
import { PRESETS, type Preset } from "./presets.ts";

/** Fills the form for a kind of phone system, and tries it out. */
export function PresetCard(props: FormProps & { readonly onFill: (values: object) => void }) {
	const { schema, settings, draft, onDraft, onFill } = props;
	const [chosen, setChosen] = useState<Preset>();
	const fill = (preset: Preset) => {
		setChosen(preset);
		onDraft(withPreset(draft, settings, schema, preset.values));
		onFill(preset.values);
	};
	return (
		<section class="card">
			<h2>{say(texts.whichSystem)}</h2>
			<div class="row">
				{PRESETS.map((preset) => (
					<Button pressed={preset === chosen} onClick={() => fill(preset)}>
						{say(preset.name)}
					</Button>
				))}
			</div>
			<p role="status">{chosen && say(chosen.hint)}</p>
			<div class="row">
				<Button unless={Object.keys(draft).length > 0 && say(texts.saveFirst)} onClick={() => post("/api/call")}>
					{say(texts.testCall)}
				</Button>
				<span class="help grow">{say(texts.testHelp)}</span>
			</div>
		</section>
	);
}
