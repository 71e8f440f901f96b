/** Prints what is live after a collection, and the stack's peak since the last time; `npm run test:xs` makes tables of it. */
export function report(label: string): void {
	// Some of what nobody uses any more goes in the second collection only.
	xs.gc();
	xs.gc();
	const { slots, chunkBytes, stack } = xs.statistics();
	print(`heap ${label} ${slots.used} ${chunkBytes.used} ${stack.peak}`);
	if (xs.argument === "census") xs.census();
	xs.resetPeaks();
}
