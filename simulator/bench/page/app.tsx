import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { BenchView, PhoneView } from "../protocol.ts";
import { Ringer } from "./audio/ringer.ts";
import type { BenchClient } from "./bench-client.ts";
import { Board } from "./board.tsx";
import { PbxPanel } from "./pbx-panel.tsx";
import { Phone } from "./phone.tsx";
import { WeatherPanel } from "./weather-panel.tsx";
import { Wire } from "./wire.tsx";

/** The one phone that the page's address asks for, such as #phone=2. */
function chosenPhone(): number | undefined {
	const asked = /[#?&]phone=(\d+)/.exec(`${location.search}${location.hash}`)?.[1];
	return asked === undefined ? undefined : Number(asked);
}

export function App({ client }: { readonly client: BenchClient }) {
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		client.onChange = () => redraw(undefined);
		const onHash = () => redraw(undefined);
		// Browsers play no sound before the first gesture: whatever it is, the ringer may be heard from then on.
		const onGesture = () => void client.desk.wake().catch(() => {});
		addEventListener("hashchange", onHash);
		addEventListener("pointerdown", onGesture, { once: true });
		addEventListener("keydown", onGesture, { once: true });
		return () => removeEventListener("hashchange", onHash);
	}, [client]);
	const { connected, controlPort, view, problem } = client.state;
	const only = chosenPhone();
	useRinger(client, view?.phones.filter((_, index) => only === undefined || only === index + 1) ?? []);
	return (
		<>
			<Header controlPort={controlPort} only={only} />
			{problem !== "" && (
				<p class="banner" role="alert">
					{problem}
					<button type="button" class="quiet" onClick={() => client.dismiss()}>
						Close
					</button>
				</p>
			)}
			{!connected && (
				<p class="banner" role="status">
					{view ? "The simulator has stopped. This page goes on when it is started again." : "Connecting…"}
				</p>
			)}
			{view && <Bench client={client} view={view} only={only} />}
		</>
	);
}

function Header({
	controlPort,
	only,
}: {
	readonly controlPort: number | undefined;
	readonly only: number | undefined;
}) {
	return (
		<header>
			<h1>
				<img src="/icon.svg" alt="" width="28" height="28" /> Doorbell bench
			</h1>
			{only === undefined && <p class="note">Press a bell, answer on a phone, open the door with 9.</p>}
			<nav aria-label="Pages">
				{only !== undefined && <a href="/">Whole bench</a>}
				{controlPort !== undefined && (
					<a href={`http://${location.hostname}:${controlPort}/`} target="_blank" rel="noreferrer">
						Control page ↗
					</a>
				)}
			</nav>
		</header>
	);
}

interface BenchProperties {
	readonly client: BenchClient;
	readonly view: BenchView;
	readonly only: number | undefined;
}

function Bench({ client, view, only }: BenchProperties) {
	const { board, phones, pbx, weather } = view;
	if (only !== undefined) {
		const phone = phones[only - 1];
		return (
			<main class="single">
				{phone ? (
					<Phone client={client} phone={phone} number={only} alone />
				) : (
					<p class="card">There is no such phone.</p>
				)}
				<Wire title="At the phones" end="phones" lines={client.state.wire} phones={phone && [phone]} />
			</main>
		);
	}
	return (
		<main class={phones.length === 0 ? "bench alone" : "bench"}>
			<Board client={client} board={board} />
			{phones.map((phone, index) => (
				<Phone key={phone.number} client={client} phone={phone} number={index + 1} />
			))}
			{phones.length === 0 && (
				<p class="card note">
					No phones here: the built-in PBX is switched off (--no-pbx, or --registrar names another).
				</p>
			)}
			<Wire title="At the doorbell" end="board" lines={client.state.wire} stream={board.stream} />
			{phones.length > 0 && <Wire title="At the phones" end="phones" lines={client.state.wire} phones={phones} />}
			<WeatherPanel client={client} weather={weather} />
			{pbx && <PbxPanel client={client} pbx={pbx} />}
		</main>
	);
}

/** Rings while one of the phones does. */
function useRinger(client: BenchClient, phones: readonly PhoneView[]): void {
	const ringer = useMemo(() => new Ringer(() => client.desk.context), [client]);
	const ringing = phones.some(({ state }) => state === "ringing");
	useEffect(() => ringer.ring(ringing), [ringer, ringing]);
}
