import { useEffect, useState } from "preact/hooks";
import { PasswordChange } from "../access/password.tsx";
import { WifiJoin } from "../access/wifi.tsx";
import { get } from "../api.ts";
import { attempt } from "../parts/button.tsx";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { Backup } from "./backup.tsx";
import { Device } from "./device.tsx";
import type { Draft } from "./draft.ts";
import { Form } from "./form.tsx";
import { type Schema, unpackSchema } from "./schema.ts";
import "./settings.css";

/** The tab with all settings, and with what is done to the device as a whole. */
export function Settings() {
	const settings = page.settings;
	const [schema, setSchema] = useState<Schema>();
	const [draft, setDraft] = useState<Draft>({});
	useEffect(() => void attempt(async () => setSchema(unpackSchema(await get("/schema.json")))), []);
	if (schema === undefined || settings === undefined) return <p class="settings">{say(texts.loading)}</p>;
	return (
		<div class="columns settings">
			<Form schema={schema} settings={settings} draft={draft} onDraft={setDraft} />
			<div class="stack">
				<Backup schema={schema} />
				<PasswordChange />
				{page.wifi && <WifiJoin />}
				<Device />
			</div>
		</div>
	);
}
