import { join } from "node:path";
import { closeChromium, closePage, hasChromium, openPage, PHONE } from "../../../test/browser/chromium.ts";
import { ControlPage } from "../../../test/browser/control-page.ts";
import { firstPaint } from "../../../test/browser/paint.ts";
import { Program } from "../../../test/browser/program.ts";
import { FIRST_VIEW_LIMIT, firstView, type PackedFile, pack, SIZE_LIMIT } from "../../page/pack.ts";
import type { Bench } from "../bench.ts";
import { execute } from "../measure/execute.ts";
import { median } from "../measure/time.ts";
import type { Row, Section } from "../section.ts";

/** How often the page is opened. */
const TIMES = 10;

/** The control page: its bytes, and how soon it is there. */
export const page: Section = {
	id: "page",
	title: "The control page",

	async measure(bench) {
		bench.progress("packing the control page");
		const files = await pack();
		const rows = [
			...files.map(({ path, bytes }) => sizeRow(path, bytes.length)),
			sizeRow("first view", sum(firstView(files)), FIRST_VIEW_LIMIT),
			sizeRow("all files", sum(files), SIZE_LIMIT),
		];
		if (bench.countsOnly) return rows;
		if (!hasChromium()) {
			bench.note("The control page was not opened: Chromium is missing. On Debian: apt-get install chromium");
			return rows;
		}
		return [...rows, ...(await opened(bench))];
	},
};

function sizeRow(name: string, value: number, limit?: number): Row {
	return { name, unit: "bytes, gzipped", value, gate: true, ...(limit === undefined ? {} : { limit }) };
}

function sum(files: readonly PackedFile[]): number {
	return files.reduce((total, { bytes }) => total + bytes.length, 0);
}

/** Writes the files that the desktop doorbell serves. */
async function build(root: string): Promise<void> {
	const program = ["node_modules/ts-node/dist/bin.js", "tools/page/build.ts"].map((file) => join(root, file));
	const { exitCode, output } = await execute(process.execPath, program);
	if (exitCode !== 0) throw new Error(`The page cannot be built:\n${output}`);
}

/** Opens the page of the desktop doorbell as on a phone, each time in a browser that knows nothing of it. */
async function opened(bench: Bench): Promise<Row[]> {
	await build(bench.root);
	bench.progress(`opening the control page ${TIMES} times in Chromium`);
	const program = new Program();
	const paints: number[] = [];
	let requests = 0;
	try {
		await program.start();
		for (let time = 0; time < TIMES; time += 1) {
			const tab = await openPage("about:blank", { viewport: PHONE });
			requests = 0;
			tab.on("request", () => {
				requests += 1;
			});
			await tab.goto(program.page);
			paints.push(await firstPaint(tab));
			await new ControlPage(tab).shows("Registered");
			await closePage(tab);
		}
	} finally {
		await closeChromium();
		await program.dispose();
	}
	return [
		{ name: "first view", unit: "requests until all is shown", value: requests },
		{ name: "first view", unit: "first paint on this machine, ms", value: Math.round(median(paints)) },
	];
}
