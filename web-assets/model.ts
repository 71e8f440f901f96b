/** What the doorbell tells the page, as docs/api.md describes it. */

import type { State } from "../modules/doorbell/output.ts";

export interface Statistics {
	readonly sent: number;
	readonly received: number;
	readonly lost: number;
	readonly late: number;
	/** Milliseconds. */
	readonly jitter: number;
	/** Milliseconds of sound that are held back to even out the network. */
	readonly depth: number;
	/** Milliseconds. */
	readonly roundTrip?: number;
	/** 0 to 1. */
	readonly remoteLoss?: number;
}

export interface Call {
	readonly state: "calling" | "ringing" | "connected";
	readonly direction: "incoming" | "outgoing";
	readonly peer: { readonly name: string; readonly number: string };
	/** Since it began, or since it was answered. */
	readonly seconds: number;
	readonly held?: boolean;
	readonly codec?: string;
	readonly statistics?: Statistics;
}

export interface Status {
	readonly state: State;
	readonly registration: { readonly state: string; readonly expiresIn?: number; readonly lastError: string };
	readonly call?: Call | null;
	/** How the last call ended, a sentence. */
	readonly lastCall: string;
	/** Whether the door opener is switched on. */
	readonly door: boolean;
	readonly light: boolean;
	readonly network?: { readonly address: string } | null;
	readonly firmware: string;
	readonly platform: string;
	/** Seconds since the start. */
	readonly uptime: number;
	/** Changes with every start. */
	readonly boot: string;
	/** Milliseconds since 1970; `null` while the doorbell does not know. */
	readonly time?: number | null;
}

export type Level = "info" | "error" | "sent" | "received";

export interface LogEntry {
	readonly id: number;
	/** Milliseconds since 1970; `null` or absent while the doorbell did not know. */
	readonly time?: number | null;
	readonly level: Level;
	readonly text: string;
}

/** Decibels relative to full scale. */
export interface Levels {
	readonly microphone: number;
	readonly loudspeaker: number;
}

export type Value = string | number | boolean;

/** Values of the settings by key; of a secret only whether there is one. */
export type Settings = Readonly<Record<string, Value>>;

export interface Access {
	readonly access: "open" | "login" | "first password" | "locked";
	/** The first password can be set, or a forgotten one replaced. */
	readonly armed: boolean;
	/** Whether the device has Wi-Fi to join, and takes firmware. */
	readonly wifi: boolean;
	readonly updates: boolean;
}
