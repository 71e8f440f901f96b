import type { WifiNetwork } from "../../../modules/host.ts";

/** Networks that are remembered; the weakest one gives way to a stronger one. */
export const SIGHT_LIMIT = 20;

/** Control characters and what is no UTF-8: nobody can pick such a name. */
const UNREADABLE = /[\0-\x1f\x7f\ufffd]/;

/** The Wi-Fi networks in sight, each name once, as strong as its strongest access point. */
export class Sight {
	#networks: WifiNetwork[] = [];

	/** An access point was found. */
	add(network: WifiNetwork): void {
		const { name, strength } = network;
		if (name === "" || UNREADABLE.test(name)) return;
		const networks = this.#networks;
		const same = networks.findIndex((other) => other.name === name);
		if (same >= 0) {
			if (strength > networks[same]!.strength) networks[same] = network;
		} else if (networks.length < SIGHT_LIMIT) {
			networks.push(network);
		} else {
			let weakest = 0;
			for (let index = 1; index < networks.length; index++)
				if (networks[index]!.strength < networks[weakest]!.strength) weakest = index;
			if (strength > networks[weakest]!.strength) networks[weakest] = network;
		}
	}

	/** All that were found, the strongest first; forgets them. */
	take(): readonly WifiNetwork[] {
		const networks = this.#networks.sort((left, right) => right.strength - left.strength);
		this.#networks = [];
		return networks;
	}
}
