import config from "mc/config";
import type { LogLevel } from "../../modules/doorbell/log.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { BoardClock } from "./clock.ts";
import { attempt, Guard, type Reporter } from "./guard.ts";
import { BoardHost } from "./host.ts";
import { writeLog } from "./log.ts";
import { pinFaults } from "./machines/pins.ts";
import { keepWords } from "./native/restart.ts";
import { NetworkLife } from "./network-life.ts";
import { timers } from "./timers.ts";
import { FirmwareTrial } from "./trial.ts";

const HTTP_PORT = 80;

/**
 * The doorbell on the board, put together. Each part is started for itself: what fails is told of in the log, and the rest
 * works, the control page first. NOT RUN on hardware yet.
 */
export class DoorStation implements Reporter {
	#guard: Guard;
	#host: BoardHost;
	#appliance: Appliance;
	#page: PageServer | undefined;
	#trial: FirmwareTrial | undefined;

	/** Relays and lamp are off, and held so, when this is done. */
	constructor() {
		const clock = new BoardClock();
		this.#guard = new Guard({ clock, timers, reporter: { note: writeLog } });
		this.#host = new BoardHost(clock, this.#guard);
		this.#appliance = new Appliance({
			host: this.#host,
			onLog: ({ level, text }) => writeLog(level, text),
			onState: (state) => this.#follow(state),
		});
		this.#guard.report(this);
	}

	start(): void {
		const { firmware } = this.#host;
		this.note("info", `Doorbell ${firmware} on ${config.board} started: ${this.#guard.reason}`);
		for (const fault of pinFaults(config)) this.note("error", `The board's manifest is wrong: ${fault}`);
		this.#trial = attempt("the trial of the firmware", () => new FirmwareTrial(this.#host, this, keepWords));
		this.#appliance.show("OFFLINE", true);
		const network = attempt("Wi-Fi", () => new NetworkLife(this.#host, this.#appliance, HTTP_PORT));
		this.#host.wifi = network?.wireless;
		// Before the first socket: it begins the network software of the chip, without which opening one is a crash.
		network?.start();
		const armed = network?.wireless.known !== true;
		this.#page = attempt(
			"the control page",
			() => new PageServer({ host: this.#host, appliance: this.#appliance, port: HTTP_PORT, armed }),
		);
		attempt("the telephone", () => this.#appliance.start());
		this.#follow(this.#appliance.state);
	}

	/** A line for the log. */
	note(level: LogLevel, text: string): void {
		this.#appliance.note(level, text);
	}

	#follow(state: State): void {
		this.#trial?.follow(state, this.#page !== undefined);
	}
}
