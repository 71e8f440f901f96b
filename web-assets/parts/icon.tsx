/** The drawings of the page, in a field of 24 by 24, drawn with lines. */
const DRAWINGS = {
	now: "M6 9a6 6 0 0 1 12 0v5l2 3H4l2-3zM10 20a2 2 0 0 0 4 0",
	log: "M5 5h14M5 10h14M5 15h14M5 20h8",
	why: "M9 9a3 3 0 1 1 3 4v1M12 17v.1M12 3a9 9 0 1 0 .1 0z",
	settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
	call: "M6 3h3l2 5-3 2a11 11 0 0 0 6 6l2-3 5 2v3a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
	end: "M3 15c5-5 13-5 18 0l-3 3-4-2v-3a9 9 0 0 0-4 0v3l-4 2z",
	reject: "M6 6l12 12M18 6L6 18",
	door: "M6 21V4h9v17M3 21h18M15 6h3v15M12 12v2",
	light: "M9 17a7 7 0 1 1 6 0zM10 20h4",
	microphone: "M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM6 11a6 6 0 0 0 12 0M12 17v4",
	loudspeaker: "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12",
	pause: "M9 5v14M15 5v14",
	transfer: "M4 12h15M13 6l6 6-6 6",
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A drawing beside words: screen readers pass it over. */
export function Icon({ name }: { readonly name: IconName }) {
	return (
		<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
			<path d={DRAWINGS[name]} />
		</svg>
	);
}
