import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { PasswordField } from "./password-field.tsx";
import { strength } from "./strength.ts";

const NAMES = [texts.tooShort, texts.weak, texts.fair, texts.strong];

/** A field for a new password, which says what it is worth. */
export function NewPassword(props: { value: string; onInput: (value: string) => void; error?: string }) {
	const worth = strength(props.value);
	return (
		<>
			<PasswordField
				{...props}
				label={say(texts.newPassword)}
				help={say(texts.passwordHelp)}
				autocomplete="new-password"
			/>
			<p class="row" role="status">
				<meter aria-hidden="true" max={3} low={2} high={3} optimum={3} value={worth} />
				{props.value && say(NAMES[worth]!)}
			</p>
		</>
	);
}

/** Why a password cannot be set; "" for one that can. */
export function unlessLong(password: string): string {
	return strength(password) ? "" : say(texts.passwordHelp);
}
