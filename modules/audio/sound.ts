import { type Codec, PCMA, PCMU } from "./g711.ts";
import { amplify } from "./gain.ts";
import { append, copy } from "./history.ts";
import { peak } from "./level.ts";
import { addSine } from "./sine.ts";

/**
 * The work on samples that every frame of a call needs. A host may supply it in native code (`Host.sound`), because 160
 * samples take XS more time than all the rest of a packet; what is here is the reference, to which it must be equal.
 *
 * Nothing is allocated. Samples are in the host's byte order, and an array of them begins where its buffer begins: native
 * code is given the buffer. Indexes and counts must lie within the arrays, native code throws where they do not.
 */
export interface Sound {
	/** The two laws of G.711. */
	readonly PCMU: Codec;
	readonly PCMA: Codec;
	/** Makes the first `count` samples louder or softer by `percent`, 0 to 800. */
	amplify(samples: Int16Array, count: number, percent: number): void;
	/** Adds a sine of `step` parts of a period per sample, from `phase` on, to samples `from` to `to`; returns its next phase. */
	addSine(samples: Int16Array, from: number, to: number, phase: number, step: number): number;
	/** Copies `count` octets, from `offset` on, to `at` of another array. */
	copy(octets: Uint8Array, offset: number, count: number, to: Uint8Array, at: number): void;
	/** Puts samples `from` to `to` behind the first `length` of `history`, the oldest of which make room; no more than `length`. */
	append(history: Int16Array, length: number, samples: Int16Array, from: number, to: number): void;
	/** Largest magnitude in the first `count` samples, 0 to 32,768. */
	peak(samples: Int16Array, count: number): number;
}

/** The reference. */
export const SOUND: Sound = Object.freeze({ PCMU, PCMA, amplify, addSine, append, copy, peak });
