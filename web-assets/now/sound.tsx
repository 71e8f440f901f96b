import { useEffect, useRef, useState } from "preact/hooks";
import { attempt } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { saveSettings } from "../session.ts";
import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { type Row, say } from "../texts.ts";

/** Decibels at the left end of a meter. */
const SILENCE = -60;
/** Milliseconds after the last move of a slider. */
const SAVE_DELAY = 400;

/** How loud it is, and how loud it shall be. */
export function Sound() {
	return (
		<section class="card">
			<h2>{say(texts.sound)}</h2>
			<Channel name="microphone" title={texts.microphone} setting="audio.microphone-gain" maximum={200} />
			<Channel name="loudspeaker" title={texts.loudspeaker} setting="audio.volume" maximum={100} />
		</section>
	);
}

interface ChannelProps {
	readonly name: "microphone" | "loudspeaker";
	readonly title: Row;
	readonly setting: string;
	/** Percent. */
	readonly maximum: number;
}

function Channel({ name, title, setting, maximum }: ChannelProps) {
	const [moved, setMoved] = useState<number>();
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const level = page.levels?.[name] ?? SILENCE;
	const value = moved ?? Number(page.settings?.[setting] ?? 100);
	const percent = `${value} %`;
	const move = (next: number) => {
		setMoved(next);
		clearTimeout(timer.current);
		timer.current = setTimeout(async () => {
			await attempt(() => saveSettings({ [setting]: next }));
			setMoved((now) => (now === next ? undefined : now));
		}, SAVE_DELAY);
	};
	return (
		<div class="row channel">
			<Icon name={name} />
			<label class="grow" for={name}>
				{say(title)}
			</label>
			<output for={name}>{percent}</output>
			<meter
				aria-label={say(texts.levelOf, say(title))}
				aria-valuenow={level}
				aria-valuetext={level > SILENCE ? `${level} dB` : say(texts.silent)}
				min={SILENCE}
				max={0}
				optimum={SILENCE}
				low={-12}
				high={-6}
				value={level}
			/>
			<input
				id={name}
				type="range"
				min={0}
				max={maximum}
				step={5}
				value={value}
				aria-valuetext={percent}
				onInput={(event) => move(event.currentTarget.valueAsNumber)}
			/>
		</div>
	);
}
