import { existsSync } from "node:fs";
import { join } from "node:path";
import { createNodeHost, type NodeHost, type NodeHostOptions, type OutputName } from "../hosts/node/host.ts";
import { LogFile } from "../hosts/node/log-file.ts";
import { readPageFiles } from "../hosts/node/page-files.ts";
import type { LogEntry } from "../modules/doorbell/log.ts";
import type { State } from "../modules/doorbell/output.ts";
import { Appliance } from "../modules/drivers/appliance.ts";
import { PageServer } from "../modules/drivers/page-server.ts";
import type { Address } from "../modules/sip/address.ts";
import { readPage } from "./bench/page-files.ts";
import { DesktopBench } from "./desktop-bench.ts";
import { openPbx, prepareSettings } from "./desktop-pbx.ts";
import { LOOPBACK } from "./option-list.ts";
import type { DesktopOptions } from "./options.ts";
import type { Pbx } from "./pbx.ts";
import type { Phone } from "./phone.ts";
import { behaviourOf, type PbxProfile } from "./profiles/behaviour.ts";
import { StartProblem } from "./start-problem.ts";
import { Weather } from "./weather.ts";

/** Characters of SIP messages that the desktop keeps. */
const TRACE_SIZE = 262_144;
/** The desktop has room for several pages. */
const CONNECTIONS = 64;
const PER_ADDRESS = 32;
const EVENT_STREAMS = 8;
/** How long the doorbell is gone in a restart, milliseconds. */
const RESTART_TIME = 1_000;
/** Where `npm run build` puts the control page and the bench's. */
const PAGE_FOLDER = join(__dirname, "../web-assets/dist");
const BENCH_FOLDER = join(__dirname, "bench/dist");

/** What there is to see of the doorbell and its PBX. */
export interface DesktopView {
	readonly onLog: (entry: LogEntry) => void;
	readonly onState: (state: State) => void;
	readonly onOutput: (name: OutputName, value: 0 | 1) => void;
	/** The state of a phone changed. */
	readonly onPhone: (phone: Phone) => void;
	/** Something happened at the PBX, in a sentence. */
	readonly onNews: (news: string) => void;
	/** Something went wrong that the doorbell survives, in a sentence. */
	readonly onProblem: (problem: string) => void;
	/** A SIP message that the doorbell sent or received. */
	readonly onTrace: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** The doorbell on the desktop with its control page, a PBX and two phones to try it with, and a bench to see them. */
export class Desktop {
	readonly host: NodeHost;
	readonly pbx: Pbx | undefined;
	readonly #options: DesktopOptions;
	readonly #view: DesktopView;
	#profile: PbxProfile;
	readonly #file: LogFile;
	readonly #weather: Weather;
	readonly #bench: DesktopBench | undefined;
	#doorbell: Appliance;
	#page: PageServer;
	#restarting: NodeJS.Timeout | undefined;

	/** Opens the PBX and the control page; throws {@link StartProblem}. */
	constructor(options: DesktopOptions, view: DesktopView) {
		const { data, microphone, speaker } = options;
		const files = readPageFiles(PAGE_FOLDER);
		if (!files || !existsSync(BENCH_FOLDER)) throw new StartProblem("The pages are not built yet: npm run build", 1);
		this.#options = options;
		this.#view = view;
		this.#profile = options.profile;
		this.host = openHost({
			data,
			microphone,
			speaker,
			files,
			onOutput: (name, value) => {
				view.onOutput(name, value);
				this.#bench?.refresh();
			},
			onProblem: view.onProblem,
			onRestart: () => this.#restart(),
		});
		this.#file = new LogFile(join(data, "doorbell.log"), view.onProblem);
		this.#weather = new Weather(this.host);
		this.pbx = this.#openPbx();
		this.#doorbell = this.#openDoorbell();
		try {
			this.#page = this.#openPage();
		} catch (error) {
			this.close();
			throw error;
		}
		this.#bench = this.#openBench();
	}

	get doorbell(): Appliance {
		return this.#doorbell;
	}

	/** Address of the control page. */
	get pageUrl(): string {
		return urlOf(this.#options.address, this.#page.port);
	}

	/** Address of the bench; `undefined` without one. */
	get benchUrl(): string | undefined {
		return this.#bench && urlOf(LOOPBACK, this.#bench.port);
	}

	/** Whose habits the built-in PBX has. */
	get profile(): PbxProfile {
		return this.#profile;
	}

	/** Starts the built-in PBX with other habits, and lets the doorbell meet them. */
	set profile(profile: PbxProfile) {
		if (!this.pbx) return;
		this.#profile = profile;
		this.pbx.use(behaviourOf(profile));
		this.#view.onNews(`starts again, like this: ${profile.title}`);
		if (this.#doorbell.state === "DISCONNECTED" || this.#doorbell.state === "UNCONFIGURED") return;
		this.#doorbell.disconnect();
		this.#doorbell.connect();
	}

	/** Opens the bench. Rejects with {@link StartProblem}. */
	async open(): Promise<void> {
		await this.#bench?.open();
	}

	/** Lets the doorbell work. */
	start(): void {
		this.#doorbell.start();
	}

	/** Ends calls, unregisters, and closes everything, in little more than two seconds at most. */
	shutDown(onShutDown: () => void): void {
		this.#doorbell.shutDown(() => {
			this.close();
			onShutDown();
		});
	}

