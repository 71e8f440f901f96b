import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { Button } from "./button.tsx";

export interface DialogProps {
	readonly title: string;
	readonly children: ComponentChildren;
	/** Label of the button that does what the dialog is about. */
	readonly confirm: string;
	/** What cannot be undone is red. */
	readonly danger?: boolean;
	/** Escape says no, too. */
	readonly onAnswer: (yes: boolean) => unknown;
}

/** A modal dialog while it is in the tree. */
export function Dialog({ title, children, confirm, danger, onAnswer }: DialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		const element = dialog.current!;
		element.showModal();
		return () => element.close();
	}, []);
	return (
		<dialog
			ref={dialog}
			class="card"
			aria-labelledby="question"
			onCancel={(event) => {
				event.preventDefault();
				onAnswer(false);
			}}
		>
			<h2 id="question">{title}</h2>
			{children}
			<div class="row end">
				<Button onClick={() => onAnswer(false)}>{say(texts.cancel)}</Button>
				<Button class={danger ? "danger" : "main"} onClick={() => onAnswer(true)}>
					{confirm}
				</Button>
			</div>
		</dialog>
	);
}

/** The question that is open, asked with `ask` of store.ts. */
export function OpenQuestion() {
	const { question } = page;
	return question ? <Dialog {...question}>{question.text && <p>{question.text}</p>}</Dialog> : null;
}
