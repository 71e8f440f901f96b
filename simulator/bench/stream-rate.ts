import type { MediaStatistics } from "../../modules/drivers/rtp-session.ts";
import type { StreamView } from "./protocol.ts";

/** Shortest time, milliseconds, over which packets are counted. */
const PERIOD = 1_000;

/** How many packets a stream sends and receives in a second. */
export class StreamRate {
	#at = 0;
	#sent = 0;
	#received = 0;
	#sendRate = 0;
	#receiveRate = 0;

	/** Takes the counts; the rates change once in a second. */
	view(statistics: MediaStatistics | undefined, now: number): StreamView | undefined {
		if (!statistics) {
			this.#begin(now, 0, 0);
			this.#sendRate = this.#receiveRate = 0;
			return undefined;
		}
		const { law, sent, received, lost, late, jitter, depth } = statistics;
		const seconds = (now - this.#at) / 1_000;
		if (sent < this.#sent) this.#begin(now, sent, received);
		else if (now - this.#at >= PERIOD) {
			this.#sendRate = Math.round((sent - this.#sent) / seconds);
			this.#receiveRate = Math.round((received - this.#received) / seconds);
			this.#begin(now, sent, received);
		}
		const rates = { sendRate: this.#sendRate, receiveRate: this.#receiveRate };
		return { law, sent, received, ...rates, lost, late, jitter, depth };
	}

	#begin(now: number, sent: number, received: number): void {
		this.#at = now;
		this.#sent = sent;
		this.#received = received;
	}
}
