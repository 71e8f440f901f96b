import { Access } from "./access.ts";
import { Connection, type ConnectionEvent } from "./connection.ts";
import type { CallStatus } from "./conversation.ts";
import type { Code } from "./lock.ts";
import { Outbox } from "./outbox.ts";
import type { Output, State } from "./output.ts";
import { type OutputSettings, Outputs } from "./outputs.ts";
import { Reception, type ReceptionSettings } from "./reception.ts";
import { callerName, type EndCause, type Peer } from "./words.ts";

/** What the doorbell has to know of the settings; times in milliseconds. */
export interface DoorbellSettings extends OutputSettings, ReceptionSettings {
	/** Whether there is a server to register at. */
	readonly configured: boolean;
	readonly codes: readonly Code[];
}

/**
 * The doorbell as a machine: buttons, connection, calls by number, digits and outputs. It knows nothing of SIP.
 *
 * It owns no socket, clock or timer. After every call of a public method drain `poll`, then call `expire` at `deadline`.
 */
export class Doorbell {
	#outbox = new Outbox();
	#connection: Connection;
	#outputs: Outputs;
	#access: Access;
	#reception: Reception;
	#shown: State | undefined;
	#configured: boolean;
	/** Settings of the server changed: they are applied when no call needs the old ones. */
	#reconnect = false;

	constructor(settings: DoorbellSettings) {
		this.#configured = settings.configured;
		this.#connection = new Connection(this.#outbox, settings.configured);
		this.#outputs = new Outputs(settings, this.#outbox);
		this.#access = new Access(settings.codes, this.#outputs, this.#outbox);
		this.#reception = new Reception(settings, this.#access, this.#outbox);
	}

	/** Next thing to do, or `undefined` when all is done. */
	poll(): Output | undefined {
		return this.#outbox.poll();
	}

	get deadline(): number {
		return Math.min(this.#outputs.deadline, this.#reception.deadline);
	}

	/** The call's state, and without one the registration's. */
	get state(): State {
		return this.#reception.state ?? this.#connection.state;
	}

	/** State of the registration, whatever calls there are. */
	get registrationState(): State {
		return this.#connection.state;
	}

	/** Why the last registration failed, in plain words; "" when it did not. */
	get problem(): string {
		return this.#connection.problem;
	}

	/** How the last call ended, in plain words. */
	get lastReason(): string {
		return this.#reception.lastReason;
	}

	get door(): boolean {
		return this.#outputs.door;
	}

	get light(): boolean {
		return this.#outputs.light;
	}

	/** The present call; `undefined` when there is none. */
	call(now: number): CallStatus | undefined {
		return this.#reception.status(now);
	}

	/** Power-up: opens the socket and registers when there is a server. */
	start(now: number): void {
		this.#connection.start();
		this.#settle(now);
	}

	/** Takes changed settings; `reconnect` says that those of the server are among them. A call goes on as it is. */
	configure(settings: DoorbellSettings, reconnect: boolean, now: number): void {
		this.#configured = settings.configured;
		if (reconnect) this.#reconnect = true;
		this.#outputs.configure(settings);
		this.#access.configure(settings.codes);
		this.#reception.configure(settings);
		this.#settle(now);
	}

	connect(now: number): void {
		this.#connection.connect();
		this.#settle(now);
	}

	/** Ends the call first. */
	disconnect(now: number): void {
		this.#reception.hangUp("disconnected", now);
		this.#connection.disconnect();
		this.#settle(now);
	}

	/** News of socket and registration. */
	connection(event: ConnectionEvent, now: number): void {
		this.#connection.receive(event);
		this.#settle(now);
	}

	/** Bell button `button` (from 1) was pressed: rings, stops ringing, or answers the call that waits. */
	press(button: number, now: number): void {
		this.#reception.press(button, now);
		this.#settle(now);
	}

	/** Calls one target, or those of the first button. */
	dial(target: string | undefined, now: number): void {
		this.#reception.dial(target, now);
		this.#settle(now);
	}

	answer(now: number): void {
		this.#reception.answer();
		this.#settle(now);
	}

	/** Rejects the waiting call, stops ringing, or ends the answered call. */
	hangUp(now: number): void {
		this.#reception.hangUp("hung up at the door", now);
		this.#settle(now);
	}

	openDoor(now: number): void {
		this.#access.openDoor(now);
		this.#reception.doorOpened(now);
		this.#settle(now);
	}

	switchLight(on: boolean, now: number): void {
		this.#outputs.switchLight(on);
		this.#outbox.info(`Light switched ${on ? "on" : "off"}`);
		this.#settle(now);
	}

	/** Somebody calls the doorbell. */
	called(call: number, peer: Peer, now: number): void {
		this.#reception.called(call, peer, now);
		this.#settle(now);
	}

	/** Somebody called with whom no codec is in common, and was refused. */
	incompatible(peer: Peer, now: number): void {
		this.#outbox.error(`Call from ${callerName(peer)} refused: no codec in common (G.711 is needed)`);
		this.#settle(now);
	}

	/** Something else went wrong that the owner of the house can mend. */
	trouble(text: string, now: number): void {
		this.#outbox.error(text);
		this.#settle(now);
	}

	/** A called phone rings. */
	progress(call: number, now: number): void {
		this.#reception.progress(call);
		this.#settle(now);
	}

	/** A call is answered, by them or by us, and its sound is running. */
	connected(call: number, now: number): void {
		this.#reception.connected(call, now);
		this.#settle(now);
	}

	/** A call is over. Calls that the doorbell ended itself are no news. `status` is the SIP status where there was one. */
	ended(call: number, cause: EndCause, status: number, now: number): void {
		this.#reception.ended(call, cause, status, now);
		this.#settle(now);
	}

	/** A key of the phone, once per press. Only the answered call counts. */
	digit(call: number, digit: string, now: number): void {
		this.#reception.digit(call, digit, now);
		this.#settle(now);
	}

	/** The peer put the answered call on hold, or took it back. */
	held(call: number, held: boolean, now: number): void {
		this.#reception.held(call, held);
		this.#settle(now);
	}

	/** Nothing was heard from the peer of the answered call for too long. */
	silent(call: number, now: number): void {
		this.#reception.silent(call, now);
		this.#settle(now);
	}

	/** Does what is due. Safe to call early or twice. */
	expire(now: number): void {
		this.#outputs.expire(now);
		this.#reception.expire(now);
		this.#settle(now);
	}

	/** After every event: the state is told and shown when it changed. */
	#settle(now: number): void {
		if (this.#reconnect && !this.#reception.state) {
			this.#reconnect = false;
			this.#connection.configure(this.#configured);
		}
		const { state } = this;
		this.#outbox.state(state);
		if (state === this.#shown) return;
		this.#shown = state;
		this.#outputs.show(state, now);
	}
}
