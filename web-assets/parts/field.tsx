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
}

export interface FieldProps extends Words {
	readonly children: (attributes: ControlAttributes) => ComponentChildren;
}

/** A labelled control, what belongs to it, its help, and what is wrong with it. */
export function Field({ label, help, error, children }: FieldProps) {
	const id = useId();
	const notes = `${id}n`;
	return (
		<div class="field">
			<label for={id}>{label}</label>
			<div class="row">{children({ id, "aria-describedby": notes, "aria-invalid": !!error })}</div>
			{(error || help) && (
				<div id={notes}>
					{error && <p class="error">{error}</p>}
					{help && <p class="help">{help}</p>}
				</div>
			)}
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
