import type { Properties } from "./view.ts";

/** Gives an element the properties that differ from those before. */
export function setProperties(element: Element, props: Properties, before: Properties): void {
	const target = element as unknown as Record<string, unknown>;
	for (const name in { ...before, ...props }) {
		const value = props[name];
		// What the person at the page changes, too: compared with what is in the document.
		if (["value", "checked"].includes(name)) {
			if (target[name] !== value) target[name] = value;
		} else if (name === "ref") (value as { current: unknown }).current = element;
		else if (value === before[name] || ["key", "children"].includes(name)) continue;
		else if (name.startsWith("on")) target[name.toLowerCase()] = value ?? null;
		// `false` is a value of aria-… and data-…, and of everything else the absence.
		else if (value == null || (value === false && name[4] !== "-")) element.removeAttribute(name);
		else element.setAttribute(name, String(value));
	}
}
