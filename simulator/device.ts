import type { Host } from "../modules/host.ts";

/** A further device beside the doorbell: same network, time and chance, nothing to press or to switch, and its own sound. */
export function deviceOn(host: Host, own: Partial<Pick<Host, "Udp" | "AudioIn" | "AudioOut">>): Host {
	const { clock, timers, network, text, storage, hash, token, random, Udp, firmware, platform } = host;
	return {
		clock,
		timers,
		network,
		text,
		storage,
		hash,
		token,
		random,
		Udp,
		firmware,
		platform,
		button: () => undefined,
		output: () => undefined,
		...own,
	};
}
