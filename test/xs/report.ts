/** Prints what is live after a collection, and the stack's peak so far; `npm run test:xs` makes tables of it. */
export function report(label: string): void {
	xs.gc();
	const { slots, chunkBytes, stack } = xs.statistics();
	print(`heap ${label} ${slots.used} ${chunkBytes.used} ${stack.peak}`);
	if (xs.argument === "census") xs.census();
}
