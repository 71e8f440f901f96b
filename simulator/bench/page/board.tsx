import type { BoardView } from "../protocol.ts";
import { BOARD } from "../protocol.ts";
import type { BenchClient } from "./bench-client.ts";
import { HoldButton } from "./hold-button.tsx";
import { House } from "./house.tsx";
import { SoundPanel } from "./sound-panel.tsx";

/** What the doorbell is doing, for people. */
const STATES: Readonly<Record<string, string>> = {
	UNCONFIGURED: "not set up",
	IDLE: "idle",
	REGISTERING: "registering …",
	REGISTERED: "registered, ready",
	DISCONNECTED: "disconnected",
	CALLING: "calling the house …",
	RINGING: "somebody calls the door",
	CONNECTED: "in a call",
	ERROR: "registration failed",
};

interface BoardProperties {
	readonly client: BenchClient;
	readonly board: BoardView;
}

/** The virtual board: the house front with the door station, and what else is connected to it. */
export function Board({ client, board }: BoardProperties) {
	const press = (button: number) => (pressed: boolean) => client.send({ type: "button", button, pressed });
	return (
		<section class="card board" aria-labelledby="board-title">
			<div class="card-head">
				<h2 id="board-title">At the door</h2>
				<p class="state" data-state={board.state} role="status">
					{STATES[board.state] ?? board.state}
				</p>
			</div>
			<House board={board} onPress={press} />
			<SoundPanel
				client={client}
				channel={BOARD}
				mouth={board.mouth}
				speaks="Visitor's voice"
				listens="Listen at the door"
			/>
			<div class="case">
				<ul class="outputs" aria-label="Outputs">
					<Output name="Door relay" on={board.door} />
					<Output name="Second door" on={board.secondDoor} />
					<Output name="Light" on={board.light} />
					<Output name="Lamp" on={board.lamp} />
				</ul>
				{board.setup !== undefined && (
					<HoldButton class="setup" pressed={board.setup} onHold={press(0)}>
						<span class="setup-cap" /> Set-up button
						<small>inside the case: 3 s to arm, 10 s to reset</small>
					</HoldButton>
				)}
			</div>
		</section>
	);
}

function Output({ name, on }: { readonly name: string; readonly on: boolean }) {
	return (
		<li data-on={on}>
			<span class="pilot" aria-hidden="true" />
			{name} <span class="value">{on ? "on" : "off"}</span>
		</li>
	);
}
