import { useEffect, useState } from "preact/hooks";
import { page } from "../store.ts";

/** Counts on from what the last status said; draws anew every second while there is something to count. */
export function useSeconds(seconds: number | undefined): number {
	const [, tick] = useState(0);
	const counting = seconds !== undefined;
	useEffect(() => {
		const timer = setInterval(() => counting && tick((count) => count + 1), 1_000);
		return () => clearInterval(timer);
	}, [counting]);
	return (seconds ?? 0) + (performance.now() - page.statusAt) / 1_000;
}
