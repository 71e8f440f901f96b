import { type Source, silence } from "../../hosts/node/audio-format.ts";
import { clock } from "../../hosts/node/clock.ts";
import { hash } from "../../hosts/node/hash.ts";
import { identity } from "../../hosts/node/identity.ts";
import { Loudspeaker } from "../../hosts/node/loudspeaker.ts";
import { Microphone } from "../../hosts/node/microphone.ts";
import { network } from "../../hosts/node/network.ts";
import { random, token } from "../../hosts/node/random.ts";
import { text } from "../../hosts/node/text.ts";
import { timers } from "../../hosts/node/timers.ts";
import { Udp } from "../../hosts/node/udp.ts";
import type { Host } from "../../modules/host.ts";
import { VirtualStorage } from "../virtual-storage.ts";

/** A door station of a fleet on the computer's network: it keeps nothing, and has sound but neither buttons nor outputs. */
export function createFleetDevice(source: Source = silence): Host {
	const microphone = new Microphone(clock, timers, source);
	const loudspeaker = new Loudspeaker(clock, timers, { play() {}, finish() {} });
	return {
		clock,
		timers,
		network,
		text,
		storage: new VirtualStorage(),
		hash,
		token,
		random,
		Udp,
		AudioIn: microphone.AudioIn,
		AudioOut: loudspeaker.AudioOut,
		button: () => undefined,
		output: () => undefined,
		...identity,
	};
}
