import { useEffect, useState } from "preact/hooks";
import type { Levels, MouthView, Sound } from "../protocol.ts";
import type { BenchClient } from "./bench-client.ts";

/** Decibels at which a meter begins. */
const FLOOR = -60;
const NAMES: Readonly<Record<Sound, string>> = {
	silence: "silence",
	tone: "test tone",
	speech: "voice-like signal",
	file: "WAV file",
	browser: "this computer's microphone",
};

interface SoundPanelProperties {
	readonly client: BenchClient;
	readonly channel: number;
	readonly mouth: MouthView;
	/** What the microphone and the ear are called. */
	readonly speaks: string;
	readonly listens: string;
}

/** What is said at a channel, what is heard there, and how loud both are. */
export function SoundPanel({ client, channel, mouth, speaks, listens }: SoundPanelProperties) {
	const { page, listens: listening } = client.state;
	const own = mouth.sound === "browser" && mouth.page === page;
	const elsewhere = mouth.sound === "browser" && !own;
	return (
		<div class="sound">
			<label>
				<span>{speaks}</span>
				<select
					value={mouth.sound}
					onChange={({ currentTarget }) => void client.choose(channel, currentTarget.value as Sound)}
				>
					{mouth.sounds.map((sound) => (
						<option key={sound} value={sound}>
							{NAMES[sound]}
							{sound === "browser" && elsewhere ? " (on another page)" : ""}
						</option>
					))}
				</select>
			</label>
			<Meter client={client} channel={channel} side="mouth" label={`${speaks}: level`} />
			{elsewhere && (
				<button type="button" class="quiet" onClick={() => void client.choose(channel, "browser")}>
					Speak from this page
				</button>
			)}
			{own && <p class="note">Wear headphones, or it hears what you listen to.</p>}
			<label class="switch">
				<input
					type="checkbox"
					role="switch"
					checked={listening.has(channel)}
					aria-checked={listening.has(channel)}
					onChange={({ currentTarget }) => void client.listen(channel, currentTarget.checked)}
				/>
				<span>{listens}</span>
			</label>
			<Meter client={client} channel={channel} side="ear" label={`${listens}: level`} />
		</div>
	);
}

interface MeterProperties {
	readonly client: BenchClient;
	readonly channel: number;
	readonly side: keyof Levels;
	readonly label: string;
}

function Meter({ client, channel, side, label }: MeterProperties) {
	const [level, setLevel] = useState(FLOOR);
	useEffect(() => {
		const listener = (levels: readonly Levels[]) => setLevel(Math.max(FLOOR, levels[channel]?.[side] ?? FLOOR));
		client.levelListeners.add(listener);
		return () => void client.levelListeners.delete(listener);
	}, [client, channel, side]);
	const share = 1 - level / FLOOR;
	return (
		// biome-ignore lint/a11y/useSemanticElements: no two browsers draw a <meter> alike
		<svg
			class="meter"
			viewBox="0 0 100 6"
			preserveAspectRatio="none"
			role="meter"
			aria-label={label}
			aria-valuemin={FLOOR}
			aria-valuemax={0}
			aria-valuenow={level}
			aria-valuetext={level === FLOOR ? "quiet" : `${level} decibels`}
		>
			<rect class="meter-track" width="100" height="6" />
			<rect class={share > 0.9 ? "meter-level hot" : "meter-level"} width={100 * share} height="6" />
		</svg>
	);
}
