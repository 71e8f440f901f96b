import { get, Lockout, page, say, useEffect, useRef, useState } from "../shared.ts";
import { Audit } from "./audit.tsx";
import { Codes } from "./codes.tsx";
import type { AuditEntry, Code } from "./model.ts";
import * as texts from "./texts.ts";

/** Milliseconds between two looks at what happened: a call leaves several lines at once. */
const PERIOD = 1_000;

/** The tab with who may open the door, and who did. */
export function Door() {
	const [codes, setCodes] = useState<readonly Code[]>([]);
	const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
	const due = useRef<ReturnType<typeof setTimeout>>(undefined);
	const look = async () => {
		due.current = undefined;
		const { entries: found } = await get<{ entries: readonly AuditEntry[] }>("/api/audit");
		setEntries(found);
		setCodes(await get<readonly Code[]>("/api/codes"));
	};
	// Whatever happens leaves a line in the log. A look that fails is made up for by the next one.
	useEffect(() => {
		due.current ??= setTimeout(() => look().catch(() => undefined), codes.length && PERIOD);
	}, [page.lines, page.link]);
	useEffect(() => () => clearTimeout(due.current), []);
	return (
		<>
			<h1 class="hidden">{say(texts.door)}</h1>
			<div role="status">
				<Lockout />
			</div>
			<div class="columns">
				<Codes codes={codes} onChange={look} />
				<Audit entries={entries} />
			</div>
		</>
	);
}
