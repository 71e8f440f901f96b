import { Button } from "../parts/button.tsx";
import { enter } from "../session.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** No password is set yet, and nobody who could set one has shown to be at the doorbell. */
export function Locked() {
	return (
		<section class="card">
			<h1>{say(texts.lockedTitle)}</h1>
			<SetUpButton />
		</section>
	);
}

/** How to show that one is at the doorbell. */
export function SetUpButton() {
	return (
		<>
			<p>{say(texts.setUpButton)}</p>
			<Button class="main" onClick={enter}>
				{say(texts.lookAgain)}
			</Button>
		</>
	);
}
