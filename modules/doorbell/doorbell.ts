import { Access } from "./access.ts";
import { Connection, type ConnectionEvent } from "./connection.ts";
import type { CallStatus } from "./conversation.ts";
import type { Condition, Shown } from "./lamp.ts";
import type { Caller, CodeBook } from "./lock/code.ts";
import type { CallChange, Order } from "./order.ts";
import { Outbox } from "./outbox.ts";
import type { Output, State } from "./output.ts";
import { type OutputSettings, Outputs } from "./outputs.ts";
import { Quiet, type QuietStatus } from "./quiet.ts";
import { Reception, type ReceptionSettings } from "./reception.ts";
import { callerName, type EndCause, type Peer } from "./words.ts";

/** What the doorbell has to know of the settings; times in milliseconds. */
export interface DoorbellSettings extends OutputSettings, ReceptionSettings {
	/** Whether there is a server to register at. */
	readonly configured: boolean;
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
	#quiet: Quiet;
	#reception: Reception;
	#shown: Shown | undefined;
	#configured: boolean;
	/** Settings of the server changed: they are applied when no call needs the old ones. */
	#reconnect = false;

	/** `book` is asked for codes and the time of day when a key arrives. */
	constructor(settings: DoorbellSettings, book: CodeBook) {
		this.#configured = settings.configured;
		this.#connection = new Connection(this.#outbox, settings.configured);
		this.#outputs = new Outputs(settings, this.#outbox);
		this.#access = new Access(book, this.#outputs, this.#outbox);
		this.#quiet = new Quiet(settings.quiet, book, this.#outbox);
		this.#reception = new Reception(settings, this.#access, this.#quiet, this.#outbox);
	}

	/** Next thing to do, or `undefined` when all is done. */
	poll(): Output | undefined {
		return this.#outbox.poll();
	}

	get deadline(): number {
		return Math.min(this.#outputs.deadline, this.#reception.deadline, this.#quiet.deadline);
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
		return this.#outputs.isOn("door");
	}

	get secondDoor(): boolean {
		return this.#outputs.isOn("second door");
	}

	get light(): boolean {
		return this.#outputs.isOn("light");
	}

	/** Seconds for which codes of strangers are still refused, after too many wrong ones; 0 when they are not. */
	lockedOut(now: number): number {
		return Math.ceil(this.#access.lockedOut(now) / 1000);
	}

	/** Whether somebody who calls now would ring at once, and perhaps be answered. */
	admits(caller: Caller): boolean {
		return this.#reception.admits(caller);
	}

	/** Why nobody is to be disturbed now; `undefined` when the buttons ring as ever. */
	quietness(now: number): QuietStatus | undefined {
		return this.#quiet.status(now);
	}

	/** The present call; `undefined` when there is none. */
	call(now: number): CallStatus | undefined {
		return this.#reception.status(now);
	}

	/** Takes over the wrong tries of an earlier run, from the last output "remember": before `start`. */
	restore(tries: string, now: number): void {
		this.#access.restore(tries, now);
	}

	/** Takes over the end of do-not-disturb of an earlier run, from the last output "quiet": before `start`. */
	keepQuiet(until: number): void {
		this.#quiet.restore(until);
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
		this.#access.configure();
		this.#quiet.configure(settings.quiet);
		this.#reception.configure(settings);
		this.#settle(now);
	}

	connect(now: number): void {
		this.#connection.connect();
		this.#settle(now);
	}

	/** Ends the call first. */
	disconnect(now: number): void {
		this.#reception.leave("disconnected", now);
		this.#connection.disconnect();
		this.#settle(now);
	}

	/** News of socket and registration. */
	connection(event: ConnectionEvent, now: number): void {
		this.#connection.receive(event);
		this.#settle(now);
	}

	/** Bell button `button` (from 1) was pressed: rings, rings again, or answers the call that waits. */
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

	/** As `hangUp`, for all calls that there are. */
	leave(now: number): void {
		this.#reception.leave("hung up at the door", now);
		this.#settle(now);
	}

	/** Somebody wants something of the answered call: to hold it, to transfer it, to talk to the one who waits. */
	order(order: Order, now: number): void {
		this.#reception.order(order, now);
		this.#settle(now);
	}

	/** Opens without a code; `by` is who asks for it on the control page. */
	openDoor(door: "door" | "second door", now: number, by = ""): void {
		this.#access.openDoor(door, now, by);
		this.#reception.doorOpened(now);
		this.#settle(now);
	}

	switchLight(on: boolean, now: number): void {
		this.#outputs.switch("light", on);
		this.#outbox.info(`Light switched ${on ? "on" : "off"}`);
		this.#settle(now);
	}

	/** Something holds for the device itself from now on, or no longer: the lamp shows it. */
	condition(condition: Condition, holds: boolean, now: number): void {
		this.#outputs.condition(condition, holds, now);
		this.#settle(now);
	}

	/** Disturbs nobody for so many minutes: the buttons ring as in quiet hours; 0 ends that. */
	quiet(minutes: number, now: number): void {
		this.#quiet.switch(minutes, now);
		this.#settle(now);
	}

	/** Somebody calls the doorbell. `caller` says how far he is trusted, and that he is a stranger unless it was proved. */
	called(call: number, peer: Peer, caller: Caller, now: number): void {
		this.#reception.called(call, peer, caller, now);
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

	/** Something happened around the doorbell that its owner likes to know. */
	news(text: string, now: number): void {
		this.#outbox.info(text);
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

	/** Something else became of an answered call. */
	changed(change: CallChange, now: number): void {
		this.#reception.changed(change, now);
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
		this.#quiet.expire(now);
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
		const shown = this.#reception.unreached ? "UNREACHED" : state;
		if (shown === this.#shown) return;
		this.#shown = shown;
		this.#outputs.show(shown, now);
	}
}
