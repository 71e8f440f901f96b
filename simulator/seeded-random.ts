/** Numbers that look random and are the same for the same seed. For simulations: anyone can guess them. */
export class SeededRandom {
	#state: number;

	constructor(seed: number | string) {
		let state = 0x811c9dc5;
		for (const character of String(seed)) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
		this.#state = state;
	}

	/** From 0 (inclusive) to 1 (exclusive). */
	next(): number {
		return this.#bits() / 0x1_0000_0000;
	}

	/** 16 lower-case hexadecimal digits. */
	token(): string {
		return hexadecimal(this.#bits()) + hexadecimal(this.#bits());
	}

	/** 32 bit: a Weyl sequence, each step stirred by two multiplications. */
	#bits(): number {
		this.#state = (this.#state + 0x9e3779b9) | 0;
		let bits = this.#state;
		bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
		bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
		return (bits ^ (bits >>> 15)) >>> 0;
	}
}

function hexadecimal(bits: number): string {
	return (bits + 0x1_0000_0000).toString(16).slice(1);
}
