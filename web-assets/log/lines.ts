/** The log as the page keeps and shows it. */

import type { Level, LogEntry } from "../model.ts";
import { clockTime } from "./zone.ts";

/** Where the doorbell started anew, between what it said before and after. */
export interface Divider {
	readonly boot: string;
}

export interface Entry extends LogEntry {
	/** Start that it belongs to, and its number there. */
	readonly boot: string;
}

export type Line = Entry | Divider;

/** Lines kept. */
export const LINE_LIMIT = 500;

export function isEntry(line: Line | undefined): line is Entry {
	return line !== undefined && "id" in line;
}

/** `lines` with an entry of start `boot` behind them; one that is there already, or older, changes nothing. */
export function withEntry(lines: readonly Line[], boot: string, entry: LogEntry): readonly Line[] {
	const last = lines.at(-1);
	if (last?.boot === boot && isEntry(last) && last.id >= entry.id) return lines;
	const divider = last && last.boot !== boot ? [{ boot }] : [];
	return [...lines, ...divider, { ...entry, boot }].slice(-LINE_LIMIT);
}

/** The first trouble since the last line that matches `begins`, if there is one. */
export function troubleSince(begins: RegExp, lines: readonly Line[]): string | undefined {
	const entries = lines.filter(isEntry);
	const begin = entries.map(({ level, text }) => level !== "error" && begins.test(text)).lastIndexOf(true);
	return entries.slice(begin + 1).find(({ level }) => level === "error")?.text;
}

/** Number and start of a line, never twice the same: where to go on after it. */
export function keyOf(line: Line | undefined): string {
	return isEntry(line) ? `${line.boot}-${line.id}` : (line?.boot ?? "");
}

export function bootOf(key: string): string {
	return key.replace(/-\d+$/, "");
}

/** One line as people read it, such as `[20:30:00] [INFO] SIP connection requested`. */
export function formatEntry({ time, level, text }: LogEntry, zone: string): string {
	return `[${timeText(time, zone)}] [${level.toUpperCase()}] ${text}`;
}

/** Local time such as `20:30:00`; `--:--:--` when it is not known. `zone` is a POSIX rule. */
export function timeText(time: number | null | undefined, zone: string): string {
	return time == null ? "--:--:--" : clockTime(zone, time);
}

/** What is shown of the log. */
export interface Filter {
	readonly levels: readonly Level[];
	/** Part of the text; capitals do not count. */
	readonly text: string;
}

export function isShown(line: Line, { levels, text }: Filter): boolean {
	return !isEntry(line) || (levels.includes(line.level) && line.text.toLowerCase().includes(text.trim().toLowerCase()));
}
