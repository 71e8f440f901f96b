import type { SipEvent } from "../modules/drivers/sip-endpoint.ts";
import type { UserAgent } from "../modules/sip/user-agent.ts";
import type { Phone } from "./phone.ts";

/** Somebody calls. */
export type Invitation = Extract<SipEvent, { readonly type: "incoming" }>;
/** What happens in a call of a phone. */
export type CallEvent = Exclude<Extract<SipEvent, { readonly call: number }>, Invitation>;

/** What the base station does for its phones. */
export interface Line {
	/** Does something with the user agent that all phones share. */
	run(action: (agent: UserAgent, now: number) => void): void;
	/** Where a registered user is called; `undefined` while nobody is registered. */
	contact(user: string): string | undefined;
	/** A number for a call that `phone` places. */
	open(phone: Phone): number;
	/** `phone` answers: the others stop ringing. */
	take(call: number, phone: Phone): void;
	/** `phone` does not answer, for the reason that `status` tells the caller unless another phone rings on. */
	leave(call: number, phone: Phone, status: number): void;
}
