import { useState } from "preact/hooks";
import type { ApiError } from "../api.ts";
import { attempt, Button } from "../parts/button.tsx";
import { login } from "../session.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { SetUpButton } from "./locked.tsx";
import { PasswordField } from "./password-field.tsx";
import { Username } from "./username.tsx";

/** The form that asks for the administrator's password. */
export function Login() {
	const [password, setPassword] = useState("");
	const [keep, setKeep] = useState(false);
	const [problem, setProblem] = useState("");
	const submit = () =>
		attempt(
			() => login(password, keep),
			(error) => setProblem(reasonOf(error)),
		);
	return (
		<form class="card">
			<h1>{say(texts.loginTitle)}</h1>
			<Username />
			<PasswordField
				label={say(texts.password)}
				value={password}
				onInput={setPassword}
				error={problem}
				autocomplete="current-password"
			/>
			<label class="row">
				<input type="checkbox" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
				{say(texts.keepLogin)}
			</label>
			<Button class="main" type="submit" onClick={submit}>
				{say(texts.login)}
			</Button>
			<details>
				<summary>{say(texts.forgotten)}</summary>
				<SetUpButton />
			</details>
		</form>
	);
}

function reasonOf({ status, retryAfter, message }: ApiError): string {
	if (status === 401) return say(texts.wrongPassword);
	return status === 429 ? say(texts.tooManyTries, retryAfter || 60) : message;
}
