import { useEffect, useState } from "preact/hooks";
import { get } from "../api.ts";
import type { Phone, Settings } from "../model.ts";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** How a phone is set up that shall register at the doorbell itself, and those that are. */
export function Phones({ settings }: { readonly settings: Settings }) {
	const [phones, setPhones] = useState<readonly Phone[]>();
	const allowed = settings["phones.password"];
	const port = settings["sip.port"];
	// Whoever comes or goes leaves a line in the log.
	useEffect(() => {
		if (!allowed) return setPhones(undefined);
		get<{ phones: readonly Phone[] }>("/api/phones").then(
			(told) => setPhones(told.phones),
			() => undefined,
		);
	}, [allowed, page.lines]);
	const server = `${page.status?.network?.address ?? "–"}${port === 5060 ? "" : `:${port}`}`;
	return (
		<>
			<p>{port === 0 ? say(texts.fixPort) : say(texts.phoneSetUp, server)}</p>
			<table>
				{phones?.map(({ name, address }) => (
					<tr>
						<th scope="row">{name}</th>
						<td>{address}</td>
					</tr>
				))}
			</table>
			<p role="status">{phones?.length === 0 && say(texts.noPhones)}</p>
		</>
	);
}
