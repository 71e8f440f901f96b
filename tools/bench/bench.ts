import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildHost, type HostProgram } from "../xs/build.ts";
import { bundle } from "./measure/bundle.ts";
import { hasCallgrind } from "./measure/callgrind.ts";
import { installLibraries } from "./measure/libraries.ts";
import { type Counts, ROOMY, VAST, XsBench } from "./measure/xs.ts";
import type { Row } from "./section.ts";
import type { Operations } from "./subjects/operation.ts";

export interface BenchOptions {
	/** Root of the project. */
	readonly root: string;
	/** Only what is gated is measured. */
	readonly countsOnly: boolean;
	/** Takes a line about what is being done. */
	readonly progress: (text: string) => void;
}

/** Whose code an operation is, and what is needed to measure it. */
export interface Subject {
	/** A file of subjects/. */
	readonly work: string;
	/** It is another one's, and installed when it is needed. */
	readonly foreign?: boolean;
	/** Must be mended before XS takes it (measure/bundle.ts). */
	readonly mend?: boolean;
}

/** What the budget of the project allows an operation (docs/architecture.md). */
export interface Limits extends Partial<Counts> {
	readonly instructions?: number;
}

/** What sections measure with. Things that take time are made when they are first asked for, and kept. */
export class Bench {
	readonly root: string;
	readonly countsOnly: boolean;
	readonly progress: (text: string) => void;
	/** Where scripts and programs are made. */
	readonly cache: string;
	readonly #notes = new Set<string>();
	readonly #scripts = new Map<string, Promise<string>>();
	#host: Promise<HostProgram> | undefined;
	#libraries: string | undefined;

	constructor({ root, countsOnly, progress }: BenchOptions) {
		this.root = root;
		this.countsOnly = countsOnly;
		this.progress = progress;
		this.cache = join(root, ".cache/bench");
		mkdirSync(this.cache, { recursive: true });
	}

	/** What could not be measured here, a sentence each. */
	get notes(): readonly string[] {
		return [...this.#notes];
	}

	/** Tells that something could not be measured, and what to do about it. */
	note(text: string): void {
		this.#notes.add(text);
	}

	/** Folder of `node_modules` with other people's libraries. */
	get libraries(): string {
		if (this.#libraries === undefined) this.progress("the libraries to compare with");
		this.#libraries ??= installLibraries(this.cache);
		return this.#libraries;
	}

	/** The operations of a subject, to be run on Node. */
	async onNode(subject: Subject): Promise<ReturnType<Operations>> {
		return (await this.load<{ readonly operations: Operations }>(subject)).operations();
	}

	/** What a file of subjects/ exports, on Node. */
	async load<Exports>(subject: Subject): Promise<Exports> {
		return require(await this.#script("node", subject)) as Exports;
	}

	/** What the operations of a subject take on XS, by name. */
	async counts(subject: Subject): Promise<ReadonlyMap<string, Counts>> {
		this.progress(`counting bytecodes of ${subject.work}`);
		return (await this.#xs()).count(await this.#script("xs", subject), subject.foreign ? VAST : ROOMY);
	}

	/**
	 * Native instructions of operations on XS as callgrind counts them, by index, or of all; `undefined` where they cannot
	 * be counted.
	 */
	async instructions(subject: Subject, index?: number): Promise<readonly number[] | undefined> {
		if (!hasCallgrind()) {
			this.note("Native instructions were not counted: callgrind is missing. On Debian: apt-get install valgrind");
			return undefined;
		}
		if (!(await this.boardSized())) return undefined;
		this.progress(`counting native instructions of ${subject.work}`);
		const heap = subject.foreign ? VAST : ROOMY;
		return (await this.#xs()).instructions(await this.#script("xs", subject), heap, index);
	}

	/** Why the board's heap does not bear an operation of a subject; `undefined` when it does. */
	async refusal(subject: Subject, index: number): Promise<string | undefined> {
		return (await this.#xs()).refusal(await this.#script("xs", subject), index);
	}

	/** Whether slots have the size that they have on the board; else neither slots nor bytes nor instructions are told. */
	async boardSized(): Promise<boolean> {
		if ((await this.xsHost()).bits === 32) return true;
		this.note(
			"Slots, bytes and native instructions were not counted: 32-bit libraries are missing. On Debian: apt-get install gcc-multilib",
		);
		return false;
	}

	/** Rows of what each operation of a subject takes on XS, gated; with the budget's limits, by name, if there are any. */
	async rows(subject: Subject, budget: Readonly<Record<string, Limits>> = {}): Promise<Row[]> {
		const counts = await this.counts(subject);
		const instructions = await this.instructions(subject);
		const boardSized = await this.boardSized();
		const rows: Row[] = [];
		for (const [index, [name, count]] of [...counts].entries()) {
			const limits = budget[name] ?? {};
			const add = (unit: string, value: number, limit?: number) =>
				rows.push({ name, unit, value, gate: true, ...(limit === undefined ? {} : { limit }) });
			add("bytecodes", count.bytecodes, limits.bytecodes);
			if (instructions) add("native instructions", instructions[index]!, limits.instructions);
			if (boardSized) {
				add("slots", count.slots, limits.slots);
				add("bytes of chunks", count.chunkBytes, limits.chunkBytes);
				add("stack slots", count.stack, limits.stack);
			}
			const text = budgetText(rows.filter((row) => row.name === name));
			if (text !== "") rows.push({ name, unit: "budget", value: text });
		}
		return rows;
	}

	async #xs(): Promise<XsBench> {
		return new XsBench(await this.xsHost(), this.cache);
	}

	/** The XS test host, without what a debugger needs. */
	xsHost(): Promise<HostProgram> {
		if (this.#host === undefined) this.progress("building XS (the first time takes a minute)");
		this.#host ??= buildHost({ cache: join(this.root, ".cache/xs"), debug: false });
		return this.#host;
	}

	#script(target: "node" | "xs", { work, foreign, mend }: Subject): Promise<string> {
		const output = join(this.cache, `${target}-${mend ? "mended-" : ""}${work.replace(/\.ts$/, ".js")}`);
		const libraries = foreign ? this.libraries : undefined;
		const script = this.#scripts.get(output) ?? bundle({ work, target, libraries, mend, output }).then(() => output);
		this.#scripts.set(output, script);
		return script;
	}
}

/** What is allowed, and what of it is not kept. */
function budgetText(rows: readonly Row[]): string {
	return rows
		.filter(({ limit }) => limit !== undefined)
		.map(
			({ unit, value, limit }) =>
				`${limit!.toLocaleString("en-US")} ${unit}${Number(value) > limit! ? " (missed)" : ""}`,
		)
		.join(", ");
}
