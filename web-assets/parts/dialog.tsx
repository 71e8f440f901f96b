import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
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
	const id = useId();
	useEffect(() => {
		const element = dialog.current!;
		element.showModal();
		return () => element.close();
	}, []);
	return (
		<dialog
			ref={dialog}
			class="card"
			aria-labelledby={id}
			onCancel={(event) => {
				event.preventDefault();
				onAnswer(false);
			}}
		>
			<h2 id={id}>{title}</h2>
			<form class="stack">
				{children}
				<div class="row end">
					<Button onClick={() => onAnswer(false)}>{say(texts.cancel)}</Button>
					<Button class={danger ? "danger" : "main"} type="submit" onClick={() => onAnswer(true)}>
						{confirm}
					</Button>
				</div>
			</form>
		</dialog>
	);
}
