import { deepEqual, equal, match, ok } from "node:assert/strict";
import { LINE_LIMIT, LINE_PAUSE } from "../../modules/web/access.ts";
import type { Reply } from "./client.ts";
import { PASSWORD, type Stage, stage } from "./stage.ts";

const URI = "/api/status";

/** One try from an address. */
function guess({ client }: Stage, address: string, now: number, password = "wrong wrong"): Reply {
	return client(password).ask(`GET ${URI}`, { address, now });
}

describe("Guessing the password", () => {
	it("is free three times, then costs 1 s, 2 s, 4 s … 60 s", () => {
		const house = stage({ password: PASSWORD });
		const waits: string[] = [];
		let now = 0;
		for (let tries = 1; tries <= 10; tries++) {
			equal(guess(house, "192.0.2.66", now).status, 401);
			if (tries < 3) continue;
			const refused = guess(house, "192.0.2.66", now);
			equal(refused.status, 429);
			waits.push(refused.field("Retry-After") ?? "none");
			now += 1000 * Number(refused.field("Retry-After"));
		}
		deepEqual(waits, ["1", "2", "4", "8", "16", "32", "60", "60"]);
	});

	it("does not even let the right password in before the time is over, and forgives it then", () => {
		const house = stage({ password: PASSWORD });
		for (let tries = 0; tries < 3; tries++) guess(house, "192.0.2.66", 0);
		equal(guess(house, "192.0.2.66", 999, PASSWORD).status, 429);
		equal(guess(house, "192.0.2.66", 1000, PASSWORD).status, 200);
		for (let tries = 0; tries < 3; tries++) equal(guess(house, "192.0.2.66", 1000).status, 401);
	});

	it("from one address does not disturb another one", () => {
		const house = stage({ password: PASSWORD });
		for (let tries = 0; tries < 5; tries++) guess(house, "192.0.2.66", 0);
		equal(guess(house, "192.0.2.9", 0, PASSWORD).status, 200);
	});

	it("from ever new addresses is slowed to one a second, while who has logged in before notices nothing", () => {
		const house = stage({ password: PASSWORD });
		equal(guess(house, "192.0.2.9", 0, PASSWORD).status, 200);
		let heard = 0;
		for (let turn = 0; turn < 3000; turn++) {
			const now = 20 * turn;
			if (guess(house, `198.51.100.${turn % 250}`, now).status === 401) heard++;
			if (turn % 500 === 0) equal(guess(house, "192.0.2.9", now, PASSWORD).status, 200);
		}
		ok(heard <= 20 + 61, `${heard} tries in a minute`);
	});

	it("from many addresses still lets a quiet one in that was not here before", () => {
		const house = stage({ password: PASSWORD });
		for (let turn = 0; turn < 100; turn++) guess(house, `198.51.100.${turn}`, 0);
		const reply = guess(house, "192.0.2.10", 0, PASSWORD);
		deepEqual([reply.status, reply.field("Retry-After")], [429, "1"]);
		equal(guess(house, "192.0.2.10", 1000, PASSWORD).status, 200);
	});

	it("is not done by asking without a password", () => {
		const house = stage({ password: PASSWORD });
		for (let turn = 0; turn < 50; turn++) equal(house.client().ask(`GET ${URI}`).status, 401);
		equal(house.client(PASSWORD).ask(`GET ${URI}`).status, 200);
		deepEqual(house.lines, []);
	});

	it("by way of the old password, when logged in, is slowed as well", () => {
		const house = stage({ password: PASSWORD });
		const change = () => house.client(PASSWORD).ask("PUT /api/password", { body: { old: "wrong", new: "whatever" } });
		deepEqual([change().status, change().status, change().status, change().status], [422, 422, 422, 429]);
		equal(house.client(PASSWORD).ask(`GET ${URI}`).status, 200);
	});

	it("is told in the log with the address, but not without end", () => {
		const house = stage({ password: PASSWORD });
		for (let turn = 0; turn < 60; turn++) guess(house, `198.51.100.${turn}`, 60_000);
		equal(house.lines[0], "error: Wrong password for the control page from 198.51.100.0");
		equal(house.lines.length, LINE_LIMIT);
		guess(house, "198.51.100.99", 60_000 + LINE_PAUSE);
		equal(house.lines.length, LINE_LIMIT + 1);
		match(house.lines[LINE_LIMIT]!, /from 198\.51\.100\.99, after \d+ more tries$/);
	});
});
