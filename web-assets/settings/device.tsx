import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { ask, page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { FileButton } from "./file-button.tsx";
import { upload } from "./upload.ts";

/** Firmware, restart and factory reset. */
export function Device() {
	return (
		<section class="card">
			<h2>{say(texts.device)}</h2>
			{page.updates && <Firmware />}
			<div class="row">
				<Button onClick={restart}>{say(texts.restart)}</Button>
				<Button class="danger" onClick={reset}>
					{say(texts.reset)}
				</Button>
			</div>
		</section>
	);
}

async function restart(): Promise<void> {
	const confirm = say(texts.restart);
	if (await ask({ title: `${confirm}?`, text: say(texts.restartText), confirm })) await post("/api/system/restart");
}

async function reset(): Promise<void> {
	const confirm = say(texts.reset);
	if (await ask({ title: `${confirm}?`, text: say(texts.resetText), confirm, danger: true }))
		await post("/api/system/factory-reset", { confirm: true });
}

/** Installs firmware. */
function Firmware() {
	const [progress, setProgress] = useState<number>();
	const install = async (file: File) => {
		try {
			await upload("/api/firmware", file, setProgress);
		} finally {
			setProgress(undefined);
		}
		await restart();
	};
	return (
		<div class="row">
			<FileButton label={say(texts.install)} accept=".bin" onFile={install} />
			{progress !== undefined && <progress aria-label={say(texts.install)} value={progress} />}
		</div>
	);
}
