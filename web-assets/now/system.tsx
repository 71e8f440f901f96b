import { post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say, tell } from "../texts.ts";
import { span } from "./figures.ts";
import { isOffline } from "./offline.ts";

/** The phone system: which one, for how long it knows us, and the two buttons. */
export function System() {
	const { settings, status } = page;
	const offline = isOffline();
	const { state, expiresIn, server } = status?.registration ?? {};
	const registered = state === "REGISTERED";
	const registrar = settings?.["sip.registrar"];
	const backup = settings?.["sip.backup"];
	const isAt = (setting: unknown) => [setting, `${setting}:5060`].includes(server);
	// The second PBX is known by its address only: a name may stand for any.
	const place = backup && isAt(backup) ? tell(texts.secondSystem) : registrar;
	return (
		<section class="card">
			<h2>{say(texts.phoneSystem)}</h2>
			<p class="help">
				{registrar ? say(texts.systemIs, settings["sip.user"], place) : say(texts.noSystem)}
				{server && !isAt(registrar) && ` (${server})`}
				{registered && expiresIn ? `, ${tell(texts.grantedFor, span(expiresIn))}` : ""}
			</p>
			<div class="row">
				<Button class={`grow ${registered ? "" : "main"}`} unless={offline} onClick={() => post("/api/sip/connect")}>
					{say(texts.connect)}
				</Button>
				<Button
					class="grow"
					unless={offline || (state === "DISCONNECTED" && say(texts.disconnected))}
					onClick={() => post("/api/sip/disconnect")}
				>
					{say(texts.disconnect)}
				</Button>
			</div>
		</section>
	);
}
