/** All values that a sample can have. */
export const ALL_SAMPLES = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
/** All octets. */
export const ALL_OCTETS = Uint8Array.from({ length: 256 }, (_, index) => index);

/** A codec to be compared; both functions take arrays of any length. */
export interface Contestant {
	encode(law: "PCMU" | "PCMA", samples: Int16Array): Uint8Array;
	decode(law: "PCMU" | "PCMA", octets: Uint8Array): Int16Array;
}
