/** Hash functions and random numbers. */

declare module "crypt" {
	/** Hash function by name: "MD5", "SHA256" and others. */
	export class Digest {
		constructor(algorithm: string);
		write(data: string | ArrayBuffer): void;
		close(): ArrayBuffer;
	}
}

declare module "rng" {
	const RNG: { get(bytes: number): ArrayBuffer };
	export default RNG;
}
