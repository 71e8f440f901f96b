import type { Settings } from "../../modules/config/schema.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import type { Host } from "../../modules/host.ts";
import type { Distribution } from "./distribution.ts";

/** A ladder is for one doorbell, not for a thousand: as little as the board keeps. */
const TRACE_SIZE = 0;

/** What all doorbells of a fleet do, added up. */
export interface Tally {
	/** Milliseconds from the start of a doorbell until it is registered, and from a press until INVITE and answer. */
	readonly registering: Distribution;
	readonly inviting: Distribution;
	readonly answering: Distribution;
	/** How often a registration that stood was lost. */
	lapses: number;
	/** Calls that were answered, and those that ended without. */
	answered: number;
	unanswered: number;
	/** Errors that the doorbells logged, and the last of them. */
	errors: number;
	lastError: string;
}

/** One doorbell of a fleet. */
export class Bell {
	readonly #host: Host;
	readonly #tally: Tally;
	readonly #appliance: Appliance;
	#startedAt = 0;
	#registered = false;
	#pressedAt: number | undefined;
	#inviting = false;
	#ringing = false;
	#closed = false;

	constructor(host: Host, settings: Partial<Settings>, tally: Tally) {
		this.#host = host;
		this.#tally = tally;
		this.#appliance = new Appliance({
			host,
			overrides: settings,
			traceSize: TRACE_SIZE,
			onLog: ({ level, text }) => {
				if (level === "error") this.#note(text);
			},
			onState: (state) => this.#enter(state),
			onTrace: (direction, text) => {
				if (direction === "sent" && this.#inviting && text.startsWith("INVITE ")) this.#invited();
			},
		});
	}

	/** Whether the server has it, by what it last granted. */
	get registered(): boolean {
		return this.#registered && this.#appliance.telephone.line.expiresAt > this.#host.clock.now();
	}

	/** Whether a press now would ring. */
	get idle(): boolean {
		return this.#appliance.state === "REGISTERED";
	}

	start(): void {
		this.#startedAt = this.#host.clock.now();
		this.#appliance.start();
	}

	/** Presses the button, which was due at `due`. */
	press(due: number): void {
		this.#pressedAt = due;
		this.#inviting = true;
		this.#ringing = true;
		this.#appliance.press(1);
	}

	hangUp(): void {
		this.#appliance.hangUp();
	}

	/** Whether it is in a call that somebody answered. */
	get talking(): boolean {
		return this.#appliance.state === "CONNECTED";
	}

	/** Notices a registration that has run out without anybody saying so. */
	check(): void {
		if (this.#registered && !this.registered) this.#lapse();
	}

	/** Ends call and registration, and closes everything. */
	shutDown(onShutDown: () => void): void {
		this.#closed = true;
		this.#appliance.shutDown(onShutDown);
	}

	#enter(state: State): void {
		if (this.#closed) return;
		const { registrationState } = this.#appliance.doorbell;
		if (!this.#registered && registrationState === "REGISTERED") {
			this.#registered = true;
			this.#tally.registering.add(this.#host.clock.now() - this.#startedAt);
		} else if (this.#registered && registrationState !== "REGISTERED") {
			this.#lapse();
		}
		if (this.#ringing) this.#follow(state);
	}

	/** What becomes of a press. */
	#follow(state: State): void {
		if (state === "CONNECTED") {
			this.#tally.answered += 1;
			this.#tally.answering.add(this.#host.clock.now() - this.#pressedAt!);
		} else if (state === "CALLING") {
			return;
		} else {
			this.#tally.unanswered += 1;
		}
		this.#ringing = false;
	}

	#invited(): void {
		this.#inviting = false;
		this.#tally.inviting.add(this.#host.clock.now() - this.#pressedAt!);
	}

	#lapse(): void {
		this.#registered = false;
		this.#startedAt = this.#host.clock.now();
		this.#tally.lapses += 1;
	}

	#note(text: string): void {
		this.#tally.errors += 1;
		this.#tally.lastError = text;
	}
}
