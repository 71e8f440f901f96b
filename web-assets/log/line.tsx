import type { LogEntry } from "../model.ts";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { isEntry, type Line, timeText } from "./lines.ts";

/** One line such as `[20:30:00] [INFO] SIP connection requested`, coloured by its level. */
export function LogLine({ line }: { readonly line: Line }) {
	if (!isEntry(line)) return <p class="divider">{say(texts.restarted)}</p>;
	return (
		<p class={`line ${line.level}`}>
			<time>[{houseTime(line)}]</time> <b>[{line.level.toUpperCase()}]</b> {line.text}
		</p>
	);
}

/** The time zone of the house, as a POSIX rule. */
export function houseZone(): string {
	return String(page.settings?.["clock.zone"] ?? "UTC0");
}

/** Time of something at the house, such as `20:30:00`. */
export function houseTime({ time }: Pick<LogEntry, "time">): string {
	return timeText(time, houseZone());
}
