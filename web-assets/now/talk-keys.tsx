import { useState } from "preact/hooks";
import { post } from "../api.ts";
import type { Call } from "../model.ts";
import { Button } from "../parts/button.tsx";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { isOffline } from "./offline.ts";
import { nameOf } from "./peer.ts";
import { Transfer } from "./transfer.tsx";

/** What can be done with a call that is on: hold it, hand it on, and take the second caller. */
export function TalkKeys({ call: { onHold, transferTo, waiting } }: { readonly call: Call }) {
	const [transferring, setTransferring] = useState(false);
	const offline = isOffline();
	return (
		<div class="row">
			<Button
				class="grow"
				icon={onHold ? "call" : "pause"}
				unless={offline}
				onClick={() => post(onHold ? "/api/call/resume" : "/api/call/hold")}
			>
				{say(onHold ? texts.resume : texts.hold)}
			</Button>
			<Button
				class="grow"
				icon="transfer"
				unless={offline || (transferTo && say(texts.transferring, transferTo))}
				onClick={() => setTransferring(true)}
			>
				{say(texts.transfer)}
			</Button>
			{waiting && (
				<Button class="grow main" icon="call" unless={offline} onClick={() => post("/api/call/switch")}>
					{say(texts.switchTo, nameOf(waiting))}
				</Button>
			)}
			{transferring && <Transfer onDone={() => setTransferring(false)} />}
		</div>
	);
}
