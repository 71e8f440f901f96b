import type { Appliance } from "../../modules/drivers/appliance.ts";
import { attempt } from "./guard.ts";
import type { BoardHost } from "./host.ts";
import { Wireless, type WirelessOwner } from "./machines/wireless.ts";
import { Mdns } from "./mdns.ts";
import { Sntp } from "./sntp.ts";
import { SdkRadio } from "./wifi.ts";

/** Wi-Fi, and what begins anew with each network: the registration, the time of day, the name in the house. NOT RUN on hardware yet. */
export class NetworkLife implements WirelessOwner {
	readonly wireless: Wireless;
	#host: BoardHost;
	#appliance: Appliance;
	#radio: SdkRadio;
	#time: Sntp;
	#name: Mdns;

	/** Switches Wi-Fi on, without which the SDK opens no sockets. `port` is that of the page. */
	constructor(host: BoardHost, appliance: Appliance, port: number) {
		this.#host = host;
		this.#appliance = appliance;
		this.#radio = new SdkRadio(host.network);
		this.wireless = new Wireless(host, this.#radio);
		this.#time = new Sntp(host, appliance);
		this.#name = new Mdns(host, port, appliance);
		attempt("Wi-Fi", () => this.#radio.start(this.wireless));
	}

	/** Joins the network that is known, or opens the board's own. */
	start(): void {
		attempt("Wi-Fi", () => this.wireless.start(this));
	}

	/** For the Wi-Fi: a line for the log. */
	note(level: "info" | "error", text: string): void {
		this.#appliance.note(level, text);
	}

	/** For the Wi-Fi: the network is there, or there again. */
	networkUp(): void {
		this.#appliance.show("OFFLINE", false);
		this.#appliance.networkUp();
		attempt("the clock", () => this.#time.up(this.#host.network.facts?.gateway ?? ""));
		this.#follow();
	}

	/** For the Wi-Fi: there is no network any more. */
	networkDown(): void {
		this.#appliance.show("OFFLINE", true);
	}

	/** For the Wi-Fi. */
	setUpNetwork(): void {
		this.#follow();
	}

	/** The SDK would answer for our name without an address while the board has a network of its own besides. */
	#follow(): void {
		const { network } = this.#host;
		if (network.isSetUpOpen || network.facts === undefined) this.#name.close();
		else this.#name.open();
	}
}
