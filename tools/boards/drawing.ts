import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";
import { SYMBOLS } from "./symbols.ts";
import { type Part, type Wire, wiringOf } from "./wiring.ts";

/** Measures of the drawing, in its own units: as wide as a phone, so that letters keep their size there. */
const WIDTH = 480;
const MARGIN = 16;
const BOARD = { x: MARGIN, width: 112 } as const;
const PART = { x: 232, width: WIDTH - 232 - MARGIN } as const;
const ROW = 26;
const TITLE = 30;
const GAP = 14;
const TOP = 64;

/** Colours follow the reader's light or dark screen. */
const STYLE = `
	text { font: 15px system-ui, sans-serif; fill: var(--ink); }
	.heading { font-size: 18px; font-weight: 600; }
	.title { font-weight: 600; }
	.end { text-anchor: end; }
	.small { font-size: 13px; fill: var(--faint); }
	.paper { fill: var(--paper); }
	.box { fill: var(--box); stroke: var(--line); stroke-width: 1.5; }
	.inside { stroke-dasharray: 6 4; }
	.symbol { fill: none; stroke: var(--faint); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
	.wire { fill: none; stroke-width: 4; stroke-linecap: round; }
	.red { stroke: #d33; } .orange { stroke: #e80; } .black { stroke: var(--ground); } .yellow { stroke: #c9a400; }
	.blue { stroke: #36c; } .green { stroke: #293; } .violet { stroke: #94c; } .brown { stroke: #964; }
	svg { --paper: #fff; --box: #f4f5f7; --line: #9aa3ad; --ink: #1c2127; --faint: #59636e; --ground: #333; }
	@media (prefers-color-scheme: dark) {
		svg { --paper: #14181d; --box: #1f252c; --line: #59636e; --ink: #e8ecf0; --faint: #9aa6b2; --ground: #b8c0c8; }
	}`;

/** The wiring of a board as a picture: each wire runs straight from its pin to its terminal, supplies from wherever they are. */
export function drawBoard(config: BoardConfig): string {
	const parts = wiringOf(config);
	const drawn: string[] = [];
	let y = TOP;
	for (const part of parts) {
		drawn.push(...drawPart(part, y));
		y += heightOf(part) + GAP;
	}
	const height = y - GAP + MARGIN;
	return svg(WIDTH, height, `Wiring of ${config.board}`, [
		text(MARGIN, 34, config.board, "heading"),
		text(WIDTH - MARGIN, 34, "a pin may stand here twice", "small end"),
		box(BOARD.x, TOP - 8, BOARD.width, height - TOP - MARGIN + 16),
		...drawn,
	]);
}

function heightOf({ wires }: Part): number {
	return TITLE + wires.length * ROW + 6;
}

function drawPart(part: Part, top: number): string[] {
	const height = heightOf(part);
	return [
		box(PART.x, top, PART.width, height, part.inside === true ? "box inside" : "box"),
		text(PART.x + 12, top + 21, part.title, "title"),
		SYMBOLS[part.symbol](PART.x + PART.width - 34, top + TITLE + (part.wires.length * ROW) / 2),
		...part.wires.flatMap((wire, index) => drawWire(wire, top + TITLE + index * ROW + ROW / 2)),
	];
}

function drawWire({ pin, terminal, colour }: Wire, y: number): string[] {
	const from = BOARD.x + BOARD.width;
	return [
		text(from - 10, y + 5, typeof pin === "number" ? `GPIO ${pin}` : pin, "end"),
		`<path class="wire ${colour}" d="M${from} ${y}H${PART.x}"/>`,
		text(PART.x + 12, y + 5, terminal),
	];
}

/** A picture with its own paper, which a page of any colour may show. */
export function svg(width: number, height: number, title: string, content: readonly string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">`,
		`<title>${title}</title>`,
		`<style>${STYLE}\n</style>`,
		`<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
		...content,
		"</svg>",
		"",
	].join("\n");
}

export function text(x: number, y: number, words: string, classes = ""): string {
	return `<text x="${x}" y="${y}"${classes === "" ? "" : ` class="${classes}"`}>${words}</text>`;
}

export function box(x: number, y: number, width: number, height: number, classes = "box"): string {
	return `<rect class="${classes}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`;
}
