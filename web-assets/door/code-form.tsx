import {
	type ApiError,
	attempt,
	Button,
	cancel,
	houseZone,
	page,
	type Row,
	SelectField,
	save,
	say,
	TextField,
	until,
	useEffect,
	useRef,
	useState,
} from "../shared.ts";
import { CALLERS, OUTPUTS } from "./codes.tsx";
import { fromInput, toInput } from "./house-time.ts";
import type { Code, CodeChanges } from "./model.ts";
import * as texts from "./texts.ts";

const ACTIONS = { pulse: texts.pulse, toggle: texts.toggle };

export interface CodeFormProps {
	readonly title: string;
	readonly code: Code;
	/** Codes of the house have nothing else to change. */
	readonly keysOnly: boolean;
	/** May fail with what is wrong with each field. */
	readonly onSave: (changes: CodeChanges) => Promise<void>;
	readonly onCancel: () => void;
}

/** The form of one code. */
export function CodeForm({ title, code, keysOnly, onSave, onCancel }: CodeFormProps) {
	const [{ code: _, set, ...draft }, setDraft] = useState<Code & CodeChanges>(code);
	const [errors, setErrors] = useState<ApiError["errors"]>({});
	const form = useRef<HTMLFormElement>(null);
	// What is wrong first, once that is drawn.
	useEffect(() => {
		const fields = form.current!;
		(fields.querySelector<HTMLElement>("[aria-invalid=true]") ?? fields.querySelector("input"))!.focus();
	}, [errors]);
	const change = (changes: CodeChanges) => setDraft((before) => ({ ...before, ...changes }));
	const submit = () =>
		attempt(
			() => onSave(keysOnly ? { digits: draft.digits } : draft),
			(error) => {
				if (error.status !== 422) throw error;
				setErrors(error.errors);
			},
		);
	const text = (name: "name" | "digits" | "weekly", label: Row, help?: string, more?: object) => (
		<TextField
			label={say(label)}
			help={help}
			error={errors[name]}
			value={draft[name] ?? ""}
			onInput={(value) => change({ [name]: value })}
			{...more}
		/>
	);
	const choose = (name: "output" | "action" | "callers", label: Row, rows: Readonly<Record<string, Row>>) => (
		<SelectField
			label={say(label)}
			error={errors[name]}
			value={draft[name]!}
			options={Object.entries(rows).map(([value, row]) => [value, say(row)] as const)}
			onInput={(value) => change({ [name]: value })}
		/>
	);
	const { "second door": _second, ...outputs } = OUTPUTS;
	return (
		<form ref={form} class="card" aria-label={title} autocomplete="off" noValidate>
			{!keysOnly && text("name", texts.name, undefined, { maxLength: 32 })}
			{text("digits", texts.keys, `${say(texts.keysHelp)} ${say(texts.keysShort)}`, {
				inputMode: "tel",
				maxLength: 12,
				placeholder: set ? say(texts.keysKept) : "",
			})}
			{!keysOnly && (
				<>
					{choose("output", texts.output, page.status?.secondDoor === undefined ? outputs : OUTPUTS)}
					{choose("action", texts.action, ACTIONS)}
					{choose("callers", texts.callers, CALLERS)}
					{text("weekly", texts.weekly, say(texts.weeklyHelp), { maxLength: 160 })}
					<TextField
						label={say(until, "").trim()}
						error={errors.until}
						type="datetime-local"
						value={toInput(houseZone(), draft.until!)}
						onInput={(value) => change({ until: fromInput(houseZone(), value) })}
					/>
					<label class="row">
						<input
							type="checkbox"
							checked={draft.once}
							onChange={({ currentTarget: { checked } }) => change({ once: checked })}
						/>
						{say(texts.once)}
					</label>
				</>
			)}
			<div class="row end">
				<Button onClick={onCancel}>{say(cancel)}</Button>
				<Button class="main" type="submit" onClick={submit}>
					{say(save)}
				</Button>
			</div>
		</form>
	);
}
