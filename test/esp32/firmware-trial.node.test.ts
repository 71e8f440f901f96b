import { deepEqual, equal } from "node:assert/strict";
import { SERVING_TIME, TRIAL_TIME, UPDATE_KEY } from "../../hosts/esp32/machines/trial.ts";
import { FirmwareTrial } from "../../hosts/esp32/trial.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { Chip } from "./chip.ts";

const OLD = "doorbell/test/1.0.0";
const NEW = "doorbell/test/2.0.0";

/** A board that has just installed a new firmware and started with it. */
class House {
	readonly chip = new Chip();
	readonly storage = new VirtualStorage();
	readonly lines: string[] = [];
	clock = new VirtualClock();
	trial: FirmwareTrial;

	constructor() {
		Object.assign(this.chip, { version: NEW, before: OLD, pending: true });
		this.storage.write(UPDATE_KEY, NEW);
		this.trial = this.start();
	}

	start(): FirmwareTrial {
		this.chip.install();
		this.clock = new VirtualClock();
		const { clock } = this;
		const host = {
			clock: { now: () => clock.now, time: () => undefined },
			timers: clock.timers,
			storage: this.storage,
		};
		const reporter = { note: (level: string, text: string) => void this.lines.push(`${level}: ${text}`) };
		this.lines.length = 0;
		this.trial = new FirmwareTrial(host, reporter, (words) => {
			this.chip.words = words;
		});
		return this.trial;
	}
}

describe("Firmware on trial", () => {
	it("is kept when the doorbell has registered", () => {
		const house = new House();
		house.trial.follow("REGISTERING", true);
		house.clock.advance(5_000);
		equal(house.chip.pending, true);
		house.trial.follow("REGISTERED", true);
		house.clock.advance(10);
		equal(house.chip.pending, false);
		equal(house.storage.read(UPDATE_KEY), undefined);
		equal(house.lines.at(-1), "info: The new firmware has proved itself, and is kept");
		house.clock.advance(10 * TRIAL_TIME);
		equal(house.chip.version, NEW);
		house.start();
		deepEqual(house.lines, []);
	});

	it("is kept without a PBX when its page is up, and not without the page", () => {
		for (const serves of [true, false]) {
			const house = new House();
			house.trial.follow("UNCONFIGURED", serves);
			house.clock.advance(SERVING_TIME);
			equal(house.chip.pending, !serves);
		}
	});

	it("is given up when it does not register in time, and the old one tells", () => {
		const house = new House();
		house.trial.follow("ERROR", true);
		house.clock.advance(TRIAL_TIME);
		deepEqual([house.chip.version, house.chip.restarts], [OLD, 1]);
		equal(house.chip.words, "the new firmware did not prove itself, so the one before is back");
		house.start();
		deepEqual(house.lines, ["error: The firmware update was taken back: 1.0.0 runs on"]);
		house.start();
		deepEqual(house.lines, []);
	});

	it("is kept where there is nothing to go back to", () => {
		const house = new House();
		house.chip.before = "";
		house.clock.advance(TRIAL_TIME);
		equal(house.chip.restarts, 0);
		equal(house.lines.at(-1), "error: There is no firmware to go back to: this one runs on");
	});

	it("is tried as well where the storage fails", () => {
		const house = new House();
		house.storage.hook = () => {
			throw new Error("worn");
		};
		house.start().follow("REGISTERED", true);
		house.clock.advance(10);
		equal(house.chip.pending, false);
	});

	it("costs nothing without an update", () => {
		const house = new House();
		Object.assign(house.chip, { pending: false });
		house.storage.delete(UPDATE_KEY);
		house.start().follow("REGISTERED", true);
		equal(house.clock.pending, 0);
		deepEqual(house.lines, []);
	});
});
