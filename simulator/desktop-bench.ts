import type { NodeHost } from "../hosts/node/host.ts";
import type { Appliance } from "../modules/drivers/appliance.ts";
import type { Address } from "../modules/sip/address.ts";
import type { BenchFile } from "./bench/page-files.ts";
import type { WireEnd } from "./bench/protocol.ts";
import { Bench } from "./bench/server.ts";
import { ladderWords } from "./ladder.ts";
import type { Pbx } from "./pbx.ts";
import type { PbxProfile } from "./profiles/behaviour.ts";
import { PROFILES } from "./profiles/profiles.ts";
import { StartProblem } from "./start-problem.ts";
import { traceLines } from "./terminal.ts";
import type { Weather } from "./weather.ts";

export interface DesktopBenchOptions {
	readonly host: NodeHost;
	/** The doorbell that runs now: a restart makes another one. */
	readonly doorbell: () => Appliance;
	readonly pbx: Pbx | undefined;
	/** Whose habits the PBX has. */
	readonly profile: () => PbxProfile;
	/** The PBX shall have others. */
	readonly onProfile: (profile: PbxProfile) => void;
	/** The weather that the doorbell's sockets are in. */
	readonly weather: Weather;
	/** TCP port; 0 is any free one. */
	readonly port: number;
	/** Address to listen on; 127.0.0.1 by default. */
	readonly address?: string;
	/** The built page, by paths. */
	readonly files: ReadonlyMap<string, BenchFile>;
	/** Port of the control page, where there is one. */
	readonly controlPort?: number;
	/** The command line names a file for the microphone. */
	readonly hasFile: boolean;
}

/** The bench of the desktop simulator: the doorbell as a virtual board, and the phones of its PBX. */
export class DesktopBench {
	readonly #options: DesktopBenchOptions;
	readonly #bench: Bench;

	constructor(options: DesktopBenchOptions) {
		const { host, doorbell, pbx, profile, onProfile, weather, port, address, files, controlPort, hasFile } = options;
		const { buttons, setup, outputs, microphone, loudspeaker } = host;
		const phones = pbx?.phones ?? [];
		const subject = {
			...{ buttons, setup, outputs, microphone, hasFile, loudspeaker, phones, weather, controlPort },
			...(pbx && { profiles: PROFILES }),
			get doorbell() {
				return doorbell();
			},
			get profile() {
				return profile();
			},
			set profile(chosen: PbxProfile) {
				onProfile(chosen);
			},
		};
		this.#options = options;
		this.#bench = new Bench({ subject, port, address, files });
	}

	/** Begins to listen. Rejects with {@link StartProblem} when the port cannot be had. */
	async open(): Promise<void> {
		try {
			await this.#bench.open();
		} catch (error) {
			const { port, address = "127.0.0.1" } = this.#options;
			const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
			const problem = taken ? "is taken by another program" : `of ${address} cannot be used`;
			const help = "give the bench another one with --bench PORT, or do without by --no-bench";
			throw new StartProblem(`TCP port ${port} ${problem}: ${help}`, 1);
		}
	}

	get port(): number {
		return this.#bench.port;
	}

	/** Something changed that the page shows: an output, a phone, the state. */
	refresh(): void {
		this.#bench.refresh();
	}

	/** A SIP message at one end of the wire. */
	trace(end: WireEnd, direction: "sent" | "received", text: string, { address, port }: Address): void {
		const peer = `${address}:${port}`;
		const { title, note } = ladderWords(text);
		const time = Date.now();
		this.#bench.trace({ time, end, direction, peer, title, note, text: traceLines(direction, text, peer) });
	}

	close(): void {
		this.#bench.close();
	}
}
