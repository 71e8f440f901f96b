import type { ConnectionOutput } from "./connection.ts";
import type { LogLevel } from "./log.ts";

/** What the doorbell is doing, for the page, the lamp and the API (docs/architecture.md, "States"). */
export type State =
	| "UNCONFIGURED"
	| "IDLE"
	| "REGISTERING"
	| "REGISTERED"
	| "DISCONNECTED"
	| "CALLING"
	| "RINGING"
	| "CONNECTED"
	| "ERROR";

export type SwitchName = "door" | "light" | "lamp";

/** What somebody hears. "none" is silence. */
export type Tone = "none" | "ringback" | "busy" | "accepted" | "refused" | "warning";

/** Who hears a tone: the visitor at the door, or the person on the phone. */
export type Listener = "visitor" | "phone";

/** Everything the doorbell asks of the world, in order. Calls that it places have positive numbers, others negative ones. */
export type Output =
	| ConnectionOutput
	| { readonly type: "log"; readonly level: LogLevel; readonly text: string }
	| { readonly type: "state"; readonly state: State }
	/** Call a target; answer with `progress`, `connected` and `ended`. */
	| { readonly type: "call"; readonly call: number; readonly target: string }
	/** Tell the caller that it rings here. */
	| { readonly type: "ring"; readonly call: number }
	/** Answer an incoming call; reply with `connected` or `ended`. */
	| { readonly type: "answer"; readonly call: number }
	/** Refuse an incoming call, because the doorbell is busy or because somebody said so. */
	| { readonly type: "reject"; readonly call: number; readonly reason: "busy" | "declined" }
	| { readonly type: "hang up"; readonly call: number }
	| { readonly type: "switch"; readonly name: SwitchName; readonly on: boolean }
	| { readonly type: "tone"; readonly tone: Tone; readonly to: Listener };
