import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api.ts";
import type { Settings } from "../model.ts";
import { attempt, Button } from "../parts/button.tsx";
import { saveSettings } from "../session.ts";
import { notify } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say, spoken } from "../texts.ts";
import { type Draft, isIn, withValue } from "./draft.ts";
import { useGuard } from "./guard.ts";
import { Phones } from "./phones.tsx";
import { PresetCard } from "./preset-card.tsx";
import type { Schema, Section } from "./schema.ts";
import { SettingField } from "./setting-field.tsx";

export interface FormProps {
	readonly schema: Schema;
	/** As the doorbell has them. */
	readonly settings: Settings;
	readonly draft: Draft;
	readonly onDraft: (draft: Draft) => void;
}

/** All settings, section by section, and a bar to save what was changed. */
export function Form({ schema, settings, draft, onDraft }: FormProps) {
	const [errors, setErrors] = useState<ApiError["errors"]>({});
	const [opened, setOpened] = useState([schema.sections[0]!]);
	const form = useRef<HTMLFormElement>(null);
	const failed = useRef(false);
	const count = Object.keys(draft).length;
	useGuard(count > 0);

	// Once the errors are drawn, and their sections open.
	useEffect(() => {
		if (failed.current) form.current!.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
		failed.current = false;
	});
	useEffect(() => {
		// The bar that comes up must not cover what somebody is typing.
		if (count > 0) document.activeElement?.scrollIntoView({ block: "nearest" });
	}, [count > 0]);
	const open = (shown: object) =>
		setOpened([
			...opened,
			...schema.sections.filter((section) => Object.keys(shown).some((key) => isIn(section, key))),
		]);
	const toggle = (section: Section, isOpen: boolean) =>
		setOpened((before) => [...before.filter((other) => other !== section), ...(isOpen ? [section] : [])]);
	const reset = () => {
		onDraft({});
		setErrors({});
	};
	const save = () =>
		attempt(
			async () => {
				const changed = schema.sections.flatMap(({ settings: all }) => all).filter(({ key }) => key in draft);
				await saveSettings(
					draft,
					changed.some(({ secret }) => secret),
				);
				notify(say(texts.saved));
				reset();
			},
			(error) => {
				if (error.status !== 422) throw error;
				failed.current = true;
				setErrors(error.errors);
				open(error.errors);
			},
		);
	return (
		<form ref={form} class="stack" autocomplete="off" noValidate>
			<h1>{say(texts.settings)}</h1>
			<PresetCard schema={schema} settings={settings} draft={draft} onDraft={onDraft} onFill={open} />
			{schema.sections.map((section) => (
				<details
					class="card"
					open={opened.includes(section)}
					onToggle={({ currentTarget }) => toggle(section, currentTarget.open)}
				>
					<summary>
						<h2>{section.title[spoken()]}</h2>
					</summary>
					<p class="help">{section.help?.[spoken()]}</p>
					{section.settings.map((setting) => (
						<SettingField
							setting={setting}
							stored={settings[setting.key]!}
							entered={draft[setting.key]}
							error={errors[setting.key]}
							registrar={draft["sip.registrar"] ?? settings["sip.registrar"]!}
							onValue={(value) => {
								onDraft(withValue(draft, settings, setting, value));
								setErrors({ ...errors, [setting.key]: "" });
							}}
							onClear={() => onDraft({ ...draft, [setting.key]: "" })}
						/>
					))}
					{section.section === "phones" && <Phones settings={settings} />}
				</details>
			))}
			{count > 0 && (
				<div class="row end card save">
					<span class="hidden" role="status">
						{say(texts.changesToSave, count)}
					</span>
					<Button onClick={reset}>{say(texts.discard)}</Button>
					<Button class="main" type="submit" onClick={save}>
						{say(texts.save)} ({count})
					</Button>
				</div>
			)}
		</form>
	);
}
