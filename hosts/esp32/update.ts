import flash, { type Partition } from "embedded:storage/flash";
import update, { type Update } from "embedded:update";
import type { FirmwareUpdate as HostFirmwareUpdate } from "../../modules/host.ts";
import { ImageHeader, type Running, sizeProblem } from "./machines/image-header.ts";
import { UPDATE_KEY } from "./machines/trial.ts";
import { chip, isPending, project, version } from "./native/trial.ts";
import { openCells } from "./storage.ts";

/**
 * Takes a firmware image into the slot that does not run. Its header is judged before anything is erased; the rest is
 * checked by ESP-IDF at the end: checksum, SHA-256, and the signature where signing is on. NOT RUN on hardware yet.
 */
export class FirmwareUpdate implements HostFirmwareUpdate {
	#slot: Partition;
	#running: Running;
	#header = new ImageHeader();
	#update: Update | undefined;
	#received = 0;

	/** Throws, in words for people, where no image can be taken now. */
	constructor() {
		if (isPending()) throw new Error("the firmware that runs is still on trial: wait until it is kept");
		this.#slot = explained("there is no second slot in the flash", () => flash.open({ path: "nextota" }));
		const slot = this.#slot.status().size;
		this.#running = { chip: chip(), project: project(), version: version(), slot };
	}

	write(bytes: Uint8Array): void {
		this.#received += bytes.length;
		this.#check(false);
		const rest = this.#update ? bytes : this.#begin(bytes);
		if (rest.length > 0) explained("the flash cannot be written", () => this.#update!.write(rest));
	}

	complete(): void {
		this.#check(true);
		const cells = openCells();
		try {
			cells.write(UPDATE_KEY, this.#header.version);
			explained("it is damaged, or not signed for this board", () => this.#update!.complete());
		} catch (error) {
			cells.delete(UPDATE_KEY);
			throw error;
		} finally {
			cells.close();
		}
	}

	close(): void {
		this.#update?.close();
		this.#update = undefined;
		this.#slot.close();
	}

	/** Takes bytes of the header; when it is complete and good the slot is opened. Returns what is left of the bytes. */
	#begin(bytes: Uint8Array): Uint8Array {
		const rest = bytes.subarray(this.#header.add(bytes));
		if (!this.#header.isComplete) return rest;
		const problem = this.#header.problem(this.#running);
		if (problem !== undefined) throw new Error(problem);
		// Sectors are erased as the image comes in: erasing all at once would stop the sound for seconds.
		this.#update = explained("the second slot cannot be opened", () => update.open({ partition: this.#slot }));
		explained("the flash cannot be written", () => this.#update!.write(this.#header.bytes));
		return rest;
	}

	#check(isComplete: boolean): void {
		const problem = sizeProblem(this.#received, isComplete, this.#running.slot);
		if (problem !== undefined) throw new Error(problem);
	}
}

/** Does something whose failure the SDK tells in few words, and explains it to people. */
function explained<Result>(problem: string, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		throw new Error(`${problem} (${error instanceof Error ? error.message : error})`);
	}
}
