import type { Headers } from "./headers.ts";
import type { Request, Response } from "./message.ts";
import { lists, TIMER } from "./option-tags.ts";
import { parseParameters } from "./parameters.ts";

/** Seconds that a call of ours may go on without a refresh, as we ask for it (RFC 4028 §4 recommends as much). */
export const SESSION_INTERVAL = 1_800;
/** Fewest seconds that anybody may ask for (§5). */
export const SESSION_MINIMUM = 90;
/** Fewest and most seconds that we go by, whatever a peer says. */
const SHORTEST = 30;
const LONGEST = 86_400;
/** How long before its end a session that was not refreshed is ended (§10): this, or a third of it. Milliseconds. */
const MARGIN = 32_000;
/** Least pause before a refused refresh is tried again, milliseconds. */
const PAUSE = 10_000;
/** Times that one call asks for more because its interval was too small. */
const RAISE_LIMIT = 3;

/** Who is to refresh the session: the sender of the last refresh (`uac`) or the one who answered it. */
type Refresher = "us" | "peer" | undefined;

/** Ends a session that nobody refreshes, and says when to refresh it (RFC 4028). One per call. */
export class SessionTimer {
	/** Seconds to ask for, or agreed; 0 without a timer. */
	#interval: number;
	/** What the peer called its minimum in a 422, seconds; 0 before. */
	#minimum = 0;
	#raised = 0;
	/** `undefined` until a timer is agreed. */
	#refresher: Refresher;
	#refreshAt = Number.POSITIVE_INFINITY;
	#endAt = Number.POSITIVE_INFINITY;

	/** `interval` is what we ask for, in seconds; 0 leaves it to the peer. */
	constructor(interval: number) {
		this.#interval = interval;
	}

	get deadline(): number {
		return Math.min(this.#refreshAt, this.#endAt);
	}

	/** Says in an INVITE or UPDATE of ours what we ask for, or what holds and who sees to it (§7.1, §7.4). */
	ask(headers: Headers): void {
		headers.set("Supported", TIMER);
		if (this.#interval === 0) return;
		const role = this.#refresher && (this.#refresher === "us" ? ";refresher=uac" : ";refresher=uas");
		headers.set("Session-Expires", `${Math.max(this.#interval, SESSION_MINIMUM)}${role ?? ""}`);
		if (this.#minimum > 0) headers.set("Min-SE", `${this.#minimum}`);
	}

	/** Takes a 422 to an INVITE or UPDATE of ours (§7.3). True when it is worth another try with more. */
	raise({ headers }: Response): boolean {
		const minimum = Number.parseInt(headers.get("Min-SE") ?? "", 10);
		if (this.#raised >= RAISE_LIMIT || !(minimum > this.#minimum) || minimum > LONGEST) return false;
		this.#raised += 1;
		this.#minimum = minimum;
		this.#interval = Math.max(this.#interval, minimum);
		return true;
	}

	/** Takes the 2xx to an INVITE or UPDATE of ours (§7.2). */
	agree({ headers }: Response, now: number): void {
		const seconds = intervalOf(headers);
		if (!(seconds > 0)) this.stop();
		else if (refresherOf(headers) === "uas") this.#start("peer", Math.max(seconds, SESSION_MINIMUM), now);
		else this.#start("us", seconds, now);
	}

	/** Puts into our 2xx what becomes of the peer's wish (§9, Table 2). */
	answer(request: Request, headers: Headers, now: number): void {
		const seconds = intervalOf(request.headers);
		const able = lists(request.headers, "Supported", TIMER);
		headers.set("Supported", TIMER);
		// Too small a wish of somebody who knows of timers was refused before; of another one it is not granted.
		if (!(seconds >= SESSION_MINIMUM)) {
			this.stop();
			return;
		}
		const peer = able && refresherOf(request.headers) !== "uas";
		this.#start(peer ? "peer" : "us", seconds, now);
		headers.set("Session-Expires", `${this.#interval};refresher=${peer ? "uac" : "uas"}`);
		if (able) headers.set("Require", TIMER);
	}

	/** Whether it is time for us to refresh the session; true once. */
	refresh(now: number): boolean {
		if (now < this.#refreshAt) return false;
		this.#refreshAt = Number.POSITIVE_INFINITY;
		return true;
	}

	/** The refresh that was due was refused, or cannot be sent now: another try in half of the time that is left. */
	postpone(now: number): void {
		if (this.#refresher !== "us" || this.#refreshAt !== Number.POSITIVE_INFINITY) return;
		this.#refreshAt = now + Math.max(PAUSE, (this.#endAt - now) / 2);
	}

	/** Whether the session is over for want of a refresh (§10). */
	expired(now: number): boolean {
		return now >= this.#endAt;
	}

	/** The session has no timer any more. */
	stop(): void {
		this.#interval = 0;
		this.#refresher = undefined;
		this.#refreshAt = this.#endAt = Number.POSITIVE_INFINITY;
	}

	#start(refresher: "us" | "peer", seconds: number, now: number): void {
		this.#interval = Math.max(SHORTEST, Math.min(seconds, LONGEST));
		this.#refresher = refresher;
		const length = this.#interval * 1000;
		this.#refreshAt = refresher === "us" ? now + length / 2 : Number.POSITIVE_INFINITY;
		this.#endAt = now + length - Math.min(MARGIN, length / 3);
	}
}

/** Whether a request asks for less than anybody may, and knows what a 422 is (§9). */
export function isTooBrief({ headers }: Request): boolean {
	return intervalOf(headers) < SESSION_MINIMUM && lists(headers, "Supported", TIMER);
}

/** Seconds in Session-Expires; NaN without one. */
function intervalOf(headers: Headers): number {
	return Number.parseInt(headers.get("Session-Expires") ?? "", 10);
}

function refresherOf(headers: Headers): string | undefined {
	const value = headers.get("Session-Expires") ?? "";
	const semicolon = value.indexOf(";");
	return semicolon < 0 ? undefined : parseParameters(value.slice(semicolon))?.get("refresher")?.toLowerCase();
}
