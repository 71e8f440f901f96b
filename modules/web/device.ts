/** What the API of the control page asks of the doorbell, as types only. The driver that owns the doorbell implements it. */

import type { RedactedSettings } from "../config/settings.ts";

/** One line for people. */
export interface LogEntry {
	/** Counts up from 1 since the start. */
	readonly id: number;
	/** Milliseconds since 1970; `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	readonly level: "info" | "error" | "sent" | "received";
	readonly text: string;
}

/** One SIP message, secrets blotted out. */
export interface TraceMessage {
	/** Counts up from 1 since the start. */
	readonly id: number;
	/** Milliseconds since 1970; `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	/** Milliseconds of the monotonic clock. */
	readonly at: number;
	readonly direction: "sent" | "received";
	/** Our own end of the datagram, and the other one: address literals. */
	readonly local: Endpoint;
	readonly remote: Endpoint;
	readonly text: string;
}

export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** What the page is told over and over; becomes JSON, hence `null` for what there is not. */
export interface Status {
	/** `UNCONFIGURED IDLE REGISTERING REGISTERED DISCONNECTED CALLING RINGING CONNECTED ERROR`. */
	readonly state: string;
	readonly registration: {
		/** `UNCONFIGURED IDLE REGISTERING REGISTERED DISCONNECTED ERROR`. */
		readonly state: string;
		/** Seconds. */
		readonly expiresIn: number;
		/** A plain sentence; "" when all is well. */
		readonly lastError: string;
	};
	readonly call: CallStatus | null;
	/** How the last call ended; "" when there was none. */
	readonly lastCall: string;
	readonly door: boolean;
	readonly light: boolean;
	readonly network: { readonly address: string } | null;
	readonly firmware: string;
	readonly platform: string;
	/** Seconds since the start. */
	readonly uptime: number;
	readonly boot: string;
	/** Milliseconds since 1970; `null` when the time of day is not known. */
	readonly time: number | null;
}

export interface CallStatus {
	/** "ringing" and incoming: it waits here for an answer. Outgoing: calling, then ringing, then connected. */
	readonly state: "calling" | "ringing" | "connected";
	readonly direction: "incoming" | "outgoing";
	readonly peer: { readonly name: string; readonly number: string };
	readonly seconds: number;
	/** Whether the other side has put the call on hold. */
	readonly held?: boolean;
	readonly codec?: string;
	/** Packets; milliseconds for concealed sound, jitter, depth and round trip; a share from 0 to 1 for the remote loss. */
	readonly statistics?: {
		readonly sent: number;
		readonly received: number;
		readonly lost: number;
		readonly late: number;
		readonly duplicate: number;
		readonly reordered: number;
		readonly refused: number;
		readonly concealed?: number;
		readonly jitter: number;
		readonly depth: number;
		readonly roundTrip?: number;
		readonly remoteLoss?: number;
	};
}

/** Numbered things of which the latest are kept. */
export interface Ring<Entry> {
	/** Number of the newest one; 0 when there was none. */
	readonly last: number;
	/** The oldest one kept whose number is above `id`; `undefined` when there is none. */
	after(id: number): Entry | undefined;
}

/** How loud it is now, in whole decibels relative to full scale: 0 down to -96. */
export interface Levels {
	readonly microphone: number;
	readonly loudspeaker: number;
}

export type Problems = Readonly<Record<string, string>>;

/** A setting that would change, as it may be shown. */
export interface Change {
	readonly key: string;
	readonly before: RedactedSettings[keyof RedactedSettings];
	readonly after: RedactedSettings[keyof RedactedSettings];
}

/** How a firmware update stands. */
export interface FirmwareState {
	readonly state: "none" | "receiving" | "installed" | "failed";
	/** Bytes taken so far. */
	readonly received: number;
	/** Why it failed, in plain words; "" when it did not. */
	readonly error: string;
}

/** Takes a firmware image piece by piece. What is wrong is told in a sentence. */
export interface FirmwareReceiver {
	write(bytes: Uint8Array): string | undefined;
	complete(): string | undefined;
	abort(): void;
}

export interface Device {
	/** The status as it is sent; a fresh object, ready for JSON. */
	readonly status: Status;
	readonly log: Ring<LogEntry>;
	readonly trace: Ring<TraceMessage>;
	/** Changes with every start, so that numbers of an earlier run are not taken for those of this one. */
	readonly boot: string;
	/** Of the call that there is; `undefined` without one. */
	readonly levels: Levels | undefined;

	connect(): void;
	disconnect(): void;
	press(button: number): void;
	/** Calls a target, or those of the first button. */
	call(target?: string): void;
	answer(): void;
	reject(): void;
	hangUp(): void;
	openDoor(): void;
	switchLight(on: boolean): void;

	/** The settings as they may be shown. */
	readonly shownSettings: RedactedSettings;
	/** Changes settings, all or none. Returns what is wrong, by key; `undefined` when all is well. */
	configure(changes: unknown): Problems | undefined;
	/** The settings as a document that `restore` takes, without secrets. */
	backup(): string;
	/** What restoring a document would change, or what is wrong with it. */
	preview(document: unknown): { readonly changes: readonly Change[] } | { readonly problems: Problems };
	/** Restores a document, all or nothing. Returns what is wrong. */
	restore(document: unknown): Problems | undefined;
	/** Starts the device again, a moment later; false where it cannot. */
	restart(): boolean;
	/** Forgets all settings and the password, then restarts; false where it cannot. */
	factoryReset(): boolean;

	/** Looks for Wi-Fi networks and calls back once; absent without Wi-Fi. */
	readonly scanWifi?: (
		onDone: (networks: readonly { name: string; strength: number; open: boolean }[]) => void,
	) => void;
	/** Begins to join a network. */
	readonly joinWifi?: (name: string, password: string) => void;
	/** Begins an update; `undefined` while another one runs. Absent where there is none. */
	readonly updateFirmware?: () => FirmwareReceiver | undefined;
	readonly firmware: FirmwareState;
}
