import { liveHeap } from "../live-heap.ts";
import type { Summary } from "./distribution.ts";
import type { Fleet } from "./fleet.ts";
import type { Load } from "./load.ts";

/** What a run of a fleet came to. Times in milliseconds. */
export interface Result {
	readonly bells: number;
	/** How many are registered at the end, and how often a registration that stood was lost. */
	readonly registered: number;
	readonly lapses: number;
	/** From a start until it was registered; from a press until its INVITE was sent, and until it was answered. */
	readonly registering: Summary;
	readonly inviting: Summary;
	readonly answering: Summary;
	/** Buttons pressed, presses for which no doorbell was free, calls answered and not. */
	readonly calls: {
		readonly pressed: number;
		readonly missed: number;
		readonly answered: number;
		readonly unanswered: number;
	};
	readonly errors: { readonly count: number; readonly last: string };
	/** Share of one core, in percent: of all, and of each doorbell. */
	readonly cpu: { readonly percent: number; readonly each: number };
	/** Live bytes of the heap: of the whole process, and what each doorbell has added to it. */
	readonly heap: { readonly bytes: number; readonly each: number };
	/** What 99 % of the event loop's turns came late by, at most. */
	readonly late: number;
}

/** With fewer doorbells, what each has added to the heap is lost in how much that changes by itself. */
const MANY = 100;

export interface Circumstances {
	readonly bells: number;
	/** Live bytes of the heap before there was a doorbell. */
	readonly before: number;
	readonly load: Load;
}

export function measure(fleet: Fleet, { bells, before, load }: Circumstances): Result {
	const { tally, registered, pressed, missed } = fleet;
	const { percent } = load.cpu;
	const { late } = load;
	const bytes = liveHeap();
	return {
		bells,
		registered,
		lapses: tally.lapses,
		registering: tally.registering.summary(),
		inviting: tally.inviting.summary(),
		answering: tally.answering.summary(),
		calls: { pressed, missed, answered: tally.answered, unanswered: tally.unanswered },
		errors: { count: tally.errors, last: tally.lastError },
		cpu: { percent, each: percent / bells },
		heap: { bytes, each: (bytes - before) / bells },
		late,
	};
}

/** The result for people. */
export function resultLines(result: Result): string[] {
	const { bells, registered, lapses, calls, errors, cpu, heap, late } = result;
	return [
		`${registered} of ${bells} doorbells registered at the end; ${lapses} registrations lost on the way`,
		spread("Start to registered", result.registering),
		`${calls.pressed} buttons pressed: ${calls.answered} answered, ${calls.unanswered} not; ${calls.missed} found no free doorbell`,
		spread("Press to INVITE sent", result.inviting),
		spread("Press to answer", result.answering),
		`CPU ${cpu.percent.toFixed(1)} % of one core, ${cpu.each.toFixed(3)} % for each doorbell; event loop late by ${late.toFixed(1)} ms at most in 99 % of its turns`,
		`${(heap.bytes / 1e6).toFixed(0)} MB of heap${bells < MANY ? "" : `, ${(heap.each / 1_000).toFixed(0)} kB for each doorbell`}`,
		...(errors.count > 0 ? [`${errors.count} errors were logged, the last: ${errors.last}`] : []),
	];
}

function spread(label: string, { count, median, most }: Summary): string {
	if (count === 0) return `${label}: never`;
	const [middle, of95, of99, of100] = [median, most.of95, most.of99, most.ofAll].map((time) => `${time.toFixed(1)} ms`);
	return `${label}: ${middle} in the middle, 95 % within ${of95}, 99 % within ${of99}, all within ${of100} (${count})`;
}
