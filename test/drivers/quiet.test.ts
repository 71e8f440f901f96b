import { deepEqual, equal } from "node:assert/strict";
import { BUSY_TONE_TIME } from "../../modules/doorbell/bell.ts";
import { QUIET_KEY, readQuiet, writeQuiet } from "../../modules/drivers/quiet-store.ts";
import type { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { Bell, DOOR, place } from "./bell.ts";
import { Pair } from "./pair.ts";

const HOUR = 3_600_000;
/** Thursday, 1 January 2026, 22:30 in Berlin. */
const NIGHT = 1_767_303_000_000;

describe("Quiet hours: at the doorbell", () => {
	const QUIET = { "quiet.times": "Mo-Fr 22:00-06:30" } as const;

	it("nobody is rung, the visitor hears that, and the status says so", () => {
		const { door, phone, clock } = new Pair({}, { settings: QUIET });
		door.host.epoch = NIGHT - clock.now;
		deepEqual(door.appliance.status.quiet, { until: undefined, by: "schedule" });
		door.appliance.press(1);
		clock.advance(500);
		deepEqual(door.lines(), ["Button 1 (Doorbell) pressed", "Quiet hours: nobody is rung"]);
		deepEqual([door.state, phone.state], ["UNCONFIGURED", "UNCONFIGURED"]);
		equal(door.hears(300) > 0.5, true);
		clock.advance(BUSY_TONE_TIME);
		equal(door.host.loudspeaker.inUse, false);
	});

	it("other targets are rung instead, each for its time", () => {
		const { network, clock } = place();
		const settings = {
			...QUIET,
			"button.1.targets": "**610",
			"quiet.targets": "sip:a@192.168.1.5 7, sip:b@192.168.1.6",
		};
		const bell = new Bell(network, DOOR, { settings });
		bell.host.epoch = NIGHT;
		bell.lines();
		bell.appliance.press(1);
		equal(bell.appliance.status.call?.peer.number, "sip:a@192.168.1.5, sip:b@192.168.1.6");
		clock.advance(7_500);
		equal(bell.appliance.status.call?.peer.number, "sip:b@192.168.1.6");
	});

	it("follow the time zone of the settings", () => {
		const { door } = new Pair({}, { settings: QUIET });
		door.host.epoch = NIGHT;
		equal(door.appliance.status.quiet?.by, "schedule");
		door.appliance.configure({ "clock.zone": "GMT0BST,M3.5.0/1,M10.5.0" });
		equal(door.appliance.status.quiet, undefined);
	});

	it("are off while the time of day is unknown", () => {
		const { door } = new Pair({}, { settings: { "quiet.times": "00:00-24:00" } });
		door.host.epoch = undefined;
		equal(door.appliance.status.quiet, undefined);
		door.appliance.press(1);
		equal(door.state, "CALLING");
	});
});

describe("Do not disturb: at the doorbell", () => {
	/** Two hours are asked for, and one later the power is gone for a moment. */
	function cut(network: MockNetwork): { readonly storage: VirtualStorage; readonly until: number } {
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": "sip:a@192.168.1.5" } });
		const until = bell.host.clock.time()! + 2 * HOUR;
		bell.appliance.quiet(120);
		deepEqual(bell.appliance.status.quiet, { until, by: "switch" });
		bell.appliance.close();
		network.clock.advance(HOUR);
		return { storage: bell.host.storage, until };
	}

	it("outlives a restart until its end, and is forgotten then", () => {
		const { network, clock } = place();
		const { storage, until } = cut(network);
		const bell = new Bell(network, DOOR, { storage });
		deepEqual(bell.appliance.status.quiet, { until, by: "switch" });
		bell.appliance.press(1);
		equal(bell.state, "UNCONFIGURED");
		bell.lines();
		clock.advance(HOUR);
		deepEqual(bell.lines(), ["Do not disturb: its time is over"]);
		equal(storage.read(QUIET_KEY), undefined);
	});

	it("rings after a restart as long as the time of day is unknown", () => {
		const { network } = place();
		const { storage } = cut(network);
		const bell = new Bell(network, DOOR, { storage });
		const { epoch } = bell.host;
		bell.host.epoch = undefined;
		bell.appliance.press(1);
		equal(bell.state, "CALLING");
		bell.appliance.hangUp();
		bell.host.epoch = epoch;
		bell.appliance.press(1);
		equal(bell.state, "UNCONFIGURED");
	});

	it("works where it cannot be stored, and says so", () => {
		const bell = new Bell(place().network, DOOR);
		bell.lines();
		bell.host.storage.hook = () => {
			throw new Error("worn");
		};
		bell.appliance.quiet(10);
		const lines = bell.lines().filter((line) => line.includes("Do not disturb"));
		deepEqual(lines, [
			"Do not disturb: on for 10 min",
			"error: Do not disturb could not be stored: the next start does not know of it",
		]);
		equal(bell.appliance.status.quiet?.by, "switch");
	});

	it("is kept as a number, and anything else there is none", () => {
		const storage = new VirtualStorage();
		equal(readQuiet(storage), 0);
		equal(writeQuiet(storage, NIGHT + 0.5), true);
		equal(readQuiet(storage), NIGHT + 1);
		for (const text of ["", "soon", "-1", "1e9", "12345678901234567"]) {
			storage.write(QUIET_KEY, text);
			equal(readQuiet(storage), 0, text);
		}
		equal(writeQuiet(storage, undefined), true);
		equal(storage.read(QUIET_KEY), undefined);
	});
});
