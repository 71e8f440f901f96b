import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import * as texts from "../texts/all.ts";
import { say, spoken } from "../texts.ts";
import { withPreset } from "./draft.ts";
import type { FormProps } from "./form.tsx";
import type { Preset } from "./schema.ts";

/** Fills the form for a kind of phone system, and tries it out. */
export function PresetCard(props: FormProps & { readonly onFill: (values: object) => void }) {
	const { schema, settings, draft, onDraft, onFill } = props;
	const [chosen, setChosen] = useState<Preset>();
	const fill = (preset: Preset) => {
		setChosen(preset);
		const filled = withPreset(draft, settings, schema, preset);
		onDraft(filled);
		onFill(filled);
	};
	return (
		<section class="card">
			<h2>{say(texts.whichSystem)}</h2>
			<div class="row">
				{schema.presets.map((preset) => (
					<Button pressed={preset === chosen} onClick={() => fill(preset)}>
						{preset.name[spoken()]}
					</Button>
				))}
			</div>
			<p role="status">{chosen?.hint[spoken()]}</p>
			<div class="row">
				<Button unless={Object.keys(draft).length > 0 && say(texts.saveFirst)} onClick={() => post("/api/call")}>
					{say(texts.testCall)}
				</Button>
				<span class="help grow">{say(texts.testHelp)}</span>
			</div>
		</section>
	);
}
