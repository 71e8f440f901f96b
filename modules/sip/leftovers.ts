import type { InviteClientTransaction } from "./client-transaction.ts";
import type { Session } from "./session.ts";

/** Answers from several phones behind one INVITE that are ended one by one; further ones go unheard. */
export const FORK_LIMIT = 4;

/**
 * What an outgoing call has besides its own session: sessions that were ended as soon as they came about, and INVITEs that
 * were given up and may still draw an answer.
 */
export class Leftovers {
	#sessions: Session[] = [];
	#invites: InviteClientTransaction[] = [];

	get full(): boolean {
		return this.#sessions.length >= FORK_LIMIT;
	}

	get finished(): boolean {
		return this.#sessions.every(({ finished }) => finished) && !this.#invites.some(({ pending }) => pending);
	}

	find(remoteTag: string): Session | undefined {
		return this.#sessions.find(({ dialog }) => dialog.remoteTag === remoteTag);
	}

	/** Ends a session that nobody wants. */
	dismiss(session: Session, now: number): void {
		this.#sessions.push(session);
		session.dismiss(now);
	}

	/** Gives an INVITE up. */
	forsake(invite: InviteClientTransaction): void {
		invite.forsake();
		this.#invites.push(invite);
	}
}
