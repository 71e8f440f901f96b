import UDP, { type UdpOptions } from "embedded:io/socket/udp";
import DNSSD from "embedded:network/dnssd";
import type { Host } from "../../modules/host.ts";
import { attempt, guarded, type Reporter } from "./guard.ts";
import { HouseName } from "./machines/house-name.ts";

/**
 * The board's name in the house and its page among the services there (RFC 6762, RFC 6763), by the SDK's `dnssd`: of the two
 * modules that the SDK has, it is the one whose socket can be replaced, so that a broken message from the house, or a
 * network that is down, ends in our guard and not in a restart. Nothing of the doorbell depends on it. NOT RUN on hardware yet.
 */
export class Mdns {
	#host: Pick<Host, "clock" | "timers">;
	#port: number;
	#reporter: Reporter;
	#house = new HouseName();
	#dnssd: DNSSD | undefined;
	#told = "";

	/** `port` is that of the page. */
	constructor(host: Pick<Host, "clock" | "timers">, port: number, reporter: Reporter) {
		this.#host = host;
		this.#port = port;
		this.#reporter = reporter;
	}

	/** The network is there, or another one: claims the name in it. */
	open(): void {
		this.close();
		this.#house.begin();
		attempt("the name in the house", () => {
			this.#dnssd = new DNSSD({ socket: { io: this.#socket() } });
			this.#claim(this.#dnssd);
		});
	}

	/** Gives the name up. */
	close(): void {
		const dnssd = this.#dnssd;
		this.#dnssd = undefined;
		if (dnssd) attempt("the name in the house", () => dnssd.close());
	}

	#claim(dnssd: DNSSD): void {
		const { name: host } = this.#house;
		dnssd.claim({
			host,
			onReady: guarded("the name in the house", () => {
				this.#house.claimed();
				dnssd.advertise({ serviceType: "_http._tcp", host, port: this.#port, txt: new Map() });
				if (this.#told !== host) this.#reporter.note("info", `The page is also at http://${host}.local/`);
				this.#told = host;
			}),
			// In a turn of its own: the SDK still works on the claim.
			onError: guarded("the name in the house", () => {
				this.#host.timers.set(() => this.#next(dnssd), 0);
			}),
		});
	}

	#next(dnssd: DNSSD): void {
		if (dnssd === this.#dnssd && this.#house.taken()) attempt("the name in the house", () => this.#claim(dnssd));
	}

	/** The SDK's socket, behind our guard, with messages that do not matter left out. */
	#socket(): typeof UDP {
		const house = this.#house;
		const { clock } = this.#host;
		return class HouseSocket extends UDP {
			#message: ReturnType<UDP["read"]>;

			constructor(options: UdpOptions) {
				const { onReadable } = options;
				super({
					...options,
					onReadable: guarded("the name in the house", function (this: UDP) {
						(this as HouseSocket).deliver(onReadable);
					}),
				});
			}

			/** Hands the messages that matter to the SDK, one at a time; the others are thrown away. */
			deliver(onReadable: UdpOptions["onReadable"]): void {
				for (let message = super.read(); message; message = super.read()) {
					if (!house.hears(new Uint8Array(message), clock.now())) continue;
					this.#message = message;
					try {
						onReadable?.call(this, 1);
					} catch {
						// A broken message of somebody in the house: it is no failure of ours.
					}
				}
			}

			override read(): ReturnType<UDP["read"]> {
				const message = this.#message;
				this.#message = undefined;
				return message;
			}
		};
	}
}
