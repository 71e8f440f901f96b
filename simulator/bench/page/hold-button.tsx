import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** How long a press lasts that has no end of its own, as that of a screen reader, milliseconds. */
const TAP = 300;

interface HoldButtonProperties {
	readonly class: string;
	readonly label?: string;
	readonly pressed: boolean;
	readonly onHold: (held: boolean) => void;
	readonly children?: ComponentChildren;
}

/** A button that is pressed for as long as it is held, by pointer or by keyboard. */
export function HoldButton({ label, pressed, onHold, children, class: name }: HoldButtonProperties) {
	const held = useRef(false);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const hold = (on: boolean) => {
		clearTimeout(timer.current);
		if (on === held.current) return;
		held.current = on;
		onHold(on);
	};
	const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";
	useEffect(() => () => clearTimeout(timer.current), []);
	return (
		<button
			type="button"
			class={name}
			aria-label={label}
			data-pressed={pressed}
			onPointerDown={(event) => {
				if (event.button !== 0) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				hold(true);
			}}
			onPointerUp={() => hold(false)}
			onPointerCancel={() => hold(false)}
			onLostPointerCapture={() => hold(false)}
			onContextMenu={(event) => event.preventDefault()}
			onKeyDown={(event) => {
				if (!isKey(event)) return;
				event.preventDefault();
				hold(true);
			}}
			onKeyUp={(event) => {
				if (!isKey(event)) return;
				event.preventDefault();
				hold(false);
			}}
			onBlur={() => hold(false)}
			onClick={(event) => {
				// A click without a finger or a key: assistive technology.
				if (event.detail !== 0 || held.current) return;
				hold(true);
				timer.current = setTimeout(() => hold(false), TAP);
			}}
		>
			{children}
		</button>
	);
}
