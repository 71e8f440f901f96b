import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { FirstPassword } from "./first-password.tsx";
import { Locked } from "./locked.tsx";
import { Login } from "./login.tsx";

/** What stands before the page until the doorbell lets us in. */
export function AccessGate() {
	switch (page.access) {
		case "login":
			return (
				<>
					<Login />
					{page.armed && <FirstPassword title={texts.forgotten} />}
				</>
			);
		case "first password":
			return <FirstPassword title={texts.welcome} />;
		case "locked":
			return <Locked />;
		default:
			return <p class="help">{say(texts.loading)}</p>;
	}
}
