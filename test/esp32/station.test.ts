import { deepEqual, equal } from "node:assert/strict";
import {
	ADDRESS_PATIENCE,
	FIRST_PAUSE,
	JOIN_TIME,
	LEAVE_TIME,
	LONGEST_PAUSE,
	SCAN_TIME,
	Station,
} from "../../hosts/esp32/machines/station.ts";
import { causeOf } from "../../hosts/esp32/machines/station-cause.ts";

const HOUSE = Object.freeze({ name: "House", password: "longenough" });
const OTHER = Object.freeze({ name: "Other", password: "longenough" });
const ADDRESS = "192.168.178.40";

/** What the station wants, in short. */
function wishes(station: Station): string[] {
	const list: string[] = [];
	for (let output = station.poll(); output; output = station.poll()) {
		if (output.type === "line") list.push(`${output.level}: ${output.text}`);
		else if (output.type === "connect") list.push(`connect ${output.login.name}`);
		else if (output.type === "joined") list.push(`joined ${output.login.name}`);
		else if (output.type === "failed") list.push(`failed ${output.login.name}: ${output.problem}`);
		else if (output.type === "up") list.push(`up ${output.address}`);
		else list.push(output.type);
	}
	return list;
}

/** Lets a join that is under way succeed. */
function letIn(station: Station, now: number, address = ADDRESS): void {
	station.associated(now);
	station.look(address, now);
}

/** In its network since 0. */
function member(): Station {
	const station = new Station();
	station.start(HOUSE, 0);
	letIn(station, 0);
	wishes(station);
	return station;
}

describe("Wi-Fi station: joining", () => {
	it("asks for the network that was kept, and tells its address", () => {
		const station = new Station();
		station.start(HOUSE, 0);
		deepEqual([wishes(station), station.deadline], [["connect House"], JOIN_TIME]);
		station.associated(3_000);
		deepEqual([wishes(station), station.network], [[], ""]);
		station.look(ADDRESS, 3_400);
		deepEqual(wishes(station), [`info: Wi-Fi House: the address of the doorbell is ${ADDRESS}`, `up ${ADDRESS}`]);
		deepEqual([station.network, station.known], ["House", true]);
	});

	it("takes no address from before it was let in", () => {
		const station = new Station();
		station.start(HOUSE, 0);
		wishes(station);
		station.look(ADDRESS, 100);
		deepEqual(wishes(station), []);
	});

	it("looks for the address often until there is one", () => {
		const station = new Station();
		station.start(HOUSE, 0);
		station.associated(1_000);
		equal(station.deadline, 1_500);
		station.look(undefined, 1_500);
		equal(station.deadline, 2_000);
	});

	it("does nothing while no network is known", () => {
		const station = new Station();
		station.disconnected("absent", 5);
		station.expire(10);
		deepEqual([wishes(station), station.deadline, station.known], [[], Number.POSITIVE_INFINITY, false]);
	});

	it("gives up an attempt that takes too long, and tries again", () => {
		const station = new Station();
		station.start(HOUSE, 0);
		wishes(station);
		station.expire(JOIN_TIME);
		deepEqual(wishes(station), ["leave", "error: Wi-Fi House does not let the doorbell in, and is tried again"]);
		station.expire(station.deadline);
		deepEqual(wishes(station), ["connect House"]);
		station.associated(40_000);
		station.expire(JOIN_TIME + FIRST_PAUSE + JOIN_TIME);
		deepEqual(wishes(station), ["leave", "error: Wi-Fi House gives the doorbell no address, and is tried again"]);
	});
});

