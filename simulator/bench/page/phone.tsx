import { useId } from "preact/hooks";
import type { PhoneAction, PhoneView } from "../protocol.ts";
import type { BenchClient } from "./bench-client.ts";
import { SoundPanel } from "./sound-panel.tsx";

const KEYS = [..."123456789*0#"];
const LETTERS: Readonly<Record<string, string>> = {
	2: "abc",
	3: "def",
	4: "ghi",
	5: "jkl",
	6: "mno",
	7: "pqrs",
	8: "tuv",
	9: "wxyz",
	0: "+",
};

const NAMES: Readonly<Record<string, string>> = { "*": "star", "#": "hash" };

interface PhoneProperties {
	readonly client: BenchClient;
	readonly phone: PhoneView;
	/** From 1. */
	readonly number: number;
	/** It is the only one on this page. */
	readonly alone?: boolean;
}

/** A phone of the house. */
export function Phone({ client, phone, number, alone = false }: PhoneProperties) {
	const id = useId();
	const act = (action: PhoneAction) => () => client.send({ type: "phone", phone: number, action });
	return (
		<section class="card phone" data-state={phone.state} aria-labelledby={id}>
			<div class="card-head">
				<h2 id={id}>{phone.name}</h2>
				{!alone && (
					<a class="tab" href={`/?phone=${number}`} target="_blank" rel="noreferrer">
						Own tab ↗
					</a>
				)}
			</div>
			<div class="handset">
				<span class="earpiece" aria-hidden="true" />
				<Screen phone={phone} />
				<Actions phone={phone} act={act} />
				<Keypad client={client} phone={phone} number={number} />
			</div>
			<SoundPanel
				client={client}
				channel={number}
				mouth={phone.mouth}
				speaks="Resident's voice"
				listens="Listen at this phone"
			/>
			<fieldset class="keys-method">
				<legend>Keys go by</legend>
				{(["rtp", "info"] as const).map((method) => (
					<label key={method}>
						<input
							type="radio"
							name={`keys-${number}`}
							checked={phone.keys === method}
							onChange={() => client.send({ type: "keys", phone: number, method })}
						/>
						{method === "rtp" ? "RTP" : "SIP INFO"}
					</label>
				))}
			</fieldset>
		</section>
	);
}

function Screen({ phone }: { readonly phone: PhoneView }) {
	const { state, peer, holding, seconds = 0, number } = phone;
	const name = peer?.name || peer?.number || "";
	return (
		<div class="screen">
			<span class="screen-main" role="status">
				<span class="screen-state">
					{state === "idle" && "Ready"}
					{state === "ringing" && "Incoming call"}
					{state === "calling" && "Calling …"}
					{state === "in call" && (holding ? "On hold" : "In the call")}
				</span>{" "}
				<span class="screen-name">{state === "idle" ? number : name}</span>
			</span>
			<span class="screen-more">
				{state === "in call" && <time>{clock(seconds)}</time>}
				{state !== "idle" && state !== "in call" && peer?.name ? peer.number : ""}
				{state === "idle" && name !== "" && `last: ${name}`}
			</span>
		</div>
	);
}

interface ActionsProperties {
	readonly phone: PhoneView;
	readonly act: (action: PhoneAction) => () => void;
}

/** The green key, the red key, and one between them. */
function Actions({ phone, act }: ActionsProperties) {
	const { state, holding } = phone;
	return (
		<div class="actions">
			{state === "ringing" ? (
				<button type="button" class="green" onClick={act("answer")}>
					Answer
				</button>
			) : (
				<button type="button" class="green" onClick={act("call")} disabled={state !== "idle"}>
					Call door
				</button>
			)}
			<button
				type="button"
				class="plain"
				aria-pressed={holding}
				onClick={act(holding ? "resume" : "hold")}
				disabled={state !== "in call"}
			>
				{holding ? "Resume" : "Hold"}
			</button>
			{state === "ringing" ? (
				<button type="button" class="red" onClick={act("decline")}>
					Decline
				</button>
			) : (
				<button type="button" class="red" onClick={act("hang up")} disabled={state === "idle"}>
					Hang up
				</button>
			)}
		</div>
	);
}

function Keypad({ client, phone, number }: PhoneProperties) {
	return (
		<fieldset class="keypad" aria-label={`Keys of ${phone.name}`}>
			{KEYS.map((key) => (
				<button
					key={key}
					type="button"
					aria-label={NAMES[key]}
					disabled={phone.state !== "in call"}
					onClick={() => client.send({ type: "key", phone: number, key })}
				>
					{key}
					<small> {LETTERS[key]}</small>
				</button>
			))}
		</fieldset>
	);
}

function clock(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`;
}
