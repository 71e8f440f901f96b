import { alaw, mulaw } from "alawmulaw";
import type { Contestant } from "./g711-samples.ts";

export const contestant: Contestant = {
	encode: (law, samples) => (law === "PCMU" ? mulaw : alaw).encode(samples),
	decode: (law, octets) => (law === "PCMU" ? mulaw : alaw).decode(octets),
};
