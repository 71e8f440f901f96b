import { execFile } from "node:child_process";

export interface Ended {
	readonly exitCode: number;
	readonly output: string;
}

/** Runs a program to its end. */
export function execute(program: string, parameters: readonly string[]): Promise<Ended> {
	return new Promise((resolve) => {
		execFile(program, parameters, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
			resolve({
				exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : -1,
				output: stdout + stderr,
			}),
		);
	});
}
