import type { Condition } from "../doorbell/lamp.ts";
import type { LogLevel } from "../doorbell/log.ts";
import type { FirmwareUpdate, Host } from "../host.ts";
import type { FirmwareReceiver, FirmwareState } from "../web/device.ts";

/** Who is told how an update goes. */
export interface SlotOwner {
	note(level: LogLevel, text: string): void;
	/** For the lamp: whether an update is under way. */
	show(condition: Condition, holds: boolean): void;
}

/** Takes firmware images, one at a time, and remembers what became of the last one. */
export class FirmwareSlot {
	#host: Host;
	#owner: SlotOwner;
	#update: FirmwareUpdate | undefined;
	#state: FirmwareState = { state: "none", received: 0, error: "" };

	constructor(host: Host, owner: SlotOwner) {
		this.#host = host;
		this.#owner = owner;
	}

	get state(): FirmwareState {
		return { ...this.#state };
	}

	/** `undefined` while an image is being received, or where the device takes none. */
	open(): FirmwareReceiver | undefined {
		const { FirmwareUpdate } = this.#host;
		if (this.#update || !FirmwareUpdate) return undefined;
		const problem = this.#guard(() => {
			this.#update = new FirmwareUpdate();
		});
		if (problem !== undefined) return { write: () => problem, complete: () => problem, abort() {} };
		this.#state = { state: "receiving", received: 0, error: "" };
		this.#owner.note("info", "Firmware update started");
		this.#owner.show("UPDATING", true);
		return {
			write: (bytes) => this.#write(bytes),
			complete: () => this.#complete(),
			abort: () => this.#abort(),
		};
	}

	#write(bytes: Uint8Array): string | undefined {
		const received = this.#state.received + bytes.length;
		const problem = this.#guard(() => this.#update?.write(bytes));
		if (problem === undefined) this.#state = { state: "receiving", received, error: "" };
		return problem;
	}

	#complete(): string | undefined {
		const problem = this.#guard(() => this.#update?.complete());
		if (problem !== undefined) return problem;
		this.#close();
		this.#state = { ...this.#state, state: "installed" };
		this.#owner.note("info", "Firmware update installed: it counts after a restart");
		return undefined;
	}

	#abort(): void {
		if (this.#update) this.#fail("the connection was lost");
	}

	/** Does something with the image; what is thrown is why it is refused. */
	#guard(action: () => void): string | undefined {
		try {
			action();
			return undefined;
		} catch (error) {
			return this.#fail(error instanceof Error ? error.message : "the image is refused");
		}
	}

	#fail(reason: string): string {
		this.#close();
		this.#state = { ...this.#state, state: "failed", error: reason };
		this.#owner.note("error", `Firmware update failed: ${reason}`);
		return reason;
	}

	#close(): void {
		const update = this.#update;
		if (update) this.#owner.show("UPDATING", false);
		this.#update = undefined;
		try {
			update?.close();
		} catch {
			// The slot that failed once may fail again; it is given up anyway.
		}
	}
}
