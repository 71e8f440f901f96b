import type { DialogClient } from "./dialog-client.ts";
import type { Request, Response } from "./message.ts";
import { lists } from "./option-tags.ts";
import { describeBody } from "./payload.ts";
import type { Reinvites } from "./reinvites.ts";
import type { SessionTimer } from "./session-timer.ts";

/** Refreshes a session by UPDATE where the peer takes it, else by a re-INVITE with nothing new in it (RFC 4028 §7.4). */
export class SessionRefresh {
	#timer: SessionTimer;
	#client: DialogClient;
	#invites: Reinvites;
	/** Whether the peer takes UPDATE, as far as that is known. */
	#updates = false;

	constructor(timer: SessionTimer, client: DialogClient, invites: Reinvites) {
		this.#timer = timer;
		this.#client = client;
		this.#invites = invites;
	}

	get deadline(): number {
		return this.#timer.deadline;
	}

	/** Takes the peer's INVITE or 2xx, which says what it can do. */
	meet({ headers }: Request | Response): void {
		this.#updates = lists(headers, "Allow", "UPDATE");
	}

	/** Sends the refresh that is due; true when the session is over for want of one. */
	expire(now: number): boolean {
		if (this.#timer.expired(now)) return true;
		if (this.#timer.refresh(now)) this.#refresh(now);
		return false;
	}

	/** Takes the final response to our UPDATE, unless it says that the dialog is gone. */
	receive(answer: Response, now: number): void {
		const { status } = answer;
		if (status < 300) {
			this.#client.dialog.refresh(answer);
			this.#timer.agree(answer, now);
		} else if (status === 405 || status === 501) {
			this.#updates = false;
			this.#refresh(now);
		} else {
			this.#timer.postpone(now);
		}
	}

	#refresh(now: number): void {
		if (this.#updates) {
			const message = this.#client.request("UPDATE");
			describeBody(message.headers, "");
			this.#timer.ask(message.headers);
			this.#client.send(message, now);
		} else if (!this.#invites.refresh(now)) {
			this.#timer.postpone(now);
		}
	}
}
