/** How often a socket is looked after whose callbacks come, milliseconds. */
export const WATCH_TIME = 100;
/** How often one is asked for datagrams whose callbacks do not come: as often as there is a frame of sound. */
export const DEAF_TIME = 20;
/** So many looks in a row that found a datagram nobody had told of: its callbacks do not come. */
export const UNTOLD_LIMIT = 3;

/**
 * Whether a socket's callbacks come. The SDK tells of datagrams by a message in a queue of fixed length, and by only one at a
 * time: when one is lost, no other ever follows. So the socket is asked as well, seldom as long as all is well.
 */
export class SocketWatch {
	#untold = 0;

	/** How long until the next look, milliseconds. */
	get interval(): number {
		return this.deaf ? DEAF_TIME : WATCH_TIME;
	}

	get deaf(): boolean {
		return this.#untold >= UNTOLD_LIMIT;
	}

	/** The socket has told of datagrams. True when it was deaf before. */
	told(): boolean {
		const { deaf } = this;
		this.#untold = 0;
		return deaf;
	}

	/** A look has found a datagram nobody had told of, or none. True when that makes the socket deaf. */
	looked(found: boolean): boolean {
		// That a look finds nothing proves nothing: there may have been none.
		if (!found || this.deaf) return false;
		this.#untold += 1;
		return this.deaf;
	}
}
