import {
	ask,
	Button,
	get,
	houseZone,
	light,
	notify,
	saved,
	say,
	secondDoor,
	tell,
	until,
	useState,
} from "../shared.ts";
import { CodeForm } from "./code-form.tsx";
import { dateText } from "./house-time.ts";
import type { Code, CodeChanges } from "./model.ts";
import * as texts from "./texts.ts";

/** Numbers of the house's own codes, which have keys and nothing else to change, and of all codes. */
const HOUSE_CODES = 2;
const CODES = 10;

export const OUTPUTS = { door: texts.door, light, "second door": secondDoor };
export const CALLERS = { everyone: texts.everyone, known: texts.known, placed: texts.placed };

/** What a code is before anybody has said anything of it. */
const BLANK = {
	name: "",
	output: "door",
	action: "pulse",
	callers: "everyone",
	weekly: "",
	until: null,
	once: false,
	set: false,
} as const;

interface CodesProps {
	readonly codes: readonly Code[];
	readonly onChange: () => unknown;
}

/** The codes, and a form to change one of them or to add another. */
export function Codes({ codes, onChange }: CodesProps) {
	const [editing, setEditing] = useState<Code>();
	const shown = codes.filter(({ code, set }) => set || isOfHouse(code));
	const numbers = Array.from({ length: CODES }, (_, index) => index + 1);
	const free = numbers.find((number) => !shown.some(({ code }) => code === number));
	const send = async (code: Code, method: "PUT" | "DELETE", body?: CodeChanges) => {
		await get(`/api/codes/${code.code}`, { method, body, proven: true });
		setEditing(undefined);
		notify(say(saved));
		await onChange();
	};
	const remove = async (code: Code) => {
		const confirm = say(texts.remove);
		if (await ask({ title: `${confirm}: ${titleOf(code)}?`, confirm, danger: true })) await send(code, "DELETE");
	};
	return (
		<section class="card">
			<h2>{say(texts.codes)}</h2>
			<p class="help">{say(texts.codesHelp)}</p>
			{shown.map((code) => {
				const title = titleOf(code);
				const key = (row: typeof texts.change, onClick: () => unknown) => (
					<Button label={`${say(row)}: ${title}`} onClick={onClick}>
						{say(row)}
					</Button>
				);
				return (
					<div key={code.code} class="row">
						<p class="grow">
							<b>{title}</b>
							<br />
							<small>{describe(code)}</small>
						</p>
						<div class="row">
							{key(texts.change, () => setEditing(code))}
							{code.set && key(texts.remove, () => remove(code))}
						</div>
					</div>
				);
			})}
			{editing ? (
				<CodeForm
					key={editing.code}
					title={titleOf(editing)}
					code={editing}
					keysOnly={isOfHouse(editing.code)}
					onSave={(changes) => send(editing, "PUT", changes)}
					onCancel={() => setEditing(undefined)}
				/>
			) : (
				free && <Button onClick={() => setEditing({ ...BLANK, code: free })}>{say(texts.add)}</Button>
			)}
		</section>
	);
}

function isOfHouse(number: number): boolean {
	return number <= HOUSE_CODES;
}

function titleOf({ code, name, output }: Code): string {
	return isOfHouse(code) ? say(texts.ofHouse, say(OUTPUTS[output])) : name || say(texts.code, code);
}

/** All that a code does, in one line. */
function describe({ code, set, output, action, callers, weekly, until: end, once }: Code): string {
	if (!set) return tell(texts.unset);
	if (isOfHouse(code)) return "";
	return [
		say(OUTPUTS[output]),
		action === "toggle" && tell(texts.toggle),
		tell(CALLERS[callers]),
		weekly,
		end && tell(until, dateText(houseZone(), end)),
		once && tell(texts.once),
	]
		.filter(Boolean)
		.join(" · ");
}
