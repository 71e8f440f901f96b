import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Bytes of one file; with the one before there are twice as many at most. */
export const LOG_FILE_LIMIT = 1_000_000;

/** Lines kept in a file within bounds: a full one is kept as `.old`, in place of the one before. */
export class LogFile {
	readonly #path: string;
	readonly #report: (problem: string) => void;
	#size: number;
	#broken = false;

	/** `report` hears once that the file cannot be written; the doorbell goes on without it. */
	constructor(path: string, report: (problem: string) => void) {
		this.#path = path;
		this.#report = report;
		this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	}

	append(line: string): void {
		const text = `${line}\n`;
		const size = Buffer.byteLength(text);
		try {
			if (this.#size === 0) mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
			if (this.#size + size > LOG_FILE_LIMIT && this.#size > 0) {
				renameSync(this.#path, `${this.#path}.old`);
				this.#size = 0;
			}
			appendFileSync(this.#path, text, { mode: 0o600 });
			this.#size += size;
		} catch (error) {
			// A full disk must not keep the bell from ringing.
			if (!this.#broken) this.#report(`${this.#path} cannot be written: ${(error as Error).message}`);
			this.#broken = true;
		}
	}
}
