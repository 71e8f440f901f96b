/** Milliseconds of silence after which another source of the same peer may take over. */
const SILENCE = 5000;
/** Milliseconds for which packets of the old source may still be on their way after a new agreement. */
const FAREWELL = 1000;

/**
 * Symmetric RTP with a lock on the source (RFC 4961).
 *
 * Network address translation and careless peers make sound come from elsewhere than the session description says, so
 * the first source is taken, and answered. Then nobody else is heard, but for the agreed address, which may always take
 * over from another one, and for the same peer on a new port after a silence.
 */
export class SourceLock {
	/** What the session description says. */
	#agreedAddress: string;
	#agreedPort: number;
	/** Where sound comes from; `undefined` before the first packet. */
	#address: string | undefined;
	#port = 0;
	#heard = 0;
	/** The source before the latest agreement, refused for a while. */
	#formerAddress: string | undefined;
	#formerPort = 0;
	#formerUntil = 0;

	constructor(address: string, port: number) {
		this.#agreedAddress = address;
		this.#agreedPort = port;
	}

	/** Where to send sound. */
	get address(): string {
		return this.#address ?? this.#agreedAddress;
	}

	get port(): number {
		return this.#address === undefined ? this.#agreedPort : this.#port;
	}

	/** Does a packet come from where the one before came from? */
	knows(address: string, port: number, now: number): boolean {
		if (port !== this.#port || address !== this.#address) return false;
		this.#heard = now;
		return true;
	}

	/** Is a packet from `address` and `port` the peer's? */
	accept(address: string, port: number, now: number): boolean {
		if (port !== this.#port || address !== this.#address) {
			if (!this.#admits(address, port, now)) return false;
			this.#address = address;
			this.#port = port;
		}
		this.#heard = now;
		return true;
	}

	/** A new agreement: looks for the source anew, whose first packets the old one's last must not outrun. */
	relock(address: string, port: number, now: number): void {
		const moved = address !== this.#agreedAddress || port !== this.#agreedPort;
		this.#agreedAddress = address;
		this.#agreedPort = port;
		if (moved && this.#address !== undefined) {
			this.#formerAddress = this.#address;
			this.#formerPort = this.#port;
			this.#formerUntil = now + FAREWELL;
		}
		this.#address = undefined;
	}

	#admits(address: string, port: number, now: number): boolean {
		if (address === this.#agreedAddress && port === this.#agreedPort) return true;
		if (this.#address === undefined) {
			return now >= this.#formerUntil || address !== this.#formerAddress || port !== this.#formerPort;
		}
		if (now - this.#heard < SILENCE) return false;
		return address === this.#address || address === this.#agreedAddress;
	}
}
