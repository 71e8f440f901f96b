import type { Network, ResolveOptions, ServiceOptions, Subnet } from "../../modules/host.ts";
import { isOnSetUp, SET_UP_ADDRESS } from "./machines/set-up-network.ts";
import { readFacts, type StationFacts } from "./machines/station-facts.ts";
import { stationFacts } from "./native/station.ts";
import { Names } from "./service.ts";

/** The network of the board: its Wi-Fi. NOT RUN on hardware yet. */
export class BoardNetwork implements Network {
	/** Whether the board has opened its own network. */
	isSetUpOpen = false;
	#names = new Names();
	#text: string | undefined;
	#facts: StationFacts | undefined;

	/** What is known of the network that the board is a member of; `undefined` while it is in none. */
	get facts(): StationFacts | undefined {
		const text = stationFacts();
		if (text !== this.#text) {
			this.#text = text;
			this.#facts = readFacts(text);
		}
		return this.#facts;
	}

	address(remote: string): string | undefined {
		return this.isSetUpOpen && isOnSetUp(remote) ? SET_UP_ADDRESS : this.facts?.address;
	}

	/** Not that of the set-up network, which is open to everybody near the door: who is in it is no neighbour. */
	subnets(): readonly Subnet[] {
		const { facts } = this;
		return facts ? [facts] : [];
	}

	resolve(options: ResolveOptions): void {
		this.#names.resolve(options);
	}

	service(options: ServiceOptions): void {
		this.#names.service(options);
	}
}
