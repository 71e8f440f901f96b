import { SOUND } from "../../../modules/audio/sound.ts";
import type { Contestant } from "./g711-samples.ts";

const UNCHANGED = 100;

export const contestant: Contestant = {
	encode(law, samples) {
		const octets = new Uint8Array(samples.length);
		SOUND[law].encode(samples, 0, samples.length, octets, 0, UNCHANGED);
		return octets;
	},
	decode(law, octets) {
		const samples = new Int16Array(octets.length);
		SOUND[law].decode(octets, 0, octets.length, samples, 0);
		return samples;
	},
};
