import type { SeededRandom } from "../../simulator/seeded-random.ts";

const PIECES = Object.freeze([
	"\r\n",
	"\n",
	"\r",
	" ",
	"\t",
	":",
	";",
	",",
	"=",
	"<",
	">",
	'"',
	"\\",
	"@",
	"?",
	"%",
	"[",
	"\0",
	"é",
	"\ufffd",
	"SIP/2.0",
	"0",
	"-",
]);

/** The text with one to six things cut out, put in or doubled. */
export function mutate(text: string, random: SeededRandom): string {
	const below = (limit: number) => Math.floor(random.next() * limit);
	let result = text;
	for (let changes = 1 + below(6); changes > 0; changes--) {
		const at = below(result.length);
		const length = below(below(40) + 1);
		const choice = random.next();
		const middle =
			choice < 0.3 ? "" : choice < 0.8 ? PIECES[below(PIECES.length)]! : result.slice(at, at + length).repeat(2);
		result = result.slice(0, at) + middle + result.slice(at + (random.next() < 0.5 ? length : 0));
	}
	return result;
}
