import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { targetsOf } from "./figures.ts";
import { isOffline } from "./offline.ts";
import { Quiet } from "./quiet.tsx";

/** Rings as the bell buttons do, and calls anybody. */
export function Calling() {
	const [number, setNumber] = useState("");
	const settings = page.settings ?? {};
	const busy = isOffline() || (page.status!.call ? say(texts.busy) : "");
	const buttons = [1, 2].map((button) => ({
		path: `/api/button/${button}`,
		name: settings[`button.${button}.name`] ?? button,
		targets: targetsOf(settings[`button.${button}.targets`]),
	}));
	const dial = (target: string) => post("/api/call", { target });
	return (
		<section class="card">
			<h2>{say(texts.ringTitle)}</h2>
			<div class="row">
				{buttons.map(
					({ path, name, targets }, index) =>
						(index === 0 || targets.length > 0) && (
							<Button
								class="main grow"
								icon="now"
								unless={busy || (targets.length === 0 && say(texts.noTargets))}
								onClick={() => post(path)}
							>
								{say(texts.ring, name)}
							</Button>
						),
				)}
			</div>
			<Quiet />
			<div class="row">
				{[...new Set(buttons.flatMap(({ targets }) => targets))].map((target) => (
					<Button
						key={target}
						icon="call"
						label={say(texts.callTarget, target)}
						unless={busy}
						onClick={() => dial(target)}
					>
						{target}
					</Button>
				))}
			</div>
			<form class="row bottom">
				<div class="grow">
					<TextField label={say(texts.number)} inputMode="tel" maxLength={128} value={number} onInput={setNumber} />
				</div>
				<Button
					type="submit"
					icon="call"
					unless={busy || (!number.trim() && say(texts.number))}
					onClick={() => dial(number.trim())}
				>
					{say(texts.call)}
				</Button>
			</form>
		</section>
	);
}
