import { join } from "node:path";
import { createNodeHost, type NodeHost, type NodeHostOptions, type OutputName } from "../hosts/node/host.ts";
import { LogFile } from "../hosts/node/log-file.ts";
import type { LogEntry } from "../modules/doorbell/log.ts";
import type { State } from "../modules/doorbell/output.ts";
import { Appliance } from "../modules/drivers/appliance.ts";
import type { Address } from "../modules/sip/address.ts";
import { type DesktopPbx, openPbx } from "./desktop-pbx.ts";
import type { DesktopOptions } from "./options.ts";
import type { Pbx } from "./pbx.ts";
import type { Phone } from "./phone.ts";
import { StartProblem } from "./start-problem.ts";

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

/** The doorbell on the desktop, with a PBX and two phones to try it with. */
export class Desktop {
	readonly host: NodeHost;
	readonly pbx: Pbx | undefined;
	readonly doorbell: Appliance;

	/** Opens the PBX; throws {@link StartProblem}. */
	constructor(options: DesktopOptions, view: DesktopView) {
		const { data, microphone, speaker, trace } = options;
		const { onLog, onState, onOutput, onProblem, onTrace } = view;
		const { host, pbx, settings } = prepare(options, { data, microphone, speaker, onOutput, onProblem }, view);
		this.host = host;
		this.pbx = pbx;
		const file = new LogFile(join(data, "doorbell.log"), onProblem);
		this.doorbell = new Appliance({
			host,
			overrides: { ...settings, ...options.settings },
			onLog: (entry) => {
				file.append(fileLine(entry));
				onLog(entry);
			},
			onState,
			onTrace: trace ? onTrace : undefined,
		});
	}

	start(): void {
		this.doorbell.start();
	}

	/** Ends calls, unregisters, and closes everything, in little more than two seconds at most. */
	shutDown(onShutDown: () => void): void {
		this.doorbell.shutDown(() => {
			this.pbx?.close();
			onShutDown();
		});
	}
}

/** A line for the file, which outlives the day and the time zone: with the date, in UTC. */
function fileLine({ time, level, text }: LogEntry): string {
	return `${time === undefined ? "-" : new Date(time).toISOString()} ${level} ${text}`;
}

function prepare(
	options: DesktopOptions,
	hostOptions: NodeHostOptions,
	view: DesktopView,
): DesktopPbx & { readonly host: NodeHost } {
	try {
		const host = createNodeHost(hostOptions);
		return { host, ...openPbx(options, host, view) };
	} catch (error) {
		// Errors of the system have a code; any other is a mistake in the program, and shall look like one.
		if (!(error instanceof Error && "code" in error)) throw error;
		throw new StartProblem(`--data ${options.data} cannot be used: ${error.message}`, 2);
	}
}
