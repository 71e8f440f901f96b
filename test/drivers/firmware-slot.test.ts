import { deepEqual, equal } from "node:assert/strict";
import { FirmwareSlot } from "../../modules/drivers/firmware-slot.ts";
import type { FirmwareUpdate, Host } from "../../modules/host.ts";

const ROOM = 10;

/** A slot in flash with room for so many bytes, and what was written there. */
class Flash {
	image: number[] = [];
	open = 0;
	started = false;
	/** What is wrong with any image. */
	fault: string | undefined;

	get Update(): new () => FirmwareUpdate {
		const flash = this;
		return class {
			constructor() {
				flash.image = [];
				flash.open += 1;
			}

			write(bytes: Uint8Array): void {
				if (flash.image.length + bytes.length > ROOM) throw new Error("the image is too big");
				flash.image.push(...bytes);
			}

			complete(): void {
				if (flash.fault) throw new Error(flash.fault);
				flash.started = true;
			}

			close(): void {
				flash.open -= 1;
			}
		};
	}
}

function place(fault?: string): { flash: Flash; slot: FirmwareSlot; lines: string[]; shown: string[] } {
	const shown: string[] = [];
	const flash = new Flash();
	flash.fault = fault;
	const lines: string[] = [];
	const slot = new FirmwareSlot({ FirmwareUpdate: flash.Update } as Host, {
		note: (level, text) => lines.push(`${level}: ${text}`),
		show: (condition, holds) => shown.push(`${condition} ${holds}`),
	});
	return { flash, slot, lines, shown };
}

const BYTES = new Uint8Array([1, 2, 3]);

describe("Firmware slot", () => {
	it("takes an image piece by piece", () => {
		const { flash, slot, lines } = place();
		deepEqual(slot.state, { state: "none", received: 0, error: "" });
		const receiver = slot.open()!;
		equal(receiver.write(BYTES), undefined);
		equal(receiver.write(BYTES), undefined);
		deepEqual(slot.state, { state: "receiving", received: 6, error: "" });
		equal(receiver.complete(), undefined);
		deepEqual(slot.state, { state: "installed", received: 6, error: "" });
		deepEqual([flash.image, flash.started, flash.open], [[1, 2, 3, 1, 2, 3], true, 0]);
		deepEqual(lines, ["info: Firmware update started", "info: Firmware update installed: it counts after a restart"]);
	});

	it("takes one image at a time", () => {
		const { slot } = place();
		const first = slot.open()!;
		equal(slot.open(), undefined);
		first.abort();
		equal(slot.open() === undefined, false);
	});

	it("gives up when the image does not fit", () => {
		const { flash, slot, lines } = place();
		const receiver = slot.open()!;
		equal(receiver.write(new Uint8Array(ROOM + 1)), "the image is too big");
		deepEqual(slot.state, { state: "failed", received: 0, error: "the image is too big" });
		equal(flash.open, 0);
		equal(lines[1], "error: Firmware update failed: the image is too big");
	});

	it("gives up when the image is refused at the end", () => {
		const { flash, slot } = place("the signature is wrong");
		const receiver = slot.open()!;
		receiver.write(BYTES);
		equal(receiver.complete(), "the signature is wrong");
		deepEqual(slot.state, { state: "failed", received: 3, error: "the signature is wrong" });
		deepEqual([flash.started, flash.open], [false, 0]);
	});

	it("gives up when the connection is lost, once", () => {
		const { flash, slot, lines } = place();
		const receiver = slot.open()!;
		receiver.write(BYTES);
		receiver.abort();
		receiver.abort();
		deepEqual(slot.state, { state: "failed", received: 3, error: "the connection was lost" });
		equal(flash.open, 0);
		equal(lines.length, 2);
	});

	it("says so when the flash cannot be opened", () => {
		const lines: string[] = [];
		class Broken {
			constructor() {
				throw new Error("there is no second slot");
			}
		}
		const slot = new FirmwareSlot({ FirmwareUpdate: Broken as unknown } as Host, {
			note: (_level, text) => lines.push(text),
			show: () => lines.push("shown"),
		});
		const receiver = slot.open()!;
		equal(receiver.write(BYTES), "there is no second slot");
		equal(slot.state.state, "failed");
		deepEqual(lines, ["Firmware update failed: there is no second slot"]);
	});

	it("shows that it is at work, however that ends", () => {
		for (const end of ["complete", "abort", "too big"]) {
			const { slot, shown } = place();
			const receiver = slot.open()!;
			deepEqual(shown, ["UPDATING true"]);
			if (end === "complete") receiver.complete();
			else if (end === "abort") receiver.abort();
			else receiver.write(new Uint8Array(ROOM + 1));
			deepEqual(shown, ["UPDATING true", "UPDATING false"]);
		}
	});

	it("takes none where the device has no second slot", () => {
		equal(new FirmwareSlot({} as Host, { note() {}, show() {} }).open(), undefined);
	});
});
