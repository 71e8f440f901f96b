/** A program with the doorbells behind the relay: it runs in a network of its own, and does as it is told. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { tone } from "../../hosts/node/audio-format.ts";
import { createNodeHost, type NodeHost } from "../../hosts/node/host.ts";
import { openSocket, Udp } from "../../hosts/node/udp.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import type { MediaStatistics } from "../../modules/drivers/rtp-session.ts";
import { DOORBELL_TONE } from "./doorbell.ts";
import type { FarCommand, FarNews } from "./far-messages.ts";
import { PHONE_TONE } from "./household.ts";
import { shareWithTone } from "./listening.ts";

const PRESS_TIME = 100;

type StartCommand = Extract<FarCommand, { readonly do: "start" }>;

/** A doorbell on the desktop's host, which tells of its calls. */
class FarDoorbell {
	readonly #bell: number;
	readonly #host: NodeHost;
	readonly #appliance: Appliance;
	#state: State = "IDLE";
	/** Packets of sound read so far in this call, and how many of them were read before one was counted. */
	#read = 0;
	#early = 0;
	#statistics: MediaStatistics | undefined;

	constructor({ bell, folder, settings }: StartCommand) {
		const note = (text: string) =>
			appendFileSync(join(folder, "doorbell.log"), `${performance.now().toFixed()} ${text}\n`);
		this.#bell = bell;
		this.#host = createNodeHost({
			data: folder,
			microphone: tone(DOORBELL_TONE),
			onOutput: (name, value) => {
				if (name === "door" && value === 1) tell({ tell: "door", bell });
			},
			onProblem: note,
		});
		this.#appliance = new Appliance({
			host: { ...this.#host, Udp: this.#counting(settings["rtp.port"] ?? 0) },
			overrides: settings,
			onLog: ({ text }) => note(text),
			onState: (state) => this.#enter(state),
			onTrace: (direction, text, peer) =>
				note(`${direction} ${peer.address}:${peer.port}\n${text.replaceAll("\r", "")}`),
		});
		this.#appliance.start();
	}

	press(): void {
		const [button] = this.#host.buttons;
		button!.press();
		setTimeout(() => button!.release(), PRESS_TIME);
	}

	hangUp(): void {
		this.#appliance.hangUp();
	}

	#enter(state: State): void {
		const before = this.#state;
		this.#state = state;
		if (state === "CONNECTED") this.#host.recording.clear();
		if (before === "CONNECTED") this.#over();
		tell({ tell: "state", bell: this.#bell, state });
	}

	#over(): void {
		const share = shareWithTone(this.#host.recording.samples(), PHONE_TONE);
		const reason = this.#appliance.lastReason;
		if (this.#statistics) {
			tell({ tell: "call", bell: this.#bell, reason, early: this.#early, statistics: this.#statistics, share });
		}
		this.#statistics = undefined;
	}

	/** The host's sockets; the one at the port of the sound sees how far the doorbell has counted whenever it reads on. */
	#counting(port: number): typeof Udp {
		const begin = () => {
			this.#read = 0;
			this.#early = 0;
		};
		const look = () => {
			const statistics = this.#appliance.status.call?.statistics;
			if (statistics) this.#statistics = statistics;
			if (!statistics || statistics.received === 0) this.#early = this.#read;
		};
		const count = () => {
			this.#read += 1;
		};
		return class extends Udp {
			constructor(options: ConstructorParameters<typeof Udp>[0]) {
				super(options);
				if (this.port === port) begin();
			}

			override read() {
				if (this.port === port) look();
				const datagram = super.read();
				if (datagram && this.port === port) count();
				return datagram;
			}
		};
	}
}

const doorbells = new Map<number, FarDoorbell>();

function tell(news: FarNews): void {
	process.send?.(news);
}

/** Opens a port for the relay, which reads and writes it from then on. */
function bind(port: number): void {
	const socket = openSocket();
	socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
		process.send?.({ tell: "bound", port } satisfies FarNews, socket, {}, () => socket.close());
	});
}

process.on("message", (command: FarCommand) => {
	switch (command.do) {
		case "bind":
			for (const port of command.ports) bind(port);
			return;
		case "start":
			doorbells.set(command.bell, new FarDoorbell(command));
			return;
		case "press":
			doorbells.get(command.bell)?.press();
			return;
		case "hang up":
			doorbells.get(command.bell)?.hangUp();
	}
});
process.on("disconnect", () => process.exit());
tell({ tell: "ready" });
