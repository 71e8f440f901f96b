import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";
import { type Wire, wiringOf } from "./wiring.ts";

/** Puts the table of every board between its marks, and leaves the rest of the document as it is. */
export function withWiring(document: string, boards: readonly BoardConfig[]): string {
	return boards.reduce((text, config) => {
		const { start, end } = marks(config.board);
		const [before, rest] = cut(text, start, config.board);
		const [, after] = cut(rest, end, config.board);
		return `${before}${start}\n\n${table(config)}\n${end}${after}`;
	}, document);
}

function marks(board: string): { readonly start: string; readonly end: string } {
	return { start: `<!-- wiring of ${board}: written by tools/boards/write.ts -->`, end: `<!-- end of ${board} -->` };
}

function cut(text: string, mark: string, board: string): readonly [before: string, after: string] {
	const at = text.indexOf(mark);
	if (at < 0) throw new Error(`docs/boards.md has no place for ${board}: ${mark}`);
	return [text.slice(0, at), text.slice(at + mark.length)];
}

function table(config: BoardConfig): string {
	const rows = wiringOf(config).flatMap(({ title, inside = false, wires }) =>
		wires.map((wire) => row(title, inside, wire)),
	);
	return ["| Pin | Part | Its pin | Wire | Setting | Note |", "|---|---|---|---|---|---|", ...rows, ""].join("\n");
}

function row(title: string, inside: boolean, { pin, terminal, colour, setting, note = "" }: Wire): string {
	const place = typeof pin === "number" ? `GPIO ${pin}` : pin;
	const wire = inside ? "none: inside" : colour;
	return `| ${place} | ${title} | ${terminal} | ${wire} | ${setting === undefined ? "" : `\`${setting}\``} | ${note} |`;
}
