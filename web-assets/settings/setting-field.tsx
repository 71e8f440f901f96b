import type { Value } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { Field, TextField } from "../parts/field.tsx";
import * as texts from "../texts/all.ts";
import { say, spoken } from "../texts.ts";
import type { Setting } from "./draft.ts";

export interface SettingFieldProps {
	readonly setting: Setting;
	/** As the doorbell has it; of a secret only whether there is one. */
	readonly stored: Value;
	/** As it was changed; `undefined` when it was not. */
	readonly entered: Value | undefined;
	readonly error: string | undefined;
	readonly onValue: (value: Value) => void;
	/** Forgets a secret. */
	readonly onClear: () => void;
}

/** One setting with its title, help and limits. */
export function SettingField({ setting, stored, entered, error, onValue, onClear }: SettingFieldProps) {
	const { key: name, title, help, unit, minimum, maximum, fallback, choices, secret, lines } = setting;
	const language = spoken();
	const isNumber = fallback !== undefined;
	const words = {
		label: title[language],
		help: `${help[language]} ${isNumber ? say(texts.range, minimum, maximum) : ""}`,
		error,
	};
	const isSet = secret && stored && entered === undefined;
	const value = String(entered ?? (secret ? "" : stored));
	const onInput = ({ currentTarget }: { currentTarget: { value: string } }) => onValue(currentTarget.value);
	if (choices)
		return (
			<Field {...words}>
				{(attributes) => (
					<select {...attributes} name={name} value={value} onInput={onInput}>
						{choices.map((choice) => (
							<option value={choice.value}>{choice.title[language]}</option>
						))}
					</select>
				)}
			</Field>
		);
	if (lines)
		return (
			<Field {...words}>
				{(attributes) => <textarea {...attributes} name={name} value={value} rows={2} onInput={onInput} />}
			</Field>
		);
	return (
		<TextField
			{...words}
			name={name}
			type={secret ? "password" : "text"}
			autocomplete={secret ? "new-password" : "off"}
			inputMode={isNumber ? "numeric" : undefined}
			placeholder={secret ? say(isSet ? texts.isSet : texts.isNotSet) : String(fallback ?? "")}
			value={value}
			onInput={onValue}
		>
			{isSet && (
				<Button label={`${say(texts.clear)}: ${title[language]}`} onClick={onClear}>
					{say(texts.clear)}
				</Button>
			)}
			{unit && <span class="unit">{unit[language]}</span>}
		</TextField>
	);
}
