import { useState } from "preact/hooks";
import { type ApiError, credentials } from "../api.ts";
import { attempt, Button } from "../parts/button.tsx";
import { logout, setPassword } from "../session.ts";
import { notify } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { NewPassword, unlessLong } from "./new-password.tsx";
import { PasswordField } from "./password-field.tsx";
import { Username } from "./username.tsx";

/** Changes the administrator's password, or sets one where none is needed yet. */
export function PasswordChange() {
	const [old, setOld] = useState("");
	const [password, setNew] = useState("");
	const [errors, setErrors] = useState<ApiError["errors"]>({});
	const known = credentials.secret !== undefined;
	const change = async () => {
		setErrors({});
		await setPassword(password, known ? old : undefined);
		setOld("");
		setNew("");
		notify(say(texts.passwordSet));
	};
	const submit = () => attempt(change, ({ errors: found, message }) => setErrors(found.old ? found : { new: message }));
	return (
		<form class="card">
			<h2>{say(texts.passwordTitle)}</h2>
			<Username />
			{known && (
				<PasswordField
					label={say(texts.oldPassword)}
					value={old}
					onInput={setOld}
					error={errors.old}
					autocomplete="current-password"
				/>
			)}
			<NewPassword value={password} onInput={setNew} error={errors.new} />
			<div class="row">
				<Button class="main" type="submit" unless={unlessLong(password)} onClick={submit}>
					{say(texts.setPassword)}
				</Button>
				{known && <Button onClick={logout}>{say(texts.logout)}</Button>}
			</div>
		</form>
	);
}
