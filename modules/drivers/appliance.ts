import type { Settings } from "../config/schema.ts";
import { Doorbell } from "../doorbell/doorbell.ts";
import { Log, type LogEntry, type LogLevel } from "../doorbell/log.ts";
import type { Output, State, SwitchName } from "../doorbell/output.ts";
import type { Digital, Host } from "../host.ts";
import type { Address } from "../sip/address.ts";
import { Trace } from "../sip/trace.ts";
import type { Levels } from "./audio-session.ts";
import { Buttons } from "./buttons.ts";
import { DeadlineTimer } from "./deadline-timer.ts";
import { doorbellSettings } from "./settings.ts";
import { needsRegistration, SettingsStore } from "./settings-store.ts";
import { type Status, statusOf } from "./status.ts";
import { Telephone } from "./telephone.ts";

export { SETTINGS_KEY } from "./settings-store.ts";

export interface ApplianceOptions {
	readonly host: Host;
	/** Settings of this run, from the command line: they win over the stored ones and are not stored. */
	readonly overrides?: Partial<Settings>;
	readonly onLog?: (entry: LogEntry) => void;
	readonly onState?: (state: State) => void;
	readonly onSwitch?: (name: SwitchName, on: boolean) => void;
	/** Characters of SIP messages that are kept; what the board has room for, unless given. */
	readonly traceSize?: number;
	/** Every SIP datagram, secrets included. */
	readonly onTrace?: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** The whole doorbell on a host: settings, log, buttons, outputs and telephone, joined round the doorbell machine. */
export class Appliance {
	/** The last log lines. */
	readonly log = new Log();
	/** The last SIP messages. */
	readonly trace: Trace;
	/** Something is new for whoever shows it; called in the turn in which it happened. */
	onNews: (() => void) | undefined;
	#options: ApplianceOptions;
	#host: Host;
	#store: SettingsStore;
	#doorbell: Doorbell;
	#telephone: Telephone;
	#timer: DeadlineTimer;
	#buttons: Buttons;
	#outputs: Readonly<Record<SwitchName, Digital | undefined>>;
	#draining = false;
	#closed = false;
	#started: number;

