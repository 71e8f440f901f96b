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
	const { state, expiresIn } = status?.registration ?? {};
	const registered = state === "REGISTERED";
	const registrar = settings?.["sip.registrar"];
	return (
		<section class="card">
			<h2>{say(texts.phoneSystem)}</h2>
			<p class="help">
				{registrar ? say(texts.systemIs, settings["sip.user"], registrar) : say(texts.noSystem)}
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
