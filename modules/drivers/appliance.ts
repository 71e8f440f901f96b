import type { Codes } from "../config/document.ts";
import type { Settings } from "../config/schema.ts";
import { Doorbell } from "../doorbell/doorbell.ts";
import type { Condition } from "../doorbell/lamp.ts";
import { Log, type LogEntry, type LogLevel } from "../doorbell/log.ts";
import type { Order } from "../doorbell/order.ts";
import type { State, SwitchName } from "../doorbell/output.ts";
import type { Digital, Host } from "../host.ts";
import type { Address } from "../sip/address.ts";
import { Trace } from "../sip/trace.ts";
import type { Levels } from "./audio-session.ts";
import { AuditStore } from "./audit-store.ts";
import { Buttons, type ButtonsOwner } from "./buttons.ts";
import { CodeStore } from "./code-store.ts";
import { DeadlineTimer } from "./deadline-timer.ts";
import { HouseSettings } from "./house-settings.ts";
import { type Performer, perform } from "./perform.ts";
import type { RegisteredPhone } from "./phones.ts";
import { readQuiet } from "./quiet-store.ts";
import { needsRegistration, SettingsStore } from "./settings-store.ts";
import { type Status, statusOf } from "./status.ts";
import { Telephone, type TelephoneOwner } from "./telephone.ts";
import { readTries } from "./tries-store.ts";

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
export class Appliance implements TelephoneOwner, ButtonsOwner, Performer {
	/** The last log lines. */
	readonly log = new Log();
	/** The last SIP messages. */
	readonly trace: Trace;
	/** The door codes. */
	readonly codes: CodeStore;
	/** What the door did and who changed what, kept over restarts. */
	readonly audit: AuditStore;
	/** Whoever shows it is told that something is new, in the turn in which it happened. */
	audience: { news(): void } | undefined;
	/** For what the doorbell asks for. */
	readonly host: Host;
	readonly doorbell: Doorbell;
	readonly telephone: Telephone;
	/** Whether it was told that wrong tries cannot be stored. */
	forgetful = false;
	#options: ApplianceOptions;
	#store: SettingsStore;
	#timer: DeadlineTimer;
	#buttons: Buttons;
	#outputs: Readonly<Record<SwitchName, Digital | undefined>>;
	#draining = false;
	#closed = false;
	#started: number;

	constructor(options: ApplianceOptions) {
		const { host, overrides, traceSize } = options;
		this.#options = options;
		this.host = host;
		this.#started = host.clock.now();
		this.trace = new Trace(traceSize);
		this.#store = new SettingsStore(host.storage, overrides);
		this.codes = new CodeStore(host, this.#store);
		this.audit = new AuditStore(host, this);
		this.doorbell = new Doorbell(new HouseSettings(this.settings), this.codes);
		this.#timer = new DeadlineTimer(host, this);
		this.telephone = new Telephone(host, this.doorbell, this);
		this.#outputs = {
			door: host.output("door"),
			"second door": host.output("second door"),
			light: host.output("light"),
			lamp: host.output("lamp"),
		};
		this.#buttons = new Buttons(host, this);
	}

