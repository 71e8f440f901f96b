/**
 * The ordinary course of a stream in native code: packets that follow one another come in, in time, and frames are played
 * from them without a gap. Whatever else happens is left, untouched, to the rest of this folder, which is the reference.
 *
 * While the course is ordinary, the numbers that it changes are in one array, which native code can read; before anything
 * else is done they go back to those who own them, by `restore`, and later they are taken again, by `save`.
 */
export interface CourseCode {
	/** Takes the next packet, which came at `now` in samples of our clock; false, and nothing done, if it is another. */
	receive(course: ArrayBufferLike, octets: Uint8Array, packet: ArrayBuffer, now: number): boolean;
	/** Plays `count` samples, made louder or softer by `percent`; false, and nothing done, if they are not simply there. */
	play(
		course: ArrayBufferLike,
		octets: Uint8Array,
		history: ArrayBufferLike,
		samples: Int16Array,
		count: number,
		percent: number,
	): boolean;
	/** Makes a packet of `count` samples, with the numbers of a sender; `aLaw` is 1 for A-law, 0 for µ-law. */
	send(
		sender: ArrayBufferLike,
		aLaw: number,
		samples: ArrayBufferLike,
		count: number,
		percent: number,
		packet: Uint8Array,
	): void;
}

/** Places of the numbers in the array; struct course of the board has the same order. */
export const ORDINARY = 0;
/** Header of the next packet. */
export const SSRC = 1;
export const TYPE = 2;
export const SEQUENCE = 3;
export const TIMESTAMP = 4;
/** 1 for A-law, 0 for µ-law. */
export const A_LAW = 5;
/** What is played next, and what is behind the newest octet. */
export const POSITION = 6;
export const END = 7;
/** Of the waits. */
export const LEAST = 8;
export const MOST = 9;
export const LEAST_BEFORE = 10;
export const MOST_BEFORE = 11;
export const SINCE = 12;
/** Of the reception. */
export const TRANSIT = 13;
export const JITTER = 14;
/** What has been done meanwhile. */
export const PACKETS = 15;
export const FRAMES = 16;
/** Samples of the history. */
export const HISTORY = 17;
export const NUMBERS = 18;
