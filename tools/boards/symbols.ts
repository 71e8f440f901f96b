import type { Sign } from "./wiring.ts";

/** Signs of parts, drawn around a point: as in circuit diagrams, but plain. */
export const SYMBOLS: Readonly<Record<Sign, (x: number, y: number) => string>> = {
	microphone: (x, y) => group(x, y, '<circle r="12"/><path d="M-14 -12V12"/>'),
	loudspeaker: (x, y) => group(x, y, '<path d="M-12 -6H-5L6 -15V15L-5 6H-12Z"/><path d="M11 -7Q15 0 11 7"/>'),
	relay: (x, y) => group(x, y, '<rect x="-13" y="2" width="26" height="14"/><path d="M-16 -12H-8L9 -20M9 -12H16"/>'),
	button: (x, y) => group(x, y, '<path d="M-18 6H-10M10 6H18M-12 -4H12M0 -4V-14M-5 -14H5"/>'),
	lamp: (x, y) => group(x, y, '<path d="M-9 -8L9 0L-9 8ZM9 -9V9M-18 0H-9M9 0H18M0 -12L6 -18M7 -10L13 -16"/>'),
};

function group(x: number, y: number, content: string): string {
	return `<g class="symbol" transform="translate(${x} ${y})">${content}</g>`;
}
