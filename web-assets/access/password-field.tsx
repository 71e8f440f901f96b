import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { TextField, type TextFieldProps } from "../parts/field.tsx";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** A field for a password that can be shown while it is typed. */
export function PasswordField(props: TextFieldProps) {
	const [shown, setShown] = useState(false);
	return (
		<TextField name="password" maxLength={64} {...props} type={shown ? "text" : "password"}>
			<Button class="plain" pressed={shown} onClick={() => setShown(!shown)}>
				{say(texts.show)}
			</Button>
		</TextField>
	);
}
