import { useState } from "preact/hooks";
import { houseTime } from "../log/line.tsx";
import * as words from "../texts/all.ts";
import { say, tell } from "../texts.ts";
import type { Step } from "./conversations.ts";
import type { Conversation } from "./model.ts";
import { labelOf, notesOf } from "./note.ts";
import { endpoint } from "./signs.ts";
import { copied } from "./texts.ts";
import { markOf, told, toldWhole } from "./told.ts";

/** A conversation as a picture: messages as arrows between two lifelines. */
export function Ladder({ conversation, newest }: { readonly conversation: Conversation; readonly newest: boolean }) {
	const { title, good, said, wrong, steps } = conversation;
	const [open, setOpen] = useState(newest);
	return (
		<details class="card ladder" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>
				<span class="grow">
					<h3>{told(title)}</h3>
					<span class="finding" data-mark={markOf(good)}>
						{toldWhole(said)}
					</span>
				</span>
				<time>{houseTime(steps[0]!)}</time>
			</summary>
			{open && (
				<>
					<p class="row between">
						<b>{say(words.title)}</b>
						<b>{endpoint(steps[0]!)}</b>
					</p>
					<ol>
						{steps.map((step) => (
							<Rung key={step.id} step={step} problem={step === wrong ? toldWhole(said) : ""} />
						))}
					</ol>
				</>
			)}
		</details>
	);
}

/** One message, which opens to be read whole; `problem` says what is wrong with it. */
function Rung({ step, problem }: { readonly step: Step; readonly problem: string }) {
	const [open, setOpen] = useState(false);
	const { direction, copies, text } = step;
	const sent = direction === "sent";
	const notes = notesOf(step).map(told);
	if (copies.length > 1) notes.push(tell(copied, copies.length, houseTime(copies.at(-1)!)));
	return (
		<li data-mark={problem && "bad"}>
			<button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
				<span class="hidden">{say(sent ? words.sent : words.received)} </span>
				<b>{labelOf(step)}</b>
				<span class="hidden"> {tell(words.at)}</span> <time>{houseTime(step)}</time>
				<Arrow sent={sent} />
			</button>
			{notes.length > 0 && <p>{notes.join(" · ")}</p>}
			{problem && <p class="finding">{problem}</p>}
			{open && <pre>{text.trimEnd()}</pre>}
		</li>
	);
}

/** From lifeline to lifeline, as wide as there is room: the head is a drawing of its own that stands at that end. */
function Arrow({ sent }: { readonly sent: boolean }) {
	return (
		<svg aria-hidden="true">
			<path d="M0 6H2000" />
			<svg aria-hidden="true" x={sent ? "100%" : "0"} overflow="visible">
				<path d={sent ? "M0 6l-10-6v12z" : "M0 6l10-6v12z"} />
			</svg>
		</svg>
	);
}
