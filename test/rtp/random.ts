/** Numbers from 0 to 1 that look random and are the same for the same seed (a 32-bit linear congruential generator). */
export function seeded(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return ((state >>> 8) & 0xffffff) / 0x1000000;
	};
}

/** A copy of `bytes` with a few octets changed, cut out or put in. */
export function mutateBytes(bytes: Uint8Array, random: () => number): Uint8Array {
	const octets = Array.from(bytes);
	const changes = 1 + Math.floor(random() * 4);
	for (let change = 0; change < changes; change++) {
		const at = Math.floor(random() * (octets.length + 1));
		const octet = random() < 0.3 ? [0, 1, 0x7f, 0x80, 0xff][Math.floor(random() * 5)]! : Math.floor(random() * 256);
		switch (Math.floor(random() * 4)) {
			case 0:
				octets.splice(at, 1 + Math.floor(random() * 8));
				break;
			case 1:
				octets.splice(at, 0, octet);
				break;
			default:
				if (at < octets.length) octets[at] = octet;
		}
	}
	return Uint8Array.from(octets);
}

const SNIPPETS = Object.freeze(
	[
		"",
		"\r\n",
		"\n",
		":",
		"/",
		" ",
		"=",
		"m=",
		"a=",
		"c=",
		"65536",
		"-1",
		"999999999999",
		"\u0000",
		"ü",
		"audio",
	].slice(),
);

/** A copy of `text` with a few parts changed, cut out, doubled or put in. */
export function mutateText(text: string, random: () => number): string {
	let result = text;
	const changes = 1 + Math.floor(random() * 3);
	for (let change = 0; change < changes; change++) {
		const from = Math.floor(random() * (result.length + 1));
		const to = from + Math.floor(random() * random() * 40);
		const before = result.slice(0, from);
		const part = result.slice(from, to);
		const after = result.slice(to);
		const snippet = SNIPPETS[Math.floor(random() * SNIPPETS.length)]!;
		if (random() < 0.3) result = before + part + part + after;
		else result = before + snippet + after;
	}
	return result;
}
