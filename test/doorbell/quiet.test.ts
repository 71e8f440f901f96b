import { deepEqual, equal } from "node:assert/strict";
import { isWithin, minuteOfWeek, parseSchedule } from "../../modules/config/schedule.ts";
import { offsetAt, parseTimeZone } from "../../modules/config/time-zone.ts";
import { BUSY_TONE_TIME } from "../../modules/doorbell/bell.ts";
import type { DoorbellSettings } from "../../modules/doorbell/doorbell.ts";
import { PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { QUIET_LIMIT, type QuietHours } from "../../modules/doorbell/quiet.ts";
import { Door } from "./door.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Monday, 2 March 2026, 12:00 in Berlin. */
const MONDAY_NOON = 1_772_449_200_000;
const BERLIN = parseTimeZone("CET-1CEST,M3.5.0,M10.5.0/3")!;

function hours(times: string, ...targets: string[]): QuietHours {
	return {
		set: times !== "",
		includes: (minute) => isWithin(parseSchedule(times)!, minute),
		targets: targets.map((address) => ({ address, time: 30_000 })),
	};
}

/** A doorbell in Berlin; its clock goes with its time. */
class House extends Door {
	/** What the time of day is ahead of the own clock. */
	ahead: number | undefined;

	constructor(time: number | undefined, settings: Partial<DoorbellSettings> = {}) {
		super(settings);
		this.setClock(time);
		this.book.wall = () => {
			const { ahead } = this;
			const time = ahead === undefined ? undefined : ahead + this.now;
			return time === undefined ? undefined : { time, minute: minuteOfWeek(time, offsetAt(BERLIN, time)) };
		};
	}

	setClock(time: number | undefined): this {
		this.ahead = time === undefined ? undefined : time - this.now;
		return this;
	}

	quiet(minutes: number): this {
		this.tell((doorbell, now) => doorbell.quiet(minutes, now));
		return this;
	}

	/** Takes all, and returns what is to be kept for the next start, if that was said. */
	kept(): (number | undefined)[] {
		const kept: (number | undefined)[] = [];
		for (const output of this.take()) if (output.type === "quiet") kept.push(output.until);
		return kept;
	}

	get quietness() {
		return this.doorbell.quietness(this.now);
	}

	/** Whether a press rings somebody; whoever it is is hung up. */
	rings(button = 1): boolean {
		this.pass(BUSY_TONE_TIME).take();
		const rings = this.press(button).deeds().length > 0;
		if (rings) this.hangUp();
		this.take();
		return rings;
	}
}

/** The same doorbell after a power cut. */
function restarted(kept: number, time: number | undefined): House {
	const house = new House(time);
	house.doorbell.keepQuiet(kept);
	return house;
}

describe("Quiet hours", () => {
	const NIGHTS = "22:00-06:30";

	it("the buttons ring other targets", () => {
		const house = new House(MONDAY_NOON + 11 * HOUR, { quiet: hours(NIGHTS, "porter", "guard") });
		deepEqual(house.press(2).deeds(), ["call 1 porter", "call 2 guard"]);
		house.hangUp().take();
		deepEqual(house.press().lines(), [
			"Button 1 (Front) pressed",
			"Quiet hours: the targets for quiet hours are rung",
			"Calling porter",
			"Calling guard",
		]);
	});

	it("have no fall-back of the button's own", () => {
		const [front] = [{ name: "Front", targets: [], inOrder: false, fallback: [{ address: "mother", time: 30_000 }] }];
		const house = new House(MONDAY_NOON + 11 * HOUR, { buttons: [front!], quiet: hours(NIGHTS, "porter") });
		house.press().take();
		deepEqual(house.ended(1, "busy", 486).deeds(), []);
		equal(house.state, "IDLE");
	});

	it("with nobody to ring: the visitor is told for a while, by tone, lamp and log", () => {
		const house = new House(MONDAY_NOON + 11 * HOUR, { quiet: hours(NIGHTS) });
		const blinks = house.lamp.length;
		house.press();
		deepEqual(house.lines(), ["Button 1 (Front) pressed", "Quiet hours: nobody is rung"]);
		house.pass(BUSY_TONE_TIME);
		deepEqual(house.tones(), ["none to visitor"]);
		equal(house.lamp.length > blinks + 4, true);
		equal(house.state, "IDLE");
		deepEqual(house.press().tones(), ["quiet to visitor"]);
	});

	it("hammering a button in vain writes no more than its presses", () => {
		const house = new House(MONDAY_NOON + 11 * HOUR, { quiet: hours(NIGHTS) }).press() as House;
		house.pass(PRESS_GAP - 1).take();
		deepEqual(house.press().lines(), ["Button 1 (Front) pressed"]);
		deepEqual(house.press(2).lines(), ["Button 2 (Back) pressed", "Quiet hours: nobody is rung"]);
	});

	it("begin and end to the minute, in local time", () => {
		const house = new House(MONDAY_NOON + 10 * HOUR - 1, { quiet: hours(NIGHTS) });
		equal(house.quietness, undefined);
		house.now += 1;
		deepEqual(house.quietness, { until: undefined, by: "schedule" });
		house.setClock(MONDAY_NOON + 18.5 * HOUR - 1);
		deepEqual(house.quietness, { until: undefined, by: "schedule" });
		house.now += 1;
		equal(house.quietness, undefined);
		equal(house.rings(), true);
	});

	it("leave alone a call from the page, who calls the door, and whom a button rings already", () => {
		const quiet = hours("22:00-23:00");
		const page = new House(MONDAY_NOON + 10 * HOUR, { quiet });
		deepEqual(page.tell((doorbell, now) => doorbell.dial("attic", now)).deeds(), ["call 1 attic"]);
		deepEqual(new House(MONDAY_NOON + 10 * HOUR, { quiet }).called(-1).deeds(), ["ring -1", "answer -1"]);
		const late = new House(MONDAY_NOON + 10 * HOUR - 1_000, { quiet });
		late.press().pass(PRESS_GAP).take();
		equal(late.quietness?.by, "schedule");
		deepEqual(late.press().lines(), ["Button 1 (Front) pressed", "Ringing again"]);
	});

	it("are off while the time of day is unknown: it rings", () => {
		const house = new House(undefined, { quiet: hours("00:00-24:00") });
		equal(house.quietness, undefined);
		equal(house.rings(), true);
		equal(house.setClock(MONDAY_NOON).rings(), false);
	});

	it("skip the hour that the clocks skip, and count twice the one that they repeat", () => {
		const march = 1_774_746_000_000; // 2026-03-29T01:00Z: 02:00 becomes 03:00.
		const spring = new House(march - 1, { quiet: hours("Su 02:00-03:00") });
		equal(spring.quietness, undefined);
		equal(spring.setClock(march).quietness, undefined);
		const october = 1_792_890_000_000; // 2026-10-25T01:00Z: 03:00 becomes 02:00.
		const autumn = new House(october - HOUR - 1, { quiet: hours("Su 02:00-03:00") });
		equal(autumn.quietness, undefined);
		for (const time of [october - HOUR, october - 1, october, october + HOUR - 1]) {
			equal(autumn.setClock(time).quietness?.by, "schedule", String(time));
		}
		equal(autumn.setClock(october + HOUR).quietness, undefined);
	});

	it("follow changed settings at once", () => {
		const house = new House(MONDAY_NOON, { quiet: hours("12:00-13:00") });
		equal(house.rings(), false);
		house.tell((doorbell, now) => doorbell.configure({ ...house.settings, quiet: hours("") }, false, now));
		equal(house.rings(), true);
	});
});

describe("Do not disturb", () => {
	it("lasts as long as was asked for, and says so", () => {
		const house = new House(MONDAY_NOON).quiet(90);
		deepEqual(house.quietness, { until: MONDAY_NOON + 90 * MINUTE, by: "switch" });
		deepEqual(house.lines(), ["Do not disturb: on for 90 min"]);
		equal(house.rings(), false);
		house.take();
		deepEqual(house.press().lines(), ["Button 1 (Front) pressed"]);
		house.pass(90 * MINUTE - BUSY_TONE_TIME - 1).take();
		equal(house.quietness?.by, "switch");
		deepEqual(house.pass(1).lines(), ["Do not disturb: its time is over"]);
		equal(house.quietness, undefined);
		equal(house.rings(), true);
	});

	it("rings the targets of quiet hours, where there are some", () => {
		const house = new House(MONDAY_NOON, { quiet: hours("", "porter") }).quiet(10);
		house.take();
		deepEqual(house.press().lines(), [
			"Button 1 (Front) pressed",
			"Do not disturb: the targets for quiet hours are rung",
			"Calling porter",
		]);
	});

	it("is ended by 0, once", () => {
		const house = new House(MONDAY_NOON).quiet(90).quiet(0);
		deepEqual(house.lines(), ["Do not disturb: on for 90 min", "Do not disturb: switched off"]);
		deepEqual(house.quiet(0).take(), []);
		equal(house.rings(), true);
	});

	it("begins anew when it is asked for again, and lasts a week at most", () => {
		const house = new House(MONDAY_NOON).quiet(90).pass(HOUR) as House;
		house.quiet(60);
		equal(house.quietness?.until, MONDAY_NOON + 2 * HOUR);
		house.quiet(1_000_000);
		equal(house.quietness?.until, MONDAY_NOON + HOUR + QUIET_LIMIT * MINUTE);
	});

	it("gives way to quiet hours at its end", () => {
		const house = new House(MONDAY_NOON, { quiet: hours("12:00-14:00") }).quiet(30);
		equal(house.quietness?.by, "switch");
		house.pass(30 * MINUTE).take();
		equal(house.quietness?.by, "schedule");
	});

	it("ends when it was to end, whatever is done to the clock: set right, or changed to summer time", () => {
		for (const step of [-30 * 24 * HOUR, -HOUR, HOUR, 400 * 24 * HOUR]) {
			const house = new House(MONDAY_NOON).quiet(90).pass(HOUR) as House;
			house.setClock(MONDAY_NOON + HOUR + step);
			deepEqual(house.quietness, { until: MONDAY_NOON + 90 * MINUTE + step, by: "switch" });
			equal(house.pass(30 * MINUTE - 1).state, "IDLE");
			equal(house.quietness?.by, "switch");
			house.pass(1);
			equal(house.quietness, undefined);
		}
		const march = 1_774_746_000_000;
		const night = new House(march - HOUR).quiet(120);
		night.pass(2 * HOUR - 1);
		equal(night.quietness?.until, march + HOUR);
		night.pass(1);
		equal(night.quietness, undefined);
	});

	it("works without a time of day, with an end that nobody can tell", () => {
		const house = new House(undefined).quiet(10);
		deepEqual(house.kept(), [undefined]);
		deepEqual(house.quietness, { until: undefined, by: "switch" });
		equal(house.rings(), false);
		house.pass(10 * MINUTE).take();
		equal(house.rings(), true);
	});
});

describe("Do not disturb over a restart", () => {
	it("is kept by the time of day, and forgotten at its end", () => {
		const house = new House(MONDAY_NOON).quiet(90);
		deepEqual(house.kept(), [MONDAY_NOON + 90 * MINUTE]);
		deepEqual((house.pass(90 * MINUTE) as House).kept(), [undefined]);
		house.quiet(90);
		house.take();
		deepEqual(house.quiet(0).kept(), [undefined]);
	});

	it("goes on until the same end", () => {
		const house = restarted(MONDAY_NOON + 90 * MINUTE, MONDAY_NOON + HOUR);
		equal(house.rings(), false);
		equal(house.quietness?.until, MONDAY_NOON + 90 * MINUTE);
		house.pass(30 * MINUTE).take();
		equal(house.quietness, undefined);
	});

	it("rings as long as the time of day is unknown, and goes on as soon as it is known", () => {
		const house = restarted(MONDAY_NOON + 90 * MINUTE, undefined);
		equal(house.quietness, undefined);
		equal(house.rings(), true);
		house.setClock(MONDAY_NOON + HOUR);
		deepEqual(house.quietness, { until: MONDAY_NOON + 90 * MINUTE, by: "switch" });
		equal(house.rings(), false);
	});

	it("is over where its end has passed meanwhile, or is further off than anybody may ask for", () => {
		for (const kept of [MONDAY_NOON, MONDAY_NOON - HOUR, MONDAY_NOON + QUIET_LIMIT * MINUTE + 1, 1]) {
			const house = restarted(kept, MONDAY_NOON);
			equal(house.quietness, undefined);
			equal(house.rings(), true);
		}
	});

	it("can be switched off before the time of day is known", () => {
		const house = restarted(MONDAY_NOON + 90 * MINUTE, undefined).quiet(0);
		deepEqual(house.kept(), [undefined]);
		equal(house.setClock(MONDAY_NOON).rings(), true);
	});
});
