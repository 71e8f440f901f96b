import type { Address } from "./address.ts";
import type { EndCause } from "./end-cause.ts";
import type { Request } from "./message.ts";

/** The other side of a call, as its From or To header names it. */
export interface Peer {
	/** Display name, "" when none was given. */
	readonly name: string;
	/** User part of the address for people: a telephone number or a name; the host when there is no user part. */
	readonly number: string;
}

/** One step of a registration (RFC 3261 §10), in the order in which they happen. */
export type RegistrationStep =
	| {
			readonly step:
				| "started"
				| "located"
				| "sent"
				| "challenged"
				| "authenticating"
				| "unregistering"
				| "unregistered";
	  }
	| { readonly step: "registered" /** Seconds that the registrar granted. */; readonly expires: number }
	/** The server `from` is no use, so the next one is asked. */
	| {
			readonly step: "next server";
			readonly problem: RegistrationProblem;
			readonly from: Address;
			readonly to: Address;
	  }
	/** The registration went to another server; this one says no more to the keep-alive; or it is there again. */
	| { readonly step: "changed server" | "silent" | "back"; readonly server: Address }
	| {
			readonly step: "failed";
			readonly problem: RegistrationProblem;
			readonly status: number;
			/** What the registrar says about it; "" without a response. */
			readonly reason: string;
			readonly retryAt: number;
	  };

/** Why a registration failed; `status` of the step holds the number where a response said so. */
export type RegistrationProblem =
	| "no network"
	| "unknown host"
	| "no answer"
	| "wrong password"
	| "no algorithm"
	| "refused";

/** Everything the user agent asks of the world or tells it, in order. */
export type Output =
	/** Send this datagram. */
	| { readonly type: "send"; readonly text: string; readonly to: Address }
	/** Look this name up: its addresses and answer with `UserAgent.resolved`, or the servers of a service and `served`. */
	| { readonly type: "lookup"; readonly kind: "address" | "service"; readonly host: string }
	| { readonly type: "registration"; readonly event: RegistrationStep }
	/** Somebody calls. `body` is the offer, "" when it is to come from us. Answer, ring, reject. */
	| {
			readonly type: "incoming";
			readonly call: number;
			readonly peer: Peer;
			readonly body: string;
			readonly request: Request;
			readonly source: Address;
	  }
	/** The called side reports 18x; `body` is the description of early media or "". */
	| { readonly type: "progress"; readonly call: number; readonly status: number; readonly body: string }
	/** The called side answered our INVITE; `body` is the answer. */
	| { readonly type: "answered"; readonly call: number; readonly body: string }
	/** The caller has our 200 (ACK came); `body` is the answer when the 200 held the offer, else "". */
	| { readonly type: "confirmed"; readonly call: number; readonly body: string }
	/** The peer changes the session (re-INVITE). `body` "" asks for an offer. Reply with `UserAgent.agree`. */
	| { readonly type: "renegotiate"; readonly call: number; readonly body: string }
	/** Our own re-INVITE ended: `body` is the answer, or "" when the peer refused and all stays as it was. */
	| { readonly type: "renegotiated"; readonly call: number; readonly status: number; readonly body: string }
	/** The peer wants us to call somebody else in its place (REFER). Reply with `UserAgent.follow` or `decline`. */
	| { readonly type: "refer"; readonly call: number; readonly target: Peer }
	/**
	 * What became of a transfer that we asked for: the peer refused it, or this is the final status of its call to the
	 * target; 0 when nothing was heard of that.
	 */
	| { readonly type: "transferred"; readonly call: number; readonly by: "peer" | "target"; readonly status: number }
	/** A key pressed on the peer's phone and sent by INFO. */
	| { readonly type: "digit"; readonly call: number; readonly digit: string }
	/** The call is over for its user. The agent still finishes the signalling by itself. */
	| { readonly type: "ended"; readonly call: number; readonly cause: EndCause; readonly status: number }
	/** So many messages came from this address that they are ignored until it calms down. */
	| { readonly type: "flood"; readonly address: string }
	/** A request that the agent was told to hand out (option `methods`). Reply with `UserAgent.respond`. */
	| { readonly type: "request"; readonly request: Request; readonly source: Address };

/** A machine that has put work off. */
export interface Worker {
	/** Goes on with it. `now` is the time at which it was put off. */
	work(now: number): void;
}

/** Work that was put off, in its place among the outputs. */
interface Deferred {
	readonly type: "work";
	readonly worker: Worker;
	readonly now: number;
}

/**
 * The one queue of things to do of a user agent and all machines in it; emptied in the turn that fills it.
 *
 * What takes much of the stack is put off (`defer`) and done by `poll`, which is called where the stack is shallow: the
 * board has little of it.
 */
export class Outbox {
	#outputs: (Output | Deferred)[] = [];

	push(output: Output): void {
		this.#outputs.push(output);
	}

	send(text: string, to: Address): void {
		this.#outputs.push({ type: "send", text, to });
	}

	get empty(): boolean {
		return this.#outputs.length === 0;
	}

	/** Has `worker` go on when what was pushed before is done. */
	defer(worker: Worker, now: number): void {
		this.#outputs.push({ type: "work", worker, now });
	}

	/** Next thing to do, or `undefined` when all is done. */
	poll(): Output | undefined {
		let next = this.#outputs.shift();
		for (; next?.type === "work"; next = this.#outputs.shift()) next.worker.work(next.now);
		return next;
	}
}
