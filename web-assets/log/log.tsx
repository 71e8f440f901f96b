import { useEffect, useRef, useState } from "preact/hooks";
import type { Level } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { copyText } from "../parts/copy.ts";
import { saveFile } from "../parts/download.ts";
import { notify, page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { houseZone, LogLine } from "./line.tsx";
import { formatEntry, isEntry, isShown, keyOf, type Line } from "./lines.ts";
import "./log.css";

const LEVELS = { info: texts.info, error: texts.error, sent: texts.sent, received: texts.received };
const NAMES = Object.keys(LEVELS) as readonly Level[];

/** Pixels from the end that still count as the end. */
const NEAR = 24;

/** The tab with everything that happened. */
export function Log() {
	const [levels, setLevels] = useState(NAMES);
	const [text, setText] = useState("");
	const [frozen, setFrozen] = useState<readonly Line[]>();
	const shown = (frozen ?? page.lines).filter((line) => isShown(line, { levels, text }));
	const asText = () =>
		shown
			.map((line) => `${isEntry(line) ? formatEntry(line, houseZone()) : `--- ${say(texts.restarted)} ---`}\n`)
			.join("");
	const toggle = (level: Level) => setLevels(NAMES.filter((other) => levels.includes(other) !== (other === level)));
	return (
		<section class="card">
			<h1 class="hidden">{say(texts.log)}</h1>
			<div class="row">
				<fieldset class="row" aria-label={say(texts.levels)}>
					{NAMES.map((level) => (
						<Button class="chip" pressed={levels.includes(level)} onClick={() => toggle(level)}>
							{say(LEVELS[level])}
						</Button>
					))}
				</fieldset>
				<input
					type="search"
					aria-label={say(texts.filter)}
					placeholder={say(texts.filter)}
					value={text}
					onInput={(event) => setText(event.currentTarget.value)}
				/>
			</div>
			<Lines shown={shown} />
			<div class="row">
				<Button icon="pause" pressed={!!frozen} onClick={() => setFrozen(frozen ? undefined : page.lines)}>
					{say(texts.pause)}
				</Button>
				<Button
					onClick={() => {
						copyText(asText());
						notify(say(texts.copied, shown.length));
					}}
				>
					{say(texts.copy)}
				</Button>
				<Button onClick={() => saveFile("doorbell-log.txt", asText())}>{say(texts.download)}</Button>
			</div>
		</section>
	);
}

/** The lines, which stay at their end unless somebody scrolled away. */
function Lines({ shown }: { readonly shown: readonly Line[] }) {
	const box = useRef<HTMLDivElement>(null);
	const [atEnd, setAtEnd] = useState(true);
	const toEnd = () => box.current!.scrollTo(0, box.current!.scrollHeight);
	useEffect(() => {
		if (atEnd) toEnd();
	});
	return (
		<div class="log-box">
			<div
				ref={box}
				class="lines"
				role="log"
				aria-label={say(texts.log)}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
				tabIndex={0}
				onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
					setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR)
				}
			>
				{shown.map((line) => (
					<LogLine key={keyOf(line)} line={line} />
				))}
				{shown.length === 0 && <p class="help">{say(texts.noLines)}</p>}
			</div>
			{!atEnd && (
				<Button class="to-end" onClick={toEnd}>
					{say(texts.toEnd)}
				</Button>
			)}
		</div>
	);
}
