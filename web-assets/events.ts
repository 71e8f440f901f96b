/** News from the doorbell: the event stream, and polling where the doorbell has no stream left. */

import { get, respond, statusOf } from "./api.ts";
import { readSettings } from "./configuration.ts";
import { eventParser, type ServerEvent } from "./event-parser.ts";
import { bootOf, isEntry, keyOf, withEntry } from "./log/lines.ts";
import type { LogEntry, Status } from "./model.ts";
import { page, update } from "./store.ts";

/** Milliseconds between tries to get the stream back, doubled up to the second. */
const FIRST_PAUSE = 500;
const LAST_PAUSE = 5_000;
/** A stream that is silent for so long is dead: the doorbell sends a comment every 15 s. */
const SILENCE_LIMIT = 40_000;
const POLL_PAUSE = 3_000;
/** Polls until the stream is tried again. */
const POLLS = 10;
/** A page that nobody sees gives its stream to others after so long. */
const HIDDEN_TIME = 30_000;

/** The present following; another one, or none, ends it. */
let following: object | undefined;
let abort: AbortController | undefined;
let hiding: ReturnType<typeof setTimeout> | undefined;

/** Follows the doorbell until {@link release}, whatever happens to it meanwhile. */
export function follow(): void {
	release();
	document.onvisibilitychange = followVisibility;
	void run();
}

export function release(): void {
	following = undefined;
	abort?.abort();
}

/** A hidden page lets go of the stream after a while; shown again, it takes up where it was. */
function followVisibility(): void {
	clearTimeout(hiding);
	if (document.hidden) hiding = setTimeout(release, HIDDEN_TIME);
	else if (!following && page.access === "open") follow();
}

async function run(): Promise<void> {
	const own = {};
	following = own;
	const isPresent = () => following === own;
	let failures = 0;
	while (isPresent()) {
		try {
			await stream(() => {
				failures = 0;
			});
		} catch (error) {
			if (statusOf(error) === 401) return;
			if (isPresent() && statusOf(error) === 503 && (await poll(isPresent))) continue;
		}
		if (!isPresent()) return;
		// A stream may end, and the next one begin; only when that fails the doorbell is gone.
		if (failures > 0) update({ link: "lost", levels: undefined });
		await wait(Math.min(FIRST_PAUSE * 2 ** failures++, LAST_PAUSE));
	}
}

/** Reads one stream to its end. */
async function stream(onAlive: () => void): Promise<void> {
	const own = new AbortController();
	abort = own;
	let silence: ReturnType<typeof setTimeout> | undefined;
	try {
		const last = keyOf(page.lines.at(-1));
		const headers: Record<string, string> = last ? { "Last-Event-ID": last } : {};
		const response = await respond("/api/events", { abort: own, headers });
		const reader = response.body!.getReader();
		const decoder = new TextDecoder();
		const parse = eventParser();
		update({ link: "live" });
		// They may be others by now, or the doorbell another one.
		await readSettings();
		for (;;) {
			clearTimeout(silence);
			silence = setTimeout(() => own.abort(), SILENCE_LIMIT);
			const { done, value } = await reader.read();
			if (done) return;
			onAlive();
			parse(decoder.decode(value, { stream: true })).forEach(take);
		}
	} finally {
		clearTimeout(silence);
		own.abort();
	}
}

function take({ event, data, id }: ServerEvent): void {
	const news = JSON.parse(data);
	if (event === "status") takeStatus(news);
	else if (event === "log") takeEntries(bootOf(id), [news]);
	// Shown on one tab, and told often.
	else if (event === "level" && page.tab === "now") update({ levels: news });
}

function takeStatus(status: Status): void {
	const levels = status.call?.state === "connected" ? page.levels : undefined;
	update({ status, statusAt: performance.now(), levels });
}

function takeEntries(boot: string, entries: readonly LogEntry[]): void {
	update({ lines: entries.reduce((lines, entry) => withEntry(lines, boot, entry), page.lines) });
}

/** Asks again and again for a while; false when the doorbell is gone. */
async function poll(isPresent: () => boolean): Promise<boolean> {
	try {
		await readSettings();
		for (let count = 0; count < POLLS && isPresent(); count++) {
			takeStatus(await get<Status>("/api/status"));
			const last = page.lines.at(-1);
			// After a restart the numbers begin anew.
			const since = isEntry(last) && last.boot === page.status!.boot ? last.id : 0;
			const log = await get<{ boot: string; entries: LogEntry[] }>(`/api/log?since=${since}`);
			takeEntries(log.boot, log.entries);
			update({ link: "polling" });
			await wait(POLL_PAUSE);
		}
		return true;
	} catch {
		return false;
	}
}

function wait(milliseconds: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, milliseconds);
	});
}
