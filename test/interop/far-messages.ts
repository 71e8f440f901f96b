/** What the test and the program behind the relay say to each other (far-side.ts, far-doorbells.ts). */
import type { Settings } from "../../modules/config/schema.ts";
import type { State } from "../../modules/doorbell/output.ts";
import type { MediaStatistics } from "../../modules/drivers/rtp-session.ts";

export type FarCommand =
	/** To bind UDP ports and hand the sockets over, one by one. */
	| { readonly do: "bind"; readonly ports: readonly number[] }
	/** To switch a doorbell on. */
	| { readonly do: "start"; readonly bell: number; readonly folder: string; readonly settings: Partial<Settings> }
	| { readonly do: "press" | "hang up"; readonly bell: number };

export type FarNews =
	| { readonly tell: "ready" }
	/** Comes with the socket. */
	| { readonly tell: "bound"; readonly port: number }
	| { readonly tell: "state"; readonly bell: number; readonly state: State }
	/** The door opener was switched on. */
	| { readonly tell: "door"; readonly bell: number }
	| ({ readonly tell: "call"; readonly bell: number } & FarCall);

/** A call that is over. */
export interface FarCall {
	readonly reason: string;
	/** Packets that came to the port of the sound before the doorbell counted the first one. */
	readonly early: number;
	/** When the doorbell had last looked for sound. */
	readonly statistics: MediaStatistics;
	/** How much of what the visitor heard, from 0 to 1, has the tone of the phone. */
	readonly share: number;
}
