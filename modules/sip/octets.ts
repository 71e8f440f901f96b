/** Finds what may take more than one byte. Begins at the tab: XS gets classes that begin at NUL wrong. */
const NOT_ASCII = /[^\t-~]/;

/** How many bytes a text takes in UTF-8 (RFC 3629). */
export function utf8Length(text: string): number {
	if (!NOT_ASCII.test(text)) return text.length;
	let length = 0;
	for (const character of text) length += width(character);
	return length;
}

/** The beginning of a text that fits into so many bytes of UTF-8. */
export function cutToOctets(text: string, octets: number): string {
	let left = octets;
	let end = 0;
	for (const character of text) {
		left -= width(character);
		if (left < 0) break;
		end += character.length;
	}
	return text.slice(0, end);
}

function width(character: string): number {
	const codePoint = character.codePointAt(0)!;
	return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}