describe("Wi-Fi station: reconnecting", () => {
	it("comes back after days, with pauses that grow to a minute, and tells each cause once", () => {
		const station = member();
		station.disconnected("absent", 1_000);
		const lines = wishes(station);
		const pauses: number[] = [];
		let longest = 0;
		let now = 1_000;
		for (let attempt = 0; attempt < 3 * 24 * 60; attempt++) {
			const pause = station.deadline - now;
			if (attempt < 8) pauses.push(pause);
			longest = Math.max(longest, pause);
			now = station.deadline;
			station.expire(now);
			now += 2_500;
			station.disconnected(attempt % 7 === 0 ? "refused" : "absent", now);
			lines.push(...wishes(station).filter((wish) => wish !== "connect House"));
		}
		deepEqual(lines, [
			"error: Wi-Fi House is lost: the doorbell joins it again as soon as it is back",
			"down",
			"error: Wi-Fi House does not let the doorbell in, and is tried again",
			"error: Wi-Fi House is not in sight, and is tried again",
		]);
		deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
		equal(longest, LONGEST_PAUSE);
		station.expire(station.deadline);
		letIn(station, now + LONGEST_PAUSE);
		deepEqual(wishes(station).slice(1), [
			`info: Wi-Fi House: the address of the doorbell is ${ADDRESS}`,
			`up ${ADDRESS}`,
		]);
	});

	it("begins with the shortest pause after each success, and tells again", () => {
		const station = member();
		for (let now = 10_000; now < 50_000; now += 10_000) {
			station.disconnected("absent", now);
			deepEqual(wishes(station).length, 2);
			equal(station.deadline, now + FIRST_PAUSE);
			station.expire(now + FIRST_PAUSE);
			letIn(station, now + 5_000);
			equal(wishes(station).length, 3);
		}
	});

	it("says what to do about a wrong password", () => {
		const station = member();
		station.disconnected("refused", 10);
		station.expire(station.deadline);
		wishes(station);
		station.disconnected("password", 5_000);
		deepEqual(wishes(station), [
			"error: Wi-Fi House refuses the password: hold the set-up button to enter another one",
		]);
	});

	it("tells of another address", () => {
		const station = member();
		station.look("192.168.178.99", 60_000);
		deepEqual(wishes(station), [
			"info: Wi-Fi House: the address of the doorbell is 192.168.178.99",
			"up 192.168.178.99",
		]);
		station.look("192.168.178.99", 61_000);
		deepEqual(wishes(station), []);
	});

	it("begins anew where the address stays away, which nobody tells", () => {
		const station = member();
		station.look(undefined, 5_000);
		station.look(ADDRESS, 10_000);
		station.look(undefined, 15_000);
		station.look(undefined, 15_000 + ADDRESS_PATIENCE - 1);
		deepEqual(wishes(station), []);
		station.look(undefined, 15_000 + ADDRESS_PATIENCE);
		deepEqual(wishes(station), [
			"leave",
			"error: Wi-Fi House is lost: the doorbell joins it again as soon as it is back",
			"down",
		]);
		station.disconnected("refused", 46_000);
		station.expire(station.deadline);
		deepEqual(wishes(station), ["connect House"]);
	});

	it("makes attempts seldom while somebody uses the board's own network", () => {
		const station = member();
		station.calm = true;
		station.disconnected("absent", 1_000);
		equal(station.deadline, 1_000 + LONGEST_PAUSE);
	});
});

