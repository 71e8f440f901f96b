/** What the API of the control page asks of the doorbell, as types only. The driver that owns the doorbell implements it. */

import type { RedactedSettings } from "../config/settings.ts";
import type { WifiState } from "./wifi.ts";

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
		/** Address and port of the server in use, such as "192.168.178.1:5060"; `null` without one. */
		readonly server: string | null;
	};
	readonly call: CallStatus | null;
	/** How the last call ended; "" when there was none. */
	readonly lastCall: string;
	readonly door: boolean;
	readonly secondDoor?: boolean | undefined;
	readonly light: boolean;
	/** Why the buttons ring as in quiet hours, and when that ends (milliseconds since 1970, where known); else `null`. */
	readonly quiet: { readonly until: number | null; readonly by: "switch" | "schedule" } | null;
	/** While codes of strangers are refused after too many wrong ones: for how many seconds yet. */
	readonly lock: { readonly seconds: number } | null;
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
	/** Whether we have put the other side on hold. */
	readonly onHold?: boolean;
	/** Whether the other side can hear the door. */
	readonly listening?: boolean;
	/** To whom the other side is about to transfer the call. */
	readonly transferTo?: string;
	/** A second caller: on hold, or one who rings; `null` when there is none. */
	readonly waiting: { readonly name: string; readonly number: string; readonly onHold: boolean } | null;
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

/** A phone that is registered at the doorbell itself. */
export interface Phone {
	readonly name: string;
	/** Address literal. */
	readonly address: string;
	/** Seconds. */
	readonly expiresIn: number;
}

/** A door code as it may be shown: never its keys. */
export interface ShownCode {
	readonly code: number;
	readonly name: string;
	readonly output: "door" | "second door" | "light";
	readonly action: "pulse" | "toggle";
	readonly callers: "everyone" | "known" | "placed";
	/** When it counts; "" for always. */
	readonly weekly: string;
	/** Milliseconds since 1970 (UTC) from which on it does not count; `null` for never. */
	readonly until: number | null;
	readonly once: boolean;
	/** Whether there is one. */
	readonly set: boolean;
}

/** What the door did, or who changed what. */
export interface AuditEntry {
	/** Counts up from 1, over restarts. */
	readonly id: number;
	/** Milliseconds since 1970; `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	/** How often it happened, at least, since then. */
	readonly times: number;
	readonly kind: string;
	/** Who: a number, an address; "" where nobody did it. */
	readonly source: string;
	/** One plain sentence. */
	readonly reason: string;
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
	/** The phones that are registered here, without a PBX; fresh objects, ready for JSON. */
	readonly phones: readonly Phone[];
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
	/** Puts the answered call on hold, with the microphone off meanwhile. */
	hold(): void;
	resume(): void;
	/** Has the other side of the answered call call `target` instead. */
	transfer(target: string): void;
	/** Talks to the second caller, and keeps the first one on hold. */
	switchCall(): void;
	hangUp(): void;
	/** `by` is who asks for it. */
	openDoor(door: 1 | 2, by: string): void;
	switchLight(on: boolean): void;
	/** Disturbs nobody for so many minutes; 0 ends that. */
	quiet(minutes: number, by: string): void;

	/** The settings as they may be shown. */
	readonly shownSettings: RedactedSettings;
	/** Changes settings, all or none; `by` is who does. Returns what is wrong, by key; `undefined` when all is well. */
	configure(changes: unknown, by: string): Problems | undefined;
	/** All codes that there can be, in the order of their numbers; fresh objects, ready for JSON. */
	readonly codes: readonly ShownCode[];
	/** Changes a code, or makes a new one. Returns what is wrong, by field; "unstored" where it cannot be kept. */
	setCode(number: number, changes: Readonly<Record<string, unknown>>, by: string): Problems | "unstored" | undefined;
	deleteCode(number: number, by: string): "unstored" | undefined;
	/** The oldest entries of the audit above a number, some at a time; none when there are no more. */
	auditAfter(id: number): readonly AuditEntry[];
	/** The settings as a document that `restore` takes: without secrets, or with them and the codes. */
	backup(secrets: boolean): string;
	/** What restoring a document would change, or what is wrong with it. */
	preview(document: unknown): { readonly changes: readonly Change[] } | { readonly problems: Problems };
	/** Restores a document, all or nothing. Returns what is wrong; "unstored" where codes cannot be kept. */
	restore(document: unknown, by: string): Problems | "unstored" | undefined;
	/** Starts the device again, a moment later; false where it cannot. */
	restart(by: string): boolean;
	/** Forgets all settings, codes, the audit and the password, then restarts; false where it cannot. */
	factoryReset(by: string): boolean;

	/** Looks for Wi-Fi networks and calls back once; absent without Wi-Fi. */
	readonly scanWifi?: (
		onDone: (networks: readonly { name: string; strength: number; open: boolean }[]) => void,
	) => void;
	/** Begins to join a network. */
	readonly joinWifi?: (name: string, password: string) => void;
	/** What became of the last try to join one. */
	readonly wifi: WifiState;
	/** Begins an update; `undefined` while another one runs. Absent where there is none. */
	readonly updateFirmware?: (by: string) => FirmwareReceiver | undefined;
	readonly firmware: FirmwareState;
}
