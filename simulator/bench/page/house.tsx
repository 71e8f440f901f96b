import type { BoardView } from "../protocol.ts";
import { HoldButton } from "./hold-button.tsx";

interface HouseProperties {
	readonly board: BoardView;
	readonly onPress: (button: number) => (pressed: boolean) => void;
}

/** The front of the house: the door, which swings open while its relay is on, the light above it, and the door station. */
export function House({ board, onPress }: HouseProperties) {
	const { door, light, lamp, buttons } = board;
	return (
		<div class="house" data-light={light}>
			<div class="entrance">
				<div class="lantern" role="img" aria-label={light ? "The light is on" : "The light is off"} />
				<div class="frame" role="img" aria-label={door ? "The front door is open" : "The front door is closed"}>
					<Hall />
					<div class="leaf" data-open={door}>
						<span class="pane" />
						<span class="panel" />
						<span class="knob" />
					</div>
				</div>
				<div class="step" />
			</div>
			<div class="station">
				<Grille />
				<span class="lamp" data-on={lamp} role="img" aria-label={lamp ? "Status lamp on" : "Status lamp off"} />
				{buttons.map((pressed, index) => (
					// The buttons never change places.
					<HoldButton key={index} class="bell" pressed={pressed} onHold={onPress(index + 1)}>
						<span class="bell-name">Bell {index + 1}</span>
						<BellIcon />
					</HoldButton>
				))}
				<span class="hole" title="Microphone" />
			</div>
		</div>
	);
}

/** What is seen of the hall when the door is open. */
function Hall() {
	return (
		<svg class="hall" viewBox="0 0 100 175" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
			<rect class="hall-wall" width="100" height="175" />
			<path class="hall-floor" d="M0 175v-24l14-13h72l14 13v24z" />
			<path class="hall-rug" d="M26 170l8-24h32l8 24z" />
			<path class="hall-cord" d="M50 0v20" />
			<path class="hall-lamp" d="M38 34a12 14 0 0 1 24 0z" />
			<circle class="hall-bulb" cx="50" cy="35" r="4" />
			<rect class="hall-frame" x="24" y="58" width="24" height="30" rx="1" />
			<path class="hall-picture" d="M27 84v-6l6-7 5 5 3-3 4 4v7z" />
			<path class="hall-cord" d="M60 62h28" />
			<path class="hall-coat" d="M68 63l-6 6-3 26 5 1 2-14-2 32h20l-2-32 2 14 5-1-3-26-6-6-5 4z" />
		</svg>
	);
}

/** The holes in front of the loudspeaker. */
function Grille() {
	const holes = [-2, -1, 0, 1, 2].flatMap((row) =>
		[-2, -1, 0, 1, 2].filter((column) => Math.abs(row) + Math.abs(column) < 4).map((column) => ({ row, column })),
	);
	return (
		<svg class="grille" viewBox="-25 -25 50 50" aria-hidden="true">
			{holes.map(({ row, column }) => (
				<circle key={`${row} ${column}`} cx={10 * column} cy={10 * row} r="2.6" />
			))}
		</svg>
	);
}

function BellIcon() {
	return (
		<svg class="bell-icon" viewBox="0 0 24 24" aria-hidden="true">
			<path d="M12 3a6 6 0 0 0-6 6v4.5L4 17h16l-2-3.5V9a6 6 0 0 0-6-6zM9.5 19a2.5 2.5 0 0 0 5 0z" />
		</svg>
	);
}
