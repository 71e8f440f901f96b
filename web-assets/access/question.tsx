import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { page, type Question } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { PasswordField } from "./password-field.tsx";
import { Username } from "./username.tsx";

/** The question that is open, asked with `ask` of store.ts. */
export function OpenQuestion() {
	const { question } = page;
	if (!question) return null;
	if (question.isRight) return <PasswordQuestion {...question} />;
	return <Dialog {...question}>{question.text && <p>{question.text}</p>}</Dialog>;
}

/** Asks for the password once more, before what must not be done by somebody who just finds the page open. */
function PasswordQuestion({ isRight, onAnswer, ...others }: Question) {
	const [password, setPassword] = useState("");
	const [error, setError] = useState("");
	const answer = (yes: boolean) => (yes && !isRight!(password) ? setError(say(texts.wrongPassword)) : onAnswer(yes));
	return (
		<Dialog {...others} onAnswer={answer}>
			<Username />
			<PasswordField
				label={say(texts.password)}
				value={password}
				onInput={setPassword}
				error={error}
				autocomplete="current-password"
			/>
		</Dialog>
	);
}
