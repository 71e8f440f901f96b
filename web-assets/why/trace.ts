import { useEffect } from "preact/hooks";
import { get } from "../api.ts";
import { page, update } from "../store.ts";
import type { Trace, TraceMessage } from "./model.ts";

/** Messages kept by the page. */
const LIMIT = 400;
/** Milliseconds between two looks at least: a call brings several messages at once. */
const PERIOD = 1_000;

let due: ReturnType<typeof setTimeout> | undefined;

/** The SIP messages, kept up to date while somebody looks; `undefined` until read. */
export function useTrace(): readonly TraceMessage[] | undefined {
	const { status, lines, trace } = page;
	useEffect(() => {
		// Whatever happens meanwhile is read in that same look; a look that fails is made up for by the next one.
		if (!due) due = setTimeout(() => look().catch(() => undefined), trace && PERIOD);
	}, [status, lines]);
	// Only the newest conversation is open when somebody comes back.
	useEffect(() => () => update({ trace: undefined }), []);
	return trace?.messages;
}

/** Reads what is new since the last look; everything after a restart of the doorbell. */
async function look(): Promise<void> {
	due = undefined;
	const read = (since: number) => get<Trace>(`/api/trace?since=${since}`);
	const last = page.trace?.messages.at(-1)?.id ?? 0;
	let news = await read(last);
	const { boot, messages } = page.trace ?? news;
	if (news.boot !== boot) news = await read(0);
	// Two looks may overlap on a slow line: nothing is kept twice.
	else if (last)
		news = { boot, messages: [...messages.filter(({ id }) => id <= last), ...news.messages].slice(-LIMIT) };
	update({ trace: news });
}
