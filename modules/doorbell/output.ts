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

export type SwitchName = "door" | "second door" | "light" | "lamp";

/** What the lock did that has to be proved later. */
export type AuditKind = "opened" | "refused" | "locked";

/**
 * What somebody hears. "none" is silence; "calling" is heard until a phone rings ("ringback"), "unreached" when none shows
 * a sign of ringing in time, "notice" before somebody listens who called the doorbell, "quiet" in quiet hours.
 */
export type Tone =
	| "none"
	| "calling"
	| "ringback"
	| "unreached"
	| "busy"
	| "accepted"
	| "refused"
	| "warning"
	| "waiting"
	| "notice"
	| "quiet";

/** Who hears a tone: the visitor at the door, or the person on the phone. */
export type Listener = "visitor" | "phone";

/** Why an incoming call is refused. */
export type Refusal = "busy" | "declined" | "unwanted";

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
	/** Refuse an incoming call: the doorbell is busy, somebody said so, or its caller may not call. */
	| { readonly type: "reject"; readonly call: number; readonly reason: Refusal }
	| { readonly type: "hang up"; readonly call: number }
	/** Open the microphone for the call that talks. It is shut when a call begins to talk, and on hold. */
	| { readonly type: "listen"; readonly call: number }
	/** Put the other side on hold or talk again, with the microphone shut; `hold refused` when it does not agree. */
	| { readonly type: "hold" | "resume"; readonly call: number }
	/** Have the other side call a target in our place; answer with `transferred`. */
	| { readonly type: "transfer"; readonly call: number; readonly target: string }
	/** Call the one whom the other side of `call` has named, as call `by`. */
	| { readonly type: "follow"; readonly call: number; readonly by: number }
	/** Do not. */
	| { readonly type: "decline"; readonly call: number }
	/** Tell who asked for a transfer what became of it, by a SIP status. */
	| { readonly type: "report"; readonly call: number; readonly status: number }
	/** Keep the end of do-not-disturb, milliseconds since 1970, for the next start; `undefined` when there is none. */
	| { readonly type: "quiet"; readonly until: number | undefined }
	| { readonly type: "switch"; readonly name: SwitchName; readonly on: boolean }
	/** Store the wrong tries, "" for none, in place of what was stored: give them to `restore` at the next start. */
	| { readonly type: "remember"; readonly tries: string }
	/** Note for later what the lock did, and for whom. The reason is a plain sentence without digits of codes. */
	| { readonly type: "audit"; readonly kind: AuditKind; readonly source: string; readonly reason: string }
	| { readonly type: "tone"; readonly tone: Tone; readonly to: Listener };
