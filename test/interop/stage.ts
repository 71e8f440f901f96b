import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TAIL_LINES = 30;

type Ending = () => void | Promise<void>;

const endings: Ending[] = [];
let root: string | undefined;

/** Registers what has to be ended after the running test; what was started last ends first. */
export function atEnd(ending: Ending): void {
	endings.push(ending);
}

/** Makes a new folder for one peer of the running test. */
export function makeFolder(name: string): string {
	root ??= mkdtempSync(join(tmpdir(), "doorbell-"));
	let folder = join(root, name);
	for (let count = 2; existsSync(folder); count++) folder = join(root, `${name}-${count}`);
	mkdirSync(folder);
	return folder;
}

/** Ends everything that the test started. Its folder goes too, unless the test failed: then it tells what is in it. */
export async function clear(failed: boolean): Promise<void> {
	if (failed && root !== undefined) report(root);
	for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
	if (!failed && root !== undefined) rmSync(root, { recursive: true });
	root = undefined;
}

function report(folder: string): void {
	const logs = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".log"));
	for (const log of logs.sort()) {
		const lines = readFileSync(join(folder, log), "utf8").trimEnd().split("\n");
		console.log(`\n--- ${log}, last lines\n${lines.slice(-TAIL_LINES).join("\n")}`);
	}
	console.log(`--- everything is kept in ${folder}\n`);
}
