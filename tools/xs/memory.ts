import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaced } from "../bench/document.ts";
import type { Part } from "./census.ts";

const LIMITS = "test/xs/limits.json";
const DOCUMENT = "docs/benchmarks.md";

/** Slots of the board's stack, and how many of them may be in use. */
const STACK = 512;
const STACK_LIMIT = Math.floor(0.6 * STACK);
/** What may become of slots and bytes before somebody has to look. */
const TOLERANCE = 1.03;

/** What the design allows a call with the page open. */
const BUDGET = { label: "in a call, page open", slots: 3_450, bytes: 56_320 };
/** What the objects of the SDK may take besides: an estimate. */
const SDK = { slots: 600, bytes: 6_144 };

/** A line of test/xs/report.ts: what is live, and the stack's peak since the line before. */
export interface Heap {
	readonly label: string;
	readonly slots: number;
	readonly bytes: number;
	readonly stack: number;
}

/** The most that the rows may show, by their labels. */
export type Limits = Readonly<Record<string, Omit<Heap, "label">>>;

/** The lines of test/xs/report.ts in what a script has printed. */
export function heapOf(output: string): Heap[] {
	const rows = output.matchAll(/^heap (.+) (\d+) (\d+) (\d+)$/gm);
	return Array.from(rows, ([, label = "", slots, bytes, stack]) => ({
		label,
		slots: Number(slots),
		bytes: Number(bytes),
		stack: Number(stack),
	}));
}

export function readLimits(root: string): Limits {
	const path = join(root, LIMITS);
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** What is more than it may be, in sentences. */
export function excesses(heap: readonly Heap[], limits: Limits): string[] {
	return heap.flatMap(({ label, slots, bytes, stack }) => {
		const limit = limits[label];
		if (limit === undefined) return [`${label}: no limit in ${LIMITS}; npm run test:xs -- --write puts it there`];
		if (slots <= limit.slots && bytes <= limit.bytes && stack <= limit.stack) return [];
		return [`${label}: more than ${limit.slots} slots, ${limit.bytes} bytes or ${limit.stack} stack slots (${LIMITS})`];
	});
}

/** What is live in the last row and not in the first one, or the other way round, in a sentence. */
export function leaks(heap: readonly Heap[]): string[] {
	const [first, last] = [heap[0], heap.at(-1)];
	if (first === undefined || last === undefined || first === last) return ["fewer than two lines of the heap"];
	if (first.slots === last.slots && first.bytes === last.bytes) return [];
	const grown = `${last.slots - first.slots} slots and ${last.bytes - first.bytes} bytes more`;
	return [`${last.label}: ${grown} than ${first.label.replace(/ +/g, " ")}: something is kept that should not be`];
}

export function printHeap(heap: readonly Heap[]): void {
	if (heap.length === 0) return;
	console.log("\nlive after collection      slots    bytes  stack peak");
	for (const { label, slots, bytes, stack } of heap) {
		const cells = [thousands(slots).padStart(8), thousands(bytes).padStart(9), `${stack}`.padStart(12)];
		console.log(`${label.padEnd(24)}${cells.join("")}`);
	}
}

/** Writes the limits, and the table of docs/benchmarks.md. `elsewhere` is what the board has not, by label. */
export function writeMemory(root: string, heap: readonly Heap[], elsewhere: ReadonlyMap<string, Part>): void {
	const limits = Object.fromEntries(heap.map(({ label, ...reached }) => [label, limitOf(reached)]));
	const lines = Object.entries(limits).map(([label, limit]) => {
		const { slots, bytes, stack } = limit;
		return `\t${JSON.stringify(label)}: { "slots": ${slots}, "bytes": ${bytes}, "stack": ${stack} }`;
	});
	writeFileSync(join(root, LIMITS), `{\n${lines.join(",\n")}\n}\n`);
	const path = join(root, DOCUMENT);
	const text = existsSync(path) ? readFileSync(path, "utf8") : "# Benchmarks\n";
	const written = `${memoryTable(heap, limits, elsewhere)}\n\n${comparison(heap, elsewhere)}`;
	writeFileSync(path, replaced(text, "memory", "Memory on XS", written));
}

function comparison(heap: readonly Heap[], elsewhere: ReadonlyMap<string, Part>): string {
	const { label, slots, bytes } = heap.find((row) => row.label === BUDGET.label)!;
	const others = elsewhere.get(label) ?? { slots: 0, bytes: 0 };
	const stack = Math.max(...heap.map((row) => row.stack));
	const own = { slots: slots - others.slots, bytes: bytes - others.bytes };
	const sum = `${thousands(own.slots + SDK.slots)} slots and ${thousands(own.bytes + SDK.bytes)} bytes`;
	return [
		`- ${label}: the doorbell itself has ${thousands(own.slots)} slots and ${thousands(own.bytes)} bytes. With an estimate of`,
		`  ${thousands(SDK.slots)} slots and ${thousands(SDK.bytes)} bytes for the objects of the SDK these are ${sum};`,
		`  the budget is ${thousands(BUDGET.slots)} slots and ${thousands(BUDGET.bytes)} bytes.`,
		`- The stack: at most ${stack} of ${STACK} slots (${percent(stack / STACK)}); the budget is ${percent(STACK_LIMIT / STACK)}.`,
	].join("\n");
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

export function limitOf({ slots, bytes }: Omit<Heap, "label">): Omit<Heap, "label"> {
	return { slots: Math.floor(slots * TOLERANCE), bytes: Math.floor(bytes * TOLERANCE), stack: STACK_LIMIT };
}

function memoryTable(heap: readonly Heap[], limits: Limits, elsewhere: ReadonlyMap<string, Part>): string {
	const rows = heap.map(({ label, slots, bytes, stack }) => {
		const { slots: others = 0, bytes: otherBytes = 0 } = elsewhere.get(label) ?? {};
		const limit = limits[label]!;
		const cells = [slots, others, bytes, otherBytes, stack, limit.slots, limit.bytes, limit.stack].map(thousands);
		return `| ${label.replace(/ +/g, " ")} | ${cells.join(" | ")} |`;
	});
	const head = ["", "slots", "not on the board", "bytes", "not on the board", "stack peak"];
	const most = ["slots at most", "bytes at most", "stack at most"];
	return [`| ${[...head, ...most].join(" | ")} |`, `| --- |${" ---: |".repeat(8)}`, ...rows].join("\n");
}

export const thousands = (count: number) => count.toLocaleString("en-US");
