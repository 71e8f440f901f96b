import { Button, download, downloadIt, houseZone, say, translated } from "../shared.ts";
import { dateText } from "./house-time.ts";
import type { AuditEntry } from "./model.ts";
import * as texts from "./texts.ts";

/** Entries that are shown; the file has all. */
const SHOWN = 40;

/** How the doorbell begins to say that it happened again and again. */
const REPEATED = ", at least ";

/** What the door did and what others tried, the newest first. */
export function Audit({ entries }: { readonly entries: readonly AuditEntry[] }) {
	return (
		<section class="card">
			<h2>{say(texts.audit)}</h2>
			<table>
				{entries
					.slice(-SHOWN)
					.reverse()
					.map(({ id, time, kind, source, reason }) => [id, time, kind, source, ...reason.split(REPEATED)] as const)
					.map(([id, time, kind, source, reason = "", times]) => (
						<tr key={id}>
							<th scope="row">{time === null ? "–" : dateText(houseZone(), time)}</th>
							<td>
								<p>
									<b>{translated(kind, texts.KINDS)}</b> {source}
								</p>
								<p>
									{translated(reason, texts.DEVICE)} {times && `(≥ ${parseInt(times, 10)}×)`}
								</p>
							</td>
						</tr>
					))}
			</table>
			<p class="help">{!entries.length && say(texts.auditNone)}</p>
			<Button onClick={() => download("/api/audit.csv", "doorbell-audit.csv")}>{say(downloadIt)}</Button>
		</section>
	);
}
