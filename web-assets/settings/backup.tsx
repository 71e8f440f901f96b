import { useState } from "preact/hooks";
import { get, post } from "../api.ts";
import type { Value } from "../model.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { download } from "../parts/download.ts";
import { readSettings } from "../session.ts";
import { notify } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say, sentence, spoken } from "../texts.ts";
import { findSetting, isIn } from "./draft.ts";
import { FileButton } from "./file-button.tsx";
import type { Schema, Setting } from "./schema.ts";

interface Restoring {
	readonly document: object;
	readonly changes: readonly { readonly key: string; readonly before: Value; readonly after: Value }[];
}

/** Saves the settings to a file, and takes them from one after a look at what would change. */
export function Backup({ schema }: { readonly schema: Schema }) {
	const [restoring, setRestoring] = useState<Restoring>();
	const [secrets, setSecrets] = useState(false);
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
		if (yes) await get("/api/restore", { method: "POST", body: restoring!.document, proven: true });
		setRestoring(undefined);
		if (!yes) return;
		notify(say(texts.saved));
		await readSettings();
	};
	return (
		<section class="card">
			<h2>{say(texts.backup)}</h2>
			<label class="row">
				<input type="checkbox" checked={secrets} onChange={({ currentTarget: { checked } }) => setSecrets(checked)} />
				{say(texts.backupSecrets)}
			</label>
			<p class="help" role="status">
				{say(secrets ? texts.backupWarning : texts.backupHelp)}
			</p>
			<div class="row">
				<Button
					onClick={() => download(`/api/backup${secrets ? "?secrets=true" : ""}`, "doorbell-settings.json", secrets)}
				>
					{say(texts.backupSave)}
				</Button>
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
				const setting = findSetting(schema, key);
				const section = schema.sections.find((candidate) => isIn(candidate, key));
				return (
					<tr>
						<th scope="row">
							{setting ? `${section!.title[language]}: ${setting.title[language]}` : sentence(key.replace(".", " "))}
						</th>
						<td>{shown(setting, before)}</td>
						<td>{shown(setting, after)}</td>
					</tr>
				);
			})}
		</table>
	);
}

function shown(setting: Setting | undefined, value: Value): string {
	const choice = setting?.choices?.[String(value)];
	if (choice) return choice[spoken()];
	if (typeof value !== "boolean") return String(value) || "–";
	return say(value ? texts.isSet : texts.isNotSet);
}
