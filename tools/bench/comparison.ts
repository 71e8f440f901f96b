import type { Bench, Subject } from "./bench.ts";
import { compare } from "./measure/time.ts";
import type { Row } from "./section.ts";

/** A library, ours among them. */
export interface Contender extends Subject {
	/** With its version. */
	readonly name: string;
	/** What it does less than the others. */
	readonly less?: string;
}

/**
 * Rows for contenders that do the same: time on Node for all their operations, and what operation `index` takes on XS. The
 * first one is ours, and what the ratios refer to.
 */
export async function compareAll(bench: Bench, contenders: readonly Contender[], index: number): Promise<Row[]> {
	const times = await timesOnNode(bench, contenders);
	const rows: Row[] = [];
	let first: number | undefined;
	for (const [i, contender] of contenders.entries()) {
		const { name, less } = contender;
		rows.push({ name, unit: "time on Node, times ours", value: times[i]! });
		const counts = [...(await bench.counts(contender)).values()][index]!;
		const [instructions] = (await bench.instructions(contender, index)) ?? [];
		rows.push({ name, unit: "bytecodes on XS", value: counts.bytecodes });
		if (instructions !== undefined) {
			first ??= instructions;
			rows.push({ name, unit: "native instructions", value: instructions });
			rows.push({ name, unit: "times ours", value: instructions / first });
		}
		if (await bench.boardSized()) {
			rows.push({ name, unit: "slots", value: counts.slots });
			rows.push({ name, unit: "bytes of chunks", value: counts.chunkBytes });
			rows.push({ name, unit: "in the ESP32's heap", value: await fitness(bench, contender, index) });
		}
		if (less !== undefined) rows.push({ name, unit: "does less", value: less });
	}
	return rows;
}

async function timesOnNode(bench: Bench, contenders: readonly Contender[]): Promise<number[]> {
	bench.progress("timing on Node");
	const tasks: (() => void)[] = [];
	for (const contender of contenders) {
		const operations = await bench.onNode(contender);
		tasks.push(() => {
			for (const operation of operations) {
				operation.prepare?.();
				operation.run();
			}
		});
	}
	return compare(tasks).map(({ ratio }) => ratio);
}

/** Whether the board's heap bears it, as it is and mended. */
async function fitness(bench: Bench, contender: Contender, index: number): Promise<string> {
	const asItIs = await bench.refusal({ ...contender, mend: false }, index);
	if (asItIs === undefined) return "runs";
	return `no: ${asItIs}${contender.mend ? `; mended: ${(await bench.refusal(contender, index)) ?? "runs"}` : ""}`;
}
