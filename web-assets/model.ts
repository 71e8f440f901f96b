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

/** Somebody at the other end; both may be "". */
export interface Party {
	readonly name: string;
	readonly number: string;
}

export interface Call {
	readonly state: "calling" | "ringing" | "connected";
	readonly direction: "incoming" | "outgoing";
	readonly peer: Party;
	/** Since it began, or since it was answered. */
	readonly seconds: number;
	/** Who holds it: the other side, and the doorbell. */
	readonly held?: boolean;
	readonly onHold?: boolean;
	/** To whom the other side is about to be handed on. */
	readonly transferTo?: string;
	/** A second caller, who rings or is kept on hold. */
	readonly waiting?: (Party & { readonly onHold: boolean }) | null;
	/** Whether the other side hears the door. */
	readonly listening?: boolean;
	readonly codec?: string;
	readonly statistics?: Statistics;
}

export interface Status {
	readonly state: State;
	readonly registration: {
		readonly state: string;
		readonly expiresIn?: number;
		readonly lastError: string;
		/** Address and port of the server in use. */
		readonly server?: string | null;
	};
	readonly call?: Call | null;
	/** How the last call ended, a sentence. */
	readonly lastCall: string;
	/** Whether the door opener is switched on. */
	readonly door: boolean;
	/** The same of a second door, where there is one. */
	readonly secondDoor?: boolean;
	readonly light: boolean;
	/** Whether strangers are locked out after wrong codes, and for how long. */
	readonly lock?: { readonly seconds: number } | null;
	/** Whether the buttons do not ring as usual: until when (milliseconds since 1970), and because of what. */
	readonly quiet?: { readonly until: number | null; readonly by: "switch" | "schedule" } | null;
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

/** A phone that is registered at the doorbell itself. */
export interface Phone {
	readonly name: string;
	readonly address: string;
	/** Seconds. */
	readonly expiresIn: number;
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
