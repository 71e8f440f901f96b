import { LogLine } from "../log/line.tsx";
import { isEntry, keyOf } from "../log/lines.ts";
import { Button } from "../parts/button.tsx";
import { chooseTab, page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

const SHOWN = 5;

/** The last lines of the log. */
export function Lately() {
	const entries = page.lines.filter(isEntry).slice(-SHOWN);
	return (
		<section class="card lately">
			<h2>{say(texts.lately)}</h2>
			<div class="lines">
				{entries.map((entry) => (
					<LogLine key={keyOf(entry)} line={entry} />
				))}
			</div>
			<Button class="plain" onClick={() => chooseTab("log")}>
				{say(texts.wholeLog)}
			</Button>
		</section>
	);
}
