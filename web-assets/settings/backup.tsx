import { useState } from "preact/hooks";
import { post } from "../api.ts";
import type { Value } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { download } from "../parts/download.ts";
import { readSettings } from "../session.ts";
import { notify } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say, spoken } from "../texts.ts";
import { isIn, type Schema, type Setting } from "./draft.ts";
import { FileButton } from "./file-button.tsx";

interface Restoring {
	readonly document: object;
	readonly changes: readonly { readonly key: string; readonly before: Value; readonly after: Value }[];
}

/** Saves the settings to a file, and takes them from one after a look at what would change. */
export function Backup({ schema }: { readonly schema: Schema }) {
	const [restoring, setRestoring] = useState<Restoring>();
	const look = async (file: File) => {
		let document: object;
		try {
			document = Object(JSON.parse(await file.text()));
		} catch {
			return notify(say(texts.restoreBad), "error");
		}
		const { changes } = await post<Restoring>("/api/restore?preview=true", document);
		if (changes.length > 0) setRestoring({ document, changes });
		else notify(say(texts.restoreNothing));
	};
	const answer = async (yes: boolean) => {
		if (yes) await post("/api/restore", restoring!.document);
		setRestoring(undefined);
		if (!yes) return;
		notify(say(texts.saved));
		await readSettings();
	};
	return (
		<section class="card">
			<h2>{say(texts.backup)}</h2>
			<p class="help">{say(texts.backupHelp)}</p>
			<div class="row">
				<Button onClick={() => download("/api/backup", "doorbell-settings.json")}>{say(texts.backupSave)}</Button>
				<FileButton label={say(texts.restore)} accept=".json" onFile={look} />
			</div>
			{restoring && (
				<Dialog title={say(texts.restore)} confirm={say(texts.restore)} onAnswer={answer}>
					<Changes {...restoring} schema={schema} />
				</Dialog>
			)}
		</section>
	);
}

function Changes({ changes, schema }: Restoring & { readonly schema: Schema }) {
	const language = spoken();
	return (
		<table>
			<tr>
				{[texts.settings, texts.now, texts.after].map((head) => (
					<th>{say(head)}</th>
				))}
			</tr>
			{changes.map(({ key, before, after }) => {
				const setting = schema.settings.find((candidate) => candidate.key === key)!;
				const section = schema.sections.find((candidate) => isIn(candidate, key))!;
				return (
					<tr>
						<th scope="row">
							{section.title[language]}: {setting.title[language]}
						</th>
						<td>{shown(setting, before)}</td>
						<td>{shown(setting, after)}</td>
					</tr>
				);
			})}
		</table>
	);
}

function shown({ choices }: Setting, value: Value): string {
	const choice = choices?.find((candidate) => candidate.value === value);
	if (choice) return choice.title[spoken()];
	if (typeof value !== "boolean") return String(value) || "–";
	return say(value ? texts.isSet : texts.isNotSet);
}