describe("Wi-Fi station: trying another network", () => {
	it("keeps it when it works", () => {
		const station = new Station();
		station.try(HOUSE, 0);
		deepEqual([wishes(station), station.known], [["connect House"], false]);
		letIn(station, 4_000);
		deepEqual(wishes(station).slice(0, 1), ["joined House"]);
		deepEqual([station.network, station.known], ["House", true]);
	});

	it("leaves the present one first, whose late news count for nothing", () => {
		const station = member();
		station.try(OTHER, 10_000);
		deepEqual(wishes(station), ["down", "leave"]);
		station.disconnected("refused", 10_050);
		deepEqual(wishes(station), ["connect Other"]);
		letIn(station, 14_000, "10.0.0.7");
		deepEqual(wishes(station), [
			"joined Other",
			"info: Wi-Fi Other: the address of the doorbell is 10.0.0.7",
			"up 10.0.0.7",
		]);
	});

	it("does not wait for ever to have left", () => {
		const station = member();
		station.try(OTHER, 10_000);
		wishes(station);
		station.expire(10_000 + LEAVE_TIME);
		deepEqual(wishes(station), ["connect Other"]);
	});

	it("goes back to the old one when it does not work, and says why", () => {
		const station = member();
		station.try(OTHER, 10_000);
		station.disconnected("refused", 10_050);
		wishes(station);
		station.disconnected("password", 15_000);
		deepEqual(wishes(station), ["failed Other: refuses the password"]);
		station.calm = true;
		station.expire(15_000 + FIRST_PAUSE);
		deepEqual(wishes(station), ["connect House"]);
		letIn(station, 20_000);
		equal(station.network, "House");
	});

	it("is idle again when it does not work and there is no old one", () => {
		const station = new Station();
		station.try(OTHER, 0);
		station.disconnected("absent", 2_000);
		deepEqual(wishes(station), ["connect Other", "failed Other: is not in sight"]);
		equal(station.deadline, Number.POSITIVE_INFINITY);
	});

	it("takes the last one of several", () => {
		const station = new Station();
		station.try(OTHER, 0);
		station.try(HOUSE, 500);
		deepEqual(wishes(station), ["connect Other", "failed Other: was given up for another one", "leave"]);
		station.expire(500 + LEAVE_TIME);
		deepEqual(wishes(station), ["connect House"]);
	});
});

describe("Wi-Fi station: networks in sight", () => {
	it("are looked for at once while nothing else is done", () => {
		for (const station of [new Station(), member()]) {
			station.scan(100);
			deepEqual(wishes(station), ["scan"]);
			station.scanned(3_000);
			deepEqual(wishes(station), ["scanned"]);
			station.scanned(3_001);
			deepEqual(wishes(station), []);
		}
	});

	it("are looked for instead of a network that is not there", () => {
		const station = new Station();
		station.start(HOUSE, 0);
		station.scan(1_000);
		deepEqual(wishes(station), ["connect House", "leave"]);
		station.disconnected("refused", 1_100);
		deepEqual(wishes(station), ["scan"]);
		station.expire(station.deadline);
		station.scanned(4_000);
		deepEqual(wishes(station), ["scanned"]);
		station.expire(station.deadline);
		deepEqual(wishes(station), ["connect House"]);
	});

	it("are looked for after a trial that is under way, whatever comes of it", () => {
		for (const works of [true, false]) {
			const station = new Station();
			station.try(HOUSE, 0);
			station.scan(1_000);
			deepEqual(wishes(station), ["connect House"]);
			if (works) letIn(station, 4_000);
			else station.disconnected("password", 4_000);
			equal(wishes(station).at(-1), "scan");
		}
	});

	it("hold up a trial only until they are found", () => {
		const station = new Station();
		station.scan(0);
		station.try(HOUSE, 1_000);
		deepEqual(wishes(station), ["scan"]);
		station.scanned(2_500);
		deepEqual(wishes(station), ["scanned", "connect House"]);
	});

	it("are not waited for for ever", () => {
		const station = new Station();
		station.scan(0);
		station.try(HOUSE, 1_000);
		wishes(station);
		equal(station.deadline, SCAN_TIME);
		station.expire(SCAN_TIME);
		deepEqual(wishes(station), ["end scan", "scanned", "connect House"]);
	});

	it("are looked for once when several ask", () => {
		const station = new Station();
		station.scan(0);
		station.scan(5);
		deepEqual(wishes(station), ["scan"]);
	});
});

describe("Reasons of a disconnection (ESP-IDF, Wi-Fi Reason Code)", () => {
	it("tell a wrong password from a network that is not there", () => {
		deepEqual(
			[15, 204, 202, 14].map((reason) => causeOf(reason)),
			new Array(4).fill("password"),
		);
		deepEqual(
			[200, 201].map((reason) => causeOf(reason)),
			["absent", "absent"],
		);
		deepEqual([causeOf(5), causeOf(2), causeOf(0)], ["full", "refused", "refused"]);
	});

	it("are the SDK's word where ESP-IDF's tells nothing", () => {
		deepEqual([causeOf(0, -1), causeOf(16, -1), causeOf(201, -1)], ["password", "password", "absent"]);
	});
});
