import { type Account, nextHop, targetAt } from "./account.ts";
import { type Address, sameAddress } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import { type EndCause, endCause } from "./end-cause.ts";
import { inviteRequest } from "./invite-request.ts";
import type { Destination } from "./locator.ts";
import type { Request, Response } from "./message.ts";
import { redirection } from "./redirect.ts";
import type { ReferTarget } from "./referral.ts";
import { accountAt } from "./registration-request.ts";
import { isServer } from "./servers.ts";
import { SESSION_INTERVAL, SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import type { Uri } from "./uri.ts";

/** Makes the offer for an INVITE to `remote`, an address literal; `undefined` when no offer can be made. */
export type Describe = (remote: string) => string | undefined;

/** What may help after a refusal: the same INVITE once more, the next destination, or the destinations of another target. */
export type Reaction = "repeat" | "next" | "locate";

/** Whom a call is for, and the INVITEs that it takes: from destination to destination, with credentials or to another target. */
export class Invitation {
	readonly callId: string;
	readonly tag: string;
	readonly authentication: Authentication;
	readonly timer = new SessionTimer(SESSION_INTERVAL);
	#stack: Stack;
	#account: Account;
	/** The transfer that it follows. */
	#because: ReferTarget | undefined;
	/** Who was called; where a redirection led is `target`. */
	#called: Uri;
	#target: Uri;
	#sequence = 0;
	/** Where the INVITE may go if its present destination is no use. */
	#others: readonly Destination[] = NONE;

	constructor(target: Uri, account: Account, stack: Stack, because: ReferTarget | undefined) {
		this.#called = this.#target = target;
		this.#account = account;
		this.#because = because;
		this.#stack = stack;
		this.authentication = stack.authentication();
		this.callId = stack.token();
		this.tag = stack.token();
		this.authentication.begin();
	}

	/** Whether there is another destination to try. */
	get hasOthers(): boolean {
		return this.#others.length > 0;
	}

	/** The next destination to try. */
	next(): Destination | undefined {
		const next = this.#others[0];
		this.#others = this.#others.length > 1 ? this.#others.slice(1) : NONE;
		return next;
	}

	/** Finds the destinations; false when one has to wait for them. */
	locate(now: number): boolean {
		const { locator, registration } = this.#stack;
		const hop = nextHop(this.#target, this.#account);
		const known = locator.known(hop, now, this.#backup(hop));
		// Where the registration is, there is a server: no name server has to say so again.
		const server = hop === this.#account.server ? registration?.server : undefined;
		this.#others = known ? startingWith(server, known) : server ? [server] : NONE;
		return this.hasOthers;
	}

	/** Whether it is for this address, as far as is known. */
	leadsTo(address: string): boolean {
		return this.#stack.locator.leadsTo(nextHop(this.#target, this.#account), address);
	}

	/** Waits for the destinations. */
	await(now: number, onLocated: (now: number) => void): void {
		const hop = nextHop(this.#target, this.#account);
		const found = (destinations: readonly Destination[], then: number) => {
			this.#others = destinations;
			onLocated(then);
		};
		this.#stack.locator.locate(hop, now, found, this.#backup(hop));
	}

	/** The next INVITE. */
	compose(destination: Destination, contact: string, offer: string): Request {
		const account = accountAt(destination, this.#account);
		this.#sequence += 1;
		const message = inviteRequest({
			account,
			target: targetAt(account, this.#target, this.#account),
			to: `<${targetAt(account, this.#called, this.#account).text}>`,
			tag: this.tag,
			callId: this.callId,
			sequence: this.#sequence,
			contact,
			offer,
			timer: this.timer,
			because: this.#because,
			product: this.#stack.product,
		});
		// After a redirection it may go to somebody else.
		if (isServer(destination, this.#account, this.#stack)) this.authentication.authorize(message);
		return message;
	}

	/** Takes a refusal from `destination`: what can still be done about it, or else the cause of the end. */
	reconsider(response: Response, destination: Address): Reaction | EndCause {
		const { status } = response;
		if (status === 401 || status === 407) {
			if (!isServer(destination, this.#account, this.#stack)) return "failed";
			const verdict = this.authentication.challenge(response);
			if (verdict === "retry") return "repeat";
			return verdict === "refused" ? "wrong password" : "failed";
		}
		if (status === 422 && this.timer.raise(response)) return "repeat";
		if (status === 503 && this.hasOthers) return "next";
		if (status >= 400) return endCause(status);
		return this.#redirect(response) ? "locate" : "failed";
	}

	/** Follows a redirection once. */
	#redirect(response: Response): boolean {
		const target = this.#target === this.#called ? redirection(response, this.#target, this.#account) : undefined;
		if (!target) return false;
		this.#target = target;
		this.authentication.begin();
		return true;
	}

	#backup(hop: Uri): Uri | undefined {
		return hop === this.#account.server ? this.#account.backup?.server : undefined;
	}
}

const NONE: readonly Destination[] = Object.freeze([]);

/** The destinations with one of them, if it is one, at their head. */
function startingWith(first: Destination | undefined, destinations: readonly Destination[]): readonly Destination[] {
	if (!first || destinations.length === 1 || sameAddress(first, destinations[0])) return destinations;
	const others = destinations.filter((destination) => !sameAddress(first, destination));
	return others.length < destinations.length ? [first, ...others] : destinations;
}
