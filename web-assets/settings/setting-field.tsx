import type { Value } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { Field, SelectField, TextField } from "../parts/field.tsx";
import * as texts from "../texts/all.ts";
import { say, spoken } from "../texts.ts";
import { warnOfBareNumber } from "./bare-number.ts";
import type { Setting } from "./schema.ts";

export interface SettingFieldProps {
	readonly setting: Setting;
	/** As the doorbell has it; of a secret only whether there is one. */
	readonly stored: Value;
	/** As it was changed; `undefined` when it was not. */
	readonly entered: Value | undefined;
	readonly error: string | undefined;
	/** Address of the PBX that is entered. */
	readonly registrar: Value;
	readonly onValue: (value: Value) => void;
	/** Forgets a secret. */
	readonly onClear: () => void;
}

/** One setting with its title, help and limits. */
export function SettingField({ setting, stored, entered, error, registrar, onValue, onClear }: SettingFieldProps) {
	const { key: name, title, help, unit, range, choices, secret, lines } = setting;
	const language = spoken();
	const words = {
		label: title[language],
		help: `${help[language]} ${range ? say(texts.range, range[1], range[2]) : ""}`,
		error,
	};
	const isSet = secret && stored && entered === undefined;
	const value = String(entered ?? (secret ? "" : stored));
	if (choices) {
		const options = Object.entries(choices).map(([choice, titles]) => [choice, titles[language]] as const);
		return <SelectField {...words} name={name} value={value} options={options} onInput={onValue} />;
	}
	if (lines)
		return (
			<Field {...words} warning={warnOfBareNumber(value, registrar)}>
				{(attributes) => (
					<textarea
						{...attributes}
						name={name}
						value={value}
						rows={2}
						onInput={(event) => onValue(event.currentTarget.value)}
					/>
				)}
			</Field>
		);
	return (
		<TextField
			{...words}
			name={name}
			type={secret ? "password" : "text"}
			autocomplete={secret ? "new-password" : "off"}
			inputMode={range ? "numeric" : undefined}
			placeholder={secret ? say(isSet ? texts.isSet : texts.isNotSet) : String(range?.[0] ?? "")}
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
