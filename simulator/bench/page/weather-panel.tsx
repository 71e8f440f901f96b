import { type BenchView, WEATHER_LIMITS, type WeatherView } from "../protocol.ts";
import type { BenchClient } from "./bench-client.ts";

const PERCENT = 100;
const CALM: WeatherView = { loss: 0, delay: 0, jitter: 0 };
/** Some weathers that networks really have. */
const PRESETS: readonly { readonly name: string; readonly weather: WeatherView }[] = [
	{ name: "Calm", weather: CALM },
	{ name: "Busy Wi-Fi", weather: { loss: 0.02, delay: 15, jitter: 40 } },
	{ name: "Bad Wi-Fi", weather: { loss: 0.1, delay: 30, jitter: 120 } },
	{ name: "Far away", weather: { loss: 0.005, delay: 180, jitter: 20 } },
];

interface WeatherPanelProperties {
	readonly client: BenchClient;
	readonly weather: BenchView["weather"];
}

/** The network between the doorbell and everybody else. */
export function WeatherPanel({ client, weather }: WeatherPanelProperties) {
	const { loss, delay, jitter, lost } = weather;
	const set = (change: Partial<WeatherView>) => client.send({ type: "weather", loss, delay, jitter, ...change });
	return (
		<section class="card weather" aria-labelledby="weather-title">
			<div class="card-head">
				<h2 id="weather-title">Network weather</h2>
				<p class="note">at the doorbell, both ways, SIP and sound · {lost} datagrams lost</p>
			</div>
			<div class="presets">
				{PRESETS.map(({ name, weather: preset }) => (
					<button
						key={name}
						type="button"
						class="quiet"
						aria-pressed={preset.loss === loss && preset.delay === delay && preset.jitter === jitter}
						onClick={() => set(preset)}
					>
						{name}
					</button>
				))}
			</div>
			<div class="sliders">
				<Slider
					name="Loss"
					unit="%"
					value={Math.round(loss * PERCENT * 10) / 10}
					most={WEATHER_LIMITS.loss * PERCENT}
					step={0.5}
					onChange={(value) => set({ loss: value / PERCENT })}
				/>
				<Slider
					name="Delay"
					unit="ms"
					value={delay}
					most={WEATHER_LIMITS.delay}
					step={5}
					onChange={(value) => set({ delay: value })}
				/>
				<Slider
					name="Jitter"
					unit="ms"
					value={jitter}
					most={WEATHER_LIMITS.jitter}
					step={5}
					onChange={(value) => set({ jitter: value })}
				/>
			</div>
		</section>
	);
}

interface SliderProperties {
	readonly name: string;
	readonly unit: string;
	readonly value: number;
	readonly most: number;
	readonly step: number;
	readonly onChange: (value: number) => void;
}

function Slider({ name, unit, value, most, step, onChange }: SliderProperties) {
	return (
		<label class="slider">
			<span>
				{name}{" "}
				<output>
					{value} {unit}
				</output>
			</span>
			<input
				type="range"
				min="0"
				max={most}
				step={step}
				value={value}
				aria-valuetext={`${value} ${unit}`}
				onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
			/>
		</label>
	);
}
