import type { Host, Udp } from "../../../modules/host.ts";
import { DNS_PORT } from "./dns-query.ts";
import { answerAnyName, isOnSetUp } from "./set-up-network.ts";

/** Questions that are answered in one second; phones ask again. */
export const ANSWERS_PER_SECOND = 40;

const SECOND = 1_000;

/** The name server of the set-up network: whatever a phone looks up is the board, so that its page opens by itself. */
export class Portal {
	#host: Pick<Host, "clock">;
	#socket: Udp;
	#since: number;
	#answered = 0;

	/** Opens the socket; throws when the port is taken. */
	constructor(host: Pick<Host, "clock" | "Udp">) {
		this.#host = host;
		this.#since = host.clock.now();
		this.#socket = new host.Udp({ port: DNS_PORT, onReadable: () => this.#receive() });
	}

	close(): void {
		this.#socket.close();
	}

	/** Who is not on the set-up network has a name server of his own. */
	#receive(): void {
		for (let packet = this.#socket.read(); packet; packet = this.#socket.read()) {
			if (!isOnSetUp(packet.address) || !this.#mayAnswer()) continue;
			const answer = answerAnyName(new Uint8Array(packet));
			if (answer === undefined) continue;
			try {
				this.#socket.write(answer, packet.address, packet.port);
			} catch {
				// Lost like one on the way: the phone asks again.
			}
		}
	}

	#mayAnswer(): boolean {
		const now = this.#host.clock.now();
		if (now >= this.#since + SECOND) {
			this.#since = now;
			this.#answered = 0;
		}
		this.#answered += 1;
		return this.#answered <= ANSWERS_PER_SECOND;
	}
}
