import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

/** What a control of a {@link Field} needs to belong to its label, help and error. */
export interface ControlAttributes {
	readonly id: string;
	readonly "aria-describedby": string;
	readonly "aria-invalid": boolean;
}

interface Words {
	readonly label: string;
	readonly help?: string | undefined;
	readonly error?: string | undefined;
	/** What is doubtful, but allowed. */
	readonly warning?: string | undefined;
}

export interface FieldProps extends Words {
	readonly children: (attributes: ControlAttributes) => ComponentChildren;
}

/** A labelled control, what belongs to it, its help, and what is wrong with it. */
export function Field({ label, help, error, warning, children }: FieldProps) {
	const id = useId();
	const notes = `${id}n`;
	return (
		<div class="field">
			<label for={id}>{label}</label>
			<div class="row">{children({ id, "aria-describedby": notes, "aria-invalid": !!error })}</div>
			<div id={notes}>
				<p class="error">{error}</p>
				<p class="error">{warning}</p>
				<p class="help">{help}</p>
			</div>
		</div>
	);
}

export interface TextFieldProps extends Words, Omit<InputHTMLAttributes, "onInput" | "label" | "value" | "children"> {
	readonly value: string;
	readonly onInput: (value: string) => void;
	/** Stands behind the text. */
	readonly children?: ComponentChildren;
}

/** A line of text to be typed in, which nobody corrects; unnamed properties are those of the input. */
export function TextField({ label, help, error, onInput, children, ...others }: TextFieldProps) {
	return (
		<Field label={label} help={help} error={error}>
			{(attributes) => (
				<>
					<input
						autocomplete="off"
						autocapitalize="none"
						spellcheck={false}
						{...attributes}
						{...(others as object)}
						onInput={(event) => onInput(event.currentTarget.value)}
					/>
					{children}
				</>
			)}
		</Field>
	);
}

export interface SelectFieldProps extends Words {
	readonly name?: string;
	readonly value: string;
	/** What each value is called. */
	readonly options: readonly (readonly [value: string, title: string])[];
	readonly onInput: (value: string) => void;
}

/** A choice of a few values. */
export function SelectField({ name, value, options, onInput, ...words }: SelectFieldProps) {
	return (
		<Field {...words}>
			{(attributes) => (
				<select {...attributes} name={name} value={value} onInput={(event) => onInput(event.currentTarget.value)}>
					{options.map(([option, title]) => (
						<option value={option}>{title}</option>
					))}
				</select>
			)}
		</Field>
	);
}
