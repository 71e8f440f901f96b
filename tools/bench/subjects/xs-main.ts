/**
 * What a bundle of tools/bench/measure/xs.ts does on XS. It is preloaded, as the modules of the board are; `bench` is then
 * called by a turn of the event loop, so that an operation has the stack for itself.
 */
import type { Operation, Operations } from "./operation.ts";

/** So often an operation is done to see whether the board's heap bears it: garbage has to be collected in between. */
const REPETITIONS = 20;

const NOTHING: Operation = { name: "", run() {} };

function doOnce(operation: Operation): void {
	operation.prepare?.();
	operation.run();
}

/** Bytecodes, slots, bytes of chunks and stack slots of one operation that has been done before. */
function count(operation: Operation): readonly number[] {
	doOnce(operation);
	operation.prepare?.();
	xs.gc();
	xs.resetPeaks();
	const before = xs.statistics();
	const start = xs.meter();
	operation.run();
	const bytecodes = xs.meter() - start;
	const { slots, chunkBytes, stack } = xs.statistics();
	return [
		bytecodes,
		slots.used - before.slots.used,
		chunkBytes.used - before.chunkBytes.used,
		stack.peak - before.stack.used,
	];
}

/** Prints a line for each operation, without what measuring itself costs. */
function countAll(operations: readonly Operation[]): void {
	const idle = count(NOTHING);
	for (const operation of operations) {
		const counts = count(operation).map((value, index) => value - idle[index]!);
		print(`count ${counts.join(" ")} ${operation.name}`);
	}
}

/** Does each operation once under the eyes of a profiler; the first is none, and tells what looking costs. */
function profileAll(operations: readonly Operation[]): void {
	for (const operation of [NOTHING, ...operations]) {
		const run = () => operation.run();
		doOnce(operation);
		operation.prepare?.();
		xs.gc();
		xs.profiled(run);
	}
}

function repeat(operation: Operation): void {
	for (let times = 0; times < REPETITIONS; times += 1) doOnce(operation);
	print("bears");
}

/** Lets `bench()` do what the argument of the command line asks for. */
export function offer(make: Operations): void {
	Object.assign(globalThis, {
		bench: () => {
			const operations = make();
			const [mode, index] = xs.argument!.split(" ");
			if (mode === "count") countAll(operations);
			else if (mode === "profile") profileAll(index === undefined ? operations : [operations[Number(index)]!]);
			else repeat(operations[Number(index)]!);
		},
	});
}