	/** Begins to work: opens the socket, registers when there is a server. */
	start(): void {
		const { problem } = this.#store;
		if (problem) this.note("error", `Settings fall back to the defaults: ${problem}`);
		for (const number of this.codes.broken) this.note("error", `Code ${number} cannot be read: it opens nothing`);
		this.audit.started();
		this.#run((doorbell, now) => {
			doorbell.restore(readTries(this.host.storage), now);
			doorbell.keepQuiet(readQuiet(this.host.storage));
			doorbell.start(now);
		});
	}

	/** The settings, secrets included: whoever shows them redacts them. */
	get settings(): Settings {
		return this.#store.current;
	}

	get state(): State {
		return this.doorbell.state;
	}

	/** How the last call ended, in plain words. */
	get lastReason(): string {
		return this.doorbell.lastReason;
	}

	/** Our SIP port; `undefined` while the socket is closed. */
	get sipPort(): number | undefined {
		return this.telephone.line.endpoint?.port;
	}

	/** How many datagrams were ignored for their senders' sake since the SIP socket was opened. */
	get ignored(): number {
		return this.telephone.line.endpoint?.agent.gate?.ignored ?? 0;
	}

	get status(): Status {
		return statusOf(
			this.host,
			this.doorbell,
			this.telephone,
			this.#outputs["second door"] !== undefined,
			this.#started,
		);
	}

	/** The phones that are registered at the doorbell itself. */
	get phones(): RegisteredPhone[] {
		return this.telephone.phones;
	}

	/** How loud the call is; `undefined` without one. */
	get levels(): Levels | undefined {
		return this.telephone.levels;
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

	/** Holds, transfers or switches the answered call. */
	order(order: Order): void {
		this.#run((doorbell, now) => doorbell.order(order, now));
	}

	/** Opens a door without a code; `by` is who asks for it. */
	openDoor(door: "door" | "second door" = "door", by = ""): void {
		this.#run((doorbell, now) => doorbell.openDoor(door, now, by));
	}

	switchLight(on: boolean): void {
		this.#run((doorbell, now) => doorbell.switchLight(on, now));
	}

	/** Something holds for the device itself from now on, or no longer: the lamp shows it. */
	show(condition: Condition, holds: boolean): void {
		this.#run((doorbell, now) => doorbell.condition(condition, holds, now));
	}

	/** The network is there again: a registration that has failed meanwhile does not wait for its next try. */
	networkUp(): void {
		if (this.doorbell.registrationState === "ERROR") this.telephone.line.register();
		this.audience?.news();
	}

	/** Disturbs nobody for so many minutes: the buttons ring as in quiet hours; 0 ends that. */
	quiet(minutes: number, by = ""): void {
		this.audit.note("quiet", by, minutes === 0 ? "Do not disturb ended" : `Do not disturb for ${minutes} min`);
		this.#run((doorbell, now) => doorbell.quiet(minutes, now));
	}

	/**
	 * Changes settings, all or none, and stores them; `by` is who does, and `codes` are those that there will be. Returns
	 * what is wrong, by key; `undefined` when all is well.
	 */
	configure(changes: unknown, by = "", codes?: Codes): Readonly<Record<string, string>> | undefined {
		const clashes = this.codes.clashes(changes, codes);
		if (clashes) return clashes;
		const change = this.#store.change(changes);
		if (change.errors) return change.errors;
		if (!change.stored) this.note("error", "Settings could not be stored: they are lost at the next start");
		if (change.keys.length === 0) return undefined;
		this.note("info", "Settings changed");
		this.audit.note("setting", by, `Settings changed: ${change.keys.join(", ")}`);
		this.telephone.configure(this.settings);
		const reconnect = needsRegistration(change.keys);
		this.#run((doorbell, now) => doorbell.configure(new HouseSettings(this.settings), reconnect, now));
		return undefined;
	}

	/** Codes were changed in the store; `by` is who did. */
	codesChanged(text: string, by: string): void {
		this.note("info", text);
		this.audit.note("code", by, text);
		this.#run((doorbell, now) => doorbell.configure(new HouseSettings(this.settings), false, now));
	}

	/** Writes a line into the log. */
	note(level: LogLevel, text: string): void {
		const entry = this.log.add(level, text, this.host.clock.time());
		this.#options.onLog?.(entry);
		this.audience?.news();
	}

	/** Ends call and registration, waits for the answers within a bound, closes everything, and calls back. */
	shutDown(onShutDown: () => void): void {
		this.#run((doorbell, now) => doorbell.leave(now));
		this.telephone.line.shutDown(() => {
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
		this.telephone.close();
		for (const output of Object.values(this.#outputs)) {
			output?.write(0);
			output?.close();
		}
	}

	/** Tells the doorbell something, and does all that follows. */
	#run(news: (doorbell: Doorbell, now: number) => void): void {
		if (this.#closed) return;
		news(this.doorbell, this.host.clock.now());
		this.settle();
	}

	/** For the timer. */
	expire(): void {
		const now = this.host.clock.now();
		for (const button of this.#buttons.expire(now)) this.doorbell.press(button, now);
		this.doorbell.expire(now);
		this.settle();
	}

	/** For the telephone: whether `settle` is at work. */
	get draining(): boolean {
		return this.#draining;
	}

	/**
	 * Drains the doorbell, then waits. What it asks for may lead back here: the outer turn goes on with what that left.
	 * What it asks of SIP is done at the end, because the board's stack is short.
	 */
	settle(): void {
		if (this.#draining || this.#closed) return;
		this.#draining = true;
		try {
			for (let output = this.doorbell.poll(); output && !this.#closed; output = this.doorbell.poll()) {
				perform(this, output);
			}
		} finally {
			// Whatever an output threw, the next turn works again.
			this.#draining = false;
		}
		this.#timer.follow(Math.min(this.doorbell.deadline, this.#buttons.deadline));
		this.telephone.line.endpoint?.settle();
	}

	/** For what the doorbell asks for: switches an output. */
	switch(name: SwitchName, on: boolean): void {
		this.#outputs[name]?.write(on ? 1 : 0);
		this.#options.onSwitch?.(name, on);
		this.audience?.news();
	}

	/** For what the doorbell asks for: it has another state. */
	enter(state: State): void {
		this.#options.onState?.(state);
		this.audience?.news();
	}

	/** For the telephone: a datagram of SIP. */
	onTrace(direction: "sent" | "received", text: string, remote: Address): void {
		const { clock, network } = this.host;
		const local = { address: network.address(remote.address) ?? "0.0.0.0", port: this.sipPort ?? 0 };
		this.trace.add({ time: clock.time(), at: clock.now(), direction, local, remote, text });
		this.#options.onTrace?.(direction, text, remote);
	}
}
