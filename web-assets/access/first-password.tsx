import { useState } from "preact/hooks";
import { attempt, Button } from "../parts/button.tsx";
import { setPassword } from "../session.ts";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { type Row, say } from "../texts.ts";
import { NewPassword, unlessLong } from "./new-password.tsx";
import { Username } from "./username.tsx";
import { WifiJoin } from "./wifi.tsx";

/** Sets the first password, or another one in place of a forgotten one, while the doorbell is armed. */
export function FirstPassword({ title }: { readonly title: Row }) {
	const [password, setNew] = useState("");
	const [problem, setProblem] = useState("");
	const submit = () =>
		attempt(
			() => setPassword(password),
			({ message }) => setProblem(message),
		);
	return (
		<>
			<form class="card">
				<h1>{say(title)}</h1>
				<p>{say(texts.firstPassword)}</p>
				<Username />
				<NewPassword value={password} onInput={setNew} error={problem} />
				<Button class="main" type="submit" unless={unlessLong(password)} onClick={submit}>
					{say(texts.setPassword)}
				</Button>
			</form>
			{page.wifi && <WifiJoin />}
		</>
	);
}
