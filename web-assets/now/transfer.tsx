import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { attempt } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { TextField } from "../parts/field.tsx";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** Asks whom the other side shall call instead of the doorbell, and tells it so. What is wrong is said at the field. */
export function Transfer({ onDone }: { readonly onDone: () => void }) {
	const [target, setTarget] = useState("");
	const [error, setError] = useState("");
	const answer = (yes: boolean) => {
		if (!yes) return onDone();
		return attempt(
			async () => {
				await post("/api/call/transfer", { target: target.trim() });
				onDone();
			},
			({ message }) => setError(message),
		);
	};
	return (
		<Dialog title={say(texts.transfer)} confirm={say(texts.transfer)} onAnswer={answer}>
			<TextField
				label={say(texts.number)}
				help={say(texts.transferHelp)}
				error={error}
				inputMode="tel"
				maxLength={128}
				value={target}
				onInput={setTarget}
			/>
		</Dialog>
	);
}
