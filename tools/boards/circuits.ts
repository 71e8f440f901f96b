import { box, svg, text } from "./drawing.ts";

/** Circuits beside the board that every board shares. */
export const CIRCUITS: Readonly<Record<string, () => string>> = {
	strike: drawStrike,
	"bell-transformer": drawTransformer,
};

const wire = (colour: string, path: string): string => `<path class="wire ${colour}" d="${path}"/>`;
const symbol = (path: string): string => `<path class="symbol" d="${path}"/>`;

/** The door strike on its own supply, switched by the contact of the relay, with a diode across its coil. */
function drawStrike(): string {
	return svg(480, 290, "Door strike on its own supply", [
		text(16, 34, "Door strike (12 V DC)", "heading"),
		box(16, 64, 120, 84),
		text(28, 92, "Supply", "title"),
		text(28, 116, "12 V DC", "small"),
		text(126, 105, "+", "end"),
		text(126, 133, "−", "end"),
		text(28, 174, "no wire to", "small"),
		text(28, 192, "the board", "small"),
		box(190, 56, 112, 62),
		text(202, 79, "Relay", "title"),
		text(202, 105, "COM", "small"),
		text(292, 105, "NO", "small end"),
		wire("red", "M136 100H190"),
		wire("red", "M302 100H396V160"),
		wire("red", "M396 140H318V184"),
		box(356, 160, 108, 80),
		text(368, 194, "Door", "title"),
		text(368, 216, "strike", "title"),
		wire("black", "M136 128H160V262H396V240"),
		wire("black", "M318 262V222"),
		symbol("M308 216H328L318 196ZM308 194H328M318 184V194M318 216V222"),
		text(300, 200, "diode 1N4007,", "small end"),
		text(300, 218, "bar to +", "small end"),
	]);
}

/** Two ways to live with a bell transformer: as a supply, or as an old button whose voltage is only looked at. */
function drawTransformer(): string {
	return svg(480, 470, "Two ways to use a bell transformer", [
		text(16, 34, "Bell transformer as supply", "heading"),
		box(16, 56, 124, 84),
		text(28, 84, "Transformer", "title"),
		text(28, 106, "8–12 V AC", "small"),
		wire("brown", "M140 78H180"),
		wire("brown", "M140 118H180"),
		box(180, 56, 100, 84),
		text(192, 84, "Bridge", "title"),
		text(192, 106, "and 1000 µF", "small"),
		wire("red", "M280 78H344"),
		wire("black", "M280 118H344"),
		box(344, 56, 120, 84),
		text(356, 84, "Regulator", "title"),
		text(356, 106, "buck, 5 V 2 A", "small"),
		wire("red", "M384 140V176"),
		wire("black", "M424 140V176"),
		text(384, 196, "5V"),
		text(424, 196, "GND"),
		text(16, 246, "Old button that switches AC", "heading"),
		box(16, 272, 108, 100),
		text(28, 300, "AC from", "title"),
		text(28, 320, "the button", "title"),
		text(28, 344, "8–12 V AC", "small"),
		wire("brown", "M124 296H208"),
		wire("brown", "M124 350H208"),
		box(145, 286, 42, 20),
		text(150, 276, "1 kΩ", "small"),
		box(208, 272, 128, 100),
		text(218, 300, "Opto-coupler", "title"),
		text(218, 322, "PC817,", "small"),
		text(218, 340, "1N4148 across", "small"),
		text(218, 358, "its LED", "small"),
		wire("green", "M336 296H400"),
		wire("black", "M336 350H400"),
		text(406, 301, "GPIO"),
		text(406, 355, "GND"),
		wire("green", "M366 296V320"),
		wire("black", "M366 332V350"),
		symbol("M354 322H378M354 330H378"),
		text(386, 331, "4.7 µF", "small"),
		text(16, 404, "Nothing else may join its left side and its right side.", "small"),
		text(16, 424, "The capacitor bridges the gaps between the half waves;", "small"),
		text(16, 444, "without it one press would look like many.", "small"),
	]);
}
