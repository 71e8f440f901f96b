import { Digest } from "crypt";
import Net from "net";
import Preference from "preference";
import RNG from "rng";
import TextDecoder from "text/decoder";
import Timer from "timer";
import type { Hash, Host, ResolveOptions, Subnet } from "../../modules/host.ts";
import { AudioIn, AudioOut } from "./audio.ts";
import { UnwrappedClock } from "./clock.ts";
import { openButton, openOutput } from "./gpio.ts";
import { PageFiles } from "./page-files.ts";
import { lookUpService } from "./service.ts";
import { Listener, Tcp } from "./tcp.ts";
import { Udp } from "./udp.ts";

/** NVS domain of everything that we keep. */
const DOMAIN = "doorbell";

/** The SDK has no SHA-512/256, and a truncated SHA-512 is another function. */
const hash: Hash = (algorithm, text) => {
	if (algorithm === "SHA-512-256") return undefined;
	const digest = new Digest(algorithm === "MD5" ? "MD5" : "SHA256");
	digest.write(ArrayBuffer.fromString(text));
	return new Uint8Array(digest.close()).toHex();
};

function resolve({ host, onResolved, onError }: ResolveOptions): void {
	try {
		Net.resolve(host, (_name, address) => (address === undefined ? onError() : onResolved([address])));
	} catch {
		// The look-up queue of lwIP is full.
		Timer.set(onError, 0);
	}
}

/** The SDK does not tell the mask: as good as every home has this one. */
const PREFIX = 24;

function subnets(): readonly Subnet[] {
	const address = Net.get("IP");
	return address ? [{ address, prefix: PREFIX }] : [];
}

/** The ESP32 as a host. NOT RUN on hardware yet. */
export function createHost(): Host {
	const decoder = new TextDecoder();
	const files = new PageFiles();
	return {
		clock: new UnwrappedClock(),
		timers: Timer,
		network: { address: () => Net.get("IP"), subnets, resolve, service: lookUpService },
		text: { encode: (text) => new Uint8Array(ArrayBuffer.fromString(text)), decode: (bytes) => decoder.decode(bytes) },
		storage: {
			read: (key) => Preference.get(DOMAIN, key),
			write: (key, value) => Preference.set(DOMAIN, key, value),
			delete: (key) => Preference.delete(DOMAIN, key),
		},
		hash,
		token: () => new Uint8Array(RNG.get(8)).toHex(),
		random: () => Math.random(),
		Udp,
		Listener,
		Tcp,
		AudioIn,
		AudioOut,
		button: openButton,
		output: openOutput,
		file: (path) => files.file(path),
		firmware: "0.1.0",
		platform: "ESP32",
	};
}