	/** Closes everything at once. */
	close(): void {
		clearTimeout(this.#restarting);
		this.#bench?.close();
		this.#page?.close();
		this.#doorbell.close();
		this.pbx?.close();
	}

	#openPbx(): Pbx | undefined {
		const { onNews, onPhone } = this.#view;
		return withData(this.#options, () =>
			openPbx(this.#options, this.host, {
				onNews,
				onPhone: (phone) => {
					onPhone(phone);
					this.#bench?.refresh();
				},
				onTrace: (direction, text, peer) => this.#bench?.trace("phones", direction, text, peer),
			}),
		);
	}

	#openDoorbell(): Appliance {
		const { onLog, onState, onTrace } = this.#view;
		const settings = withData(this.#options, () => prepareSettings(this.#options, this.host, this.pbx));
		return new Appliance({
			host: { ...this.host, Udp: this.#weather.over(this.host.Udp) },
			overrides: { ...settings, ...this.#options.settings },
			traceSize: TRACE_SIZE,
			onLog: (entry) => {
				this.#file.append(fileLine(entry));
				onLog(entry);
			},
			onState: (state) => {
				onState(state);
				this.#bench?.refresh();
			},
			onTrace: (direction, text, peer) => {
				this.#bench?.trace("board", direction, text, peer);
				if (this.#options.trace) onTrace(direction, text, peer);
			},
		});
	}

	#openPage(port = this.#options.http): PageServer {
		const { address, adminPassword: password } = this.#options;
		try {
			return new PageServer({
				host: this.host,
				appliance: this.#doorbell,
				port,
				address,
				open: isLoopback(address),
				armed: true,
				password,
				connections: CONNECTIONS,
				perAddress: PER_ADDRESS,
				eventStreams: EVENT_STREAMS,
			});
		} catch (error) {
			if (!(error instanceof Error && "code" in error)) throw error;
			const problem = error.code === "EADDRINUSE" ? "is taken by another program" : `of ${address} cannot be used`;
			throw new StartProblem(`TCP port ${port} ${problem}: give the control page another one with --http PORT`, 1);
		}
	}

	#openBench(): DesktopBench | undefined {
		const { bench: port, microphone } = this.#options;
		if (port === undefined) return undefined;
		const { host, pbx } = this;
		return new DesktopBench({
			host,
			doorbell: () => this.#doorbell,
			pbx,
			profile: () => this.#profile,
			onProfile: (profile) => {
				this.profile = profile;
			},
			weather: this.#weather,
			port,
			files: readPage(BENCH_FOLDER),
			controlPort: this.#page.port,
			hasFile: microphone !== undefined,
		});
	}

	/** The device starts again, with what it has stored; the PBX and the phones are other devices. */
	#restart(): void {
		const { port } = this.#page;
		this.#page.close();
		this.#restarting = setTimeout(() => {
			this.#doorbell = this.#openDoorbell();
			this.#doorbell.start();
			try {
				this.#page = this.#openPage(port);
			} catch (error) {
				if (!(error instanceof StartProblem)) throw error;
				this.#view.onProblem(error.message);
			}
		}, RESTART_TIME);
	}
}

/** A line for the file, which outlives the day and the time zone: with the date, in UTC. */
function fileLine({ time, level, text }: LogEntry): string {
	return `${time === undefined ? "-" : new Date(time).toISOString()} ${level} ${text}`;
}

function openHost(options: NodeHostOptions): NodeHost {
	return withData(options, () => createNodeHost(options));
}

/** Does something that reads or writes the folder of the settings. */
function withData<Result>({ data }: { readonly data: string }, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		// Errors of the system have a code; any other is a mistake in the program, and shall look like one.
		if (!(error instanceof Error && "code" in error)) throw error;
		throw new StartProblem(`--data ${data} cannot be used: ${error.message}`, 2);
	}
}

function isLoopback(address: string): boolean {
	return address.startsWith("127.");
}

function urlOf(address: string, port: number): string {
	return `http://${isLoopback(address) || address === "0.0.0.0" ? "localhost" : address}:${port}`;
}