	constructor(options: ApplianceOptions) {
		const { host, overrides, traceSize } = options;
		this.#options = options;
		this.#host = host;
		this.#started = host.clock.now();
		this.trace = new Trace(traceSize);
		this.#store = new SettingsStore(host.storage, overrides);
		this.#doorbell = new Doorbell(doorbellSettings(this.settings));
		this.#timer = new DeadlineTimer(host.timers, host.clock, () => this.#expire());
		this.#telephone = new Telephone({
			host,
			settings: this.settings,
			doorbell: this.#doorbell,
			onNews: () => this.#settle(),
			onTrace: (direction, text, peer) => this.#trace(direction, text, peer),
		});
		this.#outputs = { door: host.output("door"), light: host.output("light"), lamp: host.output("lamp") };
		this.#buttons = new Buttons(host, () => this.#settle());
	}

	/** Begins to work: opens the socket, registers when there is a server. */
	start(): void {
		const { problem } = this.#store;
		if (problem) this.note("error", `Settings fall back to the defaults: ${problem}`);
		this.#run((doorbell, now) => doorbell.start(now));
	}

	/** The settings, secrets included: whoever shows them redacts them. */
	get settings(): Settings {
		return this.#store.current;
	}

	get state(): State {
		return this.#doorbell.state;
	}

	/** How the last call ended, in plain words. */
	get lastReason(): string {
		return this.#doorbell.lastReason;
	}

	/** Our SIP port; `undefined` while the socket is closed. */
	get sipPort(): number | undefined {
		return this.#telephone.line.endpoint?.port;
	}

	get status(): Status {
		return statusOf(this.#host, this.#doorbell, this.#telephone, this.#started);
	}

	/** How loud the call is; `undefined` without one. */
	get levels(): Levels | undefined {
		return this.#telephone.levels;
	}

	connect(): void {
		this.#run((doorbell, now) => doorbell.connect(now));
	}

	disconnect(): void {
		this.#run((doorbell, now) => doorbell.disconnect(now));
	}

	/** Bell button `button` (from 1), as if pressed. */
	press(button: number): void {
		this.#run((doorbell, now) => doorbell.press(button, now));
	}

	/** Calls a target, or those of the first button. */
	call(target?: string): void {
		this.#run((doorbell, now) => doorbell.dial(target, now));
	}

	answer(): void {
		this.#run((doorbell, now) => doorbell.answer(now));
	}

	/** Rejects the waiting call, stops ringing, or ends the answered call. */
	hangUp(): void {
		this.#run((doorbell, now) => doorbell.hangUp(now));
	}

	openDoor(): void {
		this.#run((doorbell, now) => doorbell.openDoor(now));
	}

	switchLight(on: boolean): void {
		this.#run((doorbell, now) => doorbell.switchLight(on, now));
	}

	/** Changes settings, all or none, and stores them. Returns what is wrong, by key; `undefined` when all is well. */
	configure(changes: unknown): Readonly<Record<string, string>> | undefined {
		const change = this.#store.change(changes);
		if (change.errors) return change.errors;
		if (!change.stored) this.note("error", "Settings could not be stored: they are lost at the next start");
		if (change.keys.length === 0) return undefined;
		this.note("info", "Settings changed");
		this.#telephone.configure(this.settings);
		const reconnect = needsRegistration(change.keys);
		this.#run((doorbell, now) => doorbell.configure(doorbellSettings(this.settings), reconnect, now));
		return undefined;
	}

	/** Writes a line into the log. */
	note(level: LogLevel, text: string): void {
		const entry = this.log.add(level, text, this.#host.clock.time());
		this.#options.onLog?.(entry);
		this.onNews?.();
	}

	/** Ends call and registration, waits for the answers within a bound, closes everything, and calls back. */
	shutDown(onShutDown: () => void): void {
		this.#run((doorbell, now) => doorbell.hangUp(now));
		this.#telephone.line.shutDown(() => {
			this.close();
			onShutDown();
		});
	}

	/** Closes everything at once. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#buttons.close();
		this.#timer.close();
		this.#telephone.close();
		for (const output of [this.#outputs.door, this.#outputs.light, this.#outputs.lamp]) {
			output?.write(0);
			output?.close();
		}
	}

	/** Tells the doorbell something, and does all that follows. */
	#run(news: (doorbell: Doorbell, now: number) => void): void {
		if (this.#closed) return;
		news(this.#doorbell, this.#host.clock.now());
		this.#settle();
	}

	#expire(): void {
		const now = this.#host.clock.now();
		for (const button of this.#buttons.expire(now)) this.#doorbell.press(button, now);
		this.#doorbell.expire(now);
		this.#settle();
	}

	/** Drains the doorbell, then waits. What it asks for may lead back here: the outer turn goes on with what that left. */
	#settle(): void {
		if (this.#draining || this.#closed) return;
		this.#draining = true;
		try {
			for (let output = this.#doorbell.poll(); output && !this.#closed; output = this.#doorbell.poll()) {
				this.#perform(output);
			}
		} finally {
			// Whatever an output threw, the next turn works again.
			this.#draining = false;
		}
		this.#timer.follow(Math.min(this.#doorbell.deadline, this.#buttons.deadline));
	}

	#perform(output: Output): void {
		const telephone = this.#telephone;
		switch (output.type) {
			case "log":
				this.note(output.level, output.text);
				return;
			case "state":
				this.#options.onState?.(output.state);
				this.onNews?.();
				return;
			case "switch":
				this.#outputs[output.name]?.write(output.on ? 1 : 0);
				this.#options.onSwitch?.(output.name, output.on);
				this.onNews?.();
				return;
			case "tone":
				telephone.tone(output.tone, output.to);
				return;
			case "open":
				telephone.line.open();
				return;
			case "register":
				telephone.line.register();
				return;
			case "close":
				telephone.line.shutDown(() => this.#doorbell.connection({ type: "closed" }, this.#host.clock.now()));
				return;
			case "call":
				telephone.call(output.call, output.target);
				return;
			case "ring":
				telephone.ring(output.call);
				return;
			case "answer":
				telephone.answer(output.call);
				return;
			case "reject":
				telephone.reject(output.call, output.reason);
				return;
			case "hang up":
				telephone.hangUp(output.call);
		}
	}

	#trace(direction: "sent" | "received", text: string, remote: Address): void {
		const { clock, network } = this.#host;
		const local = { address: network.address(remote.address) ?? "0.0.0.0", port: this.sipPort ?? 0 };
		this.trace.add({ time: clock.time(), at: clock.now(), direction, local, remote, text });
		this.#options.onTrace?.(direction, text, remote);
	}
}
