import Net from "net";
import WiFi from "wifi";
import { failed, guarded } from "./guard.ts";
import { setUpName } from "./machines/set-up-network.ts";
import { causeOf } from "./machines/station-cause.ts";
import type { WifiLogin } from "./machines/station-output.ts";
import type { Radio, Wireless } from "./machines/wireless.ts";
import { prepareStation, stationReason } from "./native/station.ts";
import type { BoardNetwork } from "./network.ts";

/** Modes of the SDK: a member of a network, and a network of its own. */
const STATION = 1;
/** Channels that the SDK takes for the board's own network. */
const LAST_CHANNEL = 13;
/** Clients of the board's own network. */
const CLIENT_LIMIT = 4;

/**
 * The radio by the SDK's `wifi`, the only module of it that can open a network. The station comes first: with an own network
 * at the beginning, the SDK would not be a member of another besides. NOT RUN on hardware yet.
 */
export class SdkRadio implements Radio {
	#network: BoardNetwork;
	#wireless: Wireless | undefined;
	#setUpName: string | undefined;

	constructor(network: BoardNetwork) {
		this.#network = network;
	}

	/** Switches Wi-Fi on; `wireless` is told what happens from now on. */
	start(wireless: Wireless): void {
		this.#wireless = wireless;
		WiFi.mode = STATION;
		if (!prepareStation()) failed("Wi-Fi", new Error("the station could not be made ready"));
		// The SDK keeps it.
		new WiFi(
			undefined,
			guarded("Wi-Fi", (message: string, code?: number) => this.#hear(wireless, message, code)),
		);
	}

	get address(): string | undefined {
		return this.#network.facts?.address;
	}

	get setUpName(): string {
		this.#setUpName ??= setUpName(Net.get("MAC", "station"));
		return this.#setUpName;
	}

	connect({ name, password }: WifiLogin): void {
		WiFi.connect({ ssid: name, password });
	}

	leave(): void {
		WiFi.connect();
	}

	scan(): void {
		const wireless = this.#wireless;
		WiFi.scan(
			{},
			guarded("Wi-Fi", (network: { ssid: string; rssi: number; authentication?: string } | null) => {
				if (network === null) wireless?.scanned();
				else
					wireless?.found({
						name: network.ssid,
						strength: network.rssi,
						open: network.authentication === "none",
					});
			}),
		);
	}

	endScan(): void {
		WiFi.scan();
	}

	/** On the channel of the network that the board is a member of: it has one radio. */
	open(name: string): void {
		const channel = Net.get("CHANNEL") ?? 0;
		const known = channel >= 1 && channel <= LAST_CHANNEL ? { channel } : {};
		WiFi.accessPoint({ ssid: name, max: CLIENT_LIMIT, station: true, ...known });
		this.#network.isSetUpOpen = true;
	}

	close(): void {
		this.#network.isSetUpOpen = false;
		WiFi.mode = STATION;
	}

	#hear(wireless: Wireless, message: string, code = 0): void {
		switch (message) {
			case "connect":
				wireless.associated();
				return;
			case "disconnect":
				wireless.disconnected(causeOf(stationReason(), code));
				return;
			default:
				wireless.moved();
		}
	}
}
