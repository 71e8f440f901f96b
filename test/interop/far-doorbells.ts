import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:dgram";
import { join } from "node:path";
import { openSocket } from "../../hosts/node/udp.ts";
import type { Settings } from "../../modules/config/schema.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { until } from "../support/until.ts";
import type { FarCall, FarCommand, FarNews } from "./far-messages.ts";
import { PATH } from "./processes.ts";
import { Relay, type RelayOptions, type Side } from "./relay.ts";
import { RtpLedger } from "./rtp-ledger.ts";
import { atEnd, makeFolder } from "./stage.ts";

const READY_WITHIN = 30_000;
const ALONE = ["--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

export interface FarDoorbellsOptions extends Pick<RelayOptions, "seed" | "impairment"> {
	/** Ports of the others that the doorbells may reach. */
	readonly ports: readonly number[];
	/** Settings of each doorbell, its ports for SIP and sound among them. */
	readonly doorbells: readonly Partial<Settings>[];
}

/** A doorbell behind the relay. */
export class FarDoorbell {
	state: State = "IDLE";
	/** How often the door was opened. */
	openings = 0;
	readonly calls: FarCall[] = [];
	/** What the relay has seen of the sound for this doorbell. */
	readonly ledger = new RtpLedger();
	readonly #order: (what: "press" | "hang up") => void;

	constructor(order: (what: "press" | "hang up") => void) {
		this.#order = order;
	}

	press(): void {
		this.#order("press");
	}

	hangUp(): void {
		this.#order("hang up");
	}

	async waitForState(state: State, timeout: number): Promise<void> {
		await until(() => this.state === state, timeout, `doorbell ${state}`);
	}
}

/** Switches doorbells on in a network of their own, with the relay between it and this one. */
export async function startFarDoorbells(options: FarDoorbellsOptions): Promise<readonly FarDoorbell[]> {
	const { ports, doorbells: settings, seed, impairment } = options;
	const child = startProgram();
	const order = (command: FarCommand) => child.send(command);
	const doorbells = settings.map((_, bell) => new FarDoorbell((what) => order({ do: what, bell })));
	const ledgers = new Map(settings.map((each, bell) => [each["rtp.port"], doorbells[bell]!.ledger]));
	const relay = new Relay({
		seed,
		impairment,
		onTaken: (passage) => ledgers.get(passage.to)?.taken(passage),
		onDelivered: (passage) => ledgers.get(passage.to)?.delivered(passage),
	});
	let open = 0;
	const add = (side: Side, socket: Socket) => {
		relay.add(side, socket);
		open += 1;
	};
	let ready = false;
	child.on("message", (news: FarNews, handle) => {
		if (news.tell === "ready") ready = true;
		else if (news.tell === "bound" && handle instanceof Socket) add("doorbells", handle);
		else if (news.tell !== "bound") hear(doorbells[news.bell]!, news);
	});
	atEnd(() => {
		relay.close();
		child.kill("SIGKILL");
	});
	await until(() => ready, READY_WITHIN, "the program behind the relay");
	order({ do: "bind", ports });
	const stoodFor = settings.flatMap(doorbellPorts);
	for (const port of stoodFor) {
		const socket = openSocket();
		socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => add("others", socket));
	}
	await until(() => open === ports.length + stoodFor.length, READY_WITHIN, "the ports of the relay");
	for (const [bell, each] of settings.entries()) {
		order({ do: "start", bell, folder: makeFolder(`doorbell-${bell + 1}`), settings: each });
	}
	return doorbells;
}

function startProgram(): ChildProcess {
	const program = [process.execPath, "--require", "ts-node/register", join(__dirname, "far-side.ts")];
	return spawn("unshare", [...ALONE, ...program], {
		env: { ...process.env, PATH },
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
}

/** SIP, RTP and RTCP. */
function doorbellPorts(settings: Partial<Settings>): readonly number[] {
	const { "sip.port": sip = 0, "rtp.port": rtp = 0 } = settings;
	return [sip, rtp, rtp + 1];
}

function hear(doorbell: FarDoorbell, news: Exclude<FarNews, { readonly tell: "ready" | "bound" }>): void {
	switch (news.tell) {
		case "state":
			doorbell.state = news.state;
			return;
		case "door":
			doorbell.openings += 1;
			return;
		case "call":
			doorbell.calls.push(news);
	}
}
