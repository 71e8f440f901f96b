import { deepEqual, equal } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { PROOF_LIFETIME } from "../../modules/web/access.ts";
import { hash } from "../support/hash.ts";
import type { Reply } from "./client.ts";
import { PASSWORD, stage } from "./stage.ts";

/** A text, because XS makes no JSON of preloaded objects. */
const GUEST = '{"digits":"24680","name":"Cleaner","weekly":"Mo 8:00-12:00"}';
const AGAIN = Object.freeze({ error: "Enter the administrator's password again" });

describe("API: codes", () => {
	it("shows all ten, never their keys", () => {
		const { client } = stage();
		equal(client().ask("PUT /api/codes/1", { body: { digits: "4711" } }).status, 204);
		equal(client().ask("PUT /api/codes/3", { body: GUEST }).status, 204);
		const { text, json } = client().ask("GET /api/codes");
		equal(json.length, 10);
		deepEqual(json[2], {
			code: 3,
			name: "Cleaner",
			output: "door",
			action: "pulse",
			callers: "everyone",
			weekly: "Mo 8:00-12:00",
			until: null,
			once: false,
			set: true,
		});
		deepEqual([json[0].set, json[1].set, json[3].set], [true, false, false]);
		equal(/4711|24680|digits/.test(text), false);
	});

	it("changes what is given, and deletes", () => {
		const { client, device } = stage();
		client().ask("PUT /api/codes/3", { body: GUEST, address: "192.0.2.5" });
		equal(client().ask("PUT /api/codes/3", { body: { until: 1_800_000_000_000, once: true } }).status, 204);
		deepEqual([device.guests.get(3)?.digits, device.guests.get(3)?.once], ["24680", true]);
		equal(client().ask("PUT /api/codes/3", { body: { until: null } }).status, 204);
		equal(device.guests.get(3)?.until, null);
		equal(client().ask("DELETE /api/codes/3").status, 204);
		equal(device.guests.size, 0);
		equal(device.deeds[0], "code 3 set by 192.0.2.5");
	});

	it("refuses what is wrong, all of it", () => {
		const { client } = stage();
		const problems = (body: unknown) => Object.keys(client().ask("PUT /api/codes/3", { body }).json.errors);
		deepEqual(problems({}), ["digits"]);
		deepEqual(problems({ digits: "47a1", output: "gate", weekly: "never" }), ["digits", "output", "weekly"]);
		deepEqual(problems({ digits: "1" }), ["callers"]);
		for (const line of ["PUT /api/codes/11", "DELETE /api/codes/11", "PUT /api/codes/0"])
			equal(client().ask(line, { body: GUEST }).status, 404, line);
	});

	it("says so where the storage refuses", () => {
		const { client, device } = stage();
		device.stores = false;
		for (const line of ["PUT /api/codes/3", "DELETE /api/codes/3"]) {
			const reply = client().ask(line, { body: GUEST });
			deepEqual([reply.status, reply.field("Retry-After")], [503, "60"]);
		}
	});
});

describe("A fresh proof of the password", () => {
	const CALLS: readonly (readonly [line: string, body?: string])[] = [
		["PUT /api/codes/1", '{"digits":"4711"}'],
		["PUT /api/codes/3", GUEST],
		["DELETE /api/codes/3"],
		["PATCH /api/config", '{"audio.volume":50,"door.code":"4711"}'],
		["PATCH /api/config", '{"phones.password":""}'],
		["GET /api/backup?secrets=true"],
		["POST /api/restore", '{"version":1,"call.from":"everyone"}'],
	];

	/** A page that answers a challenge when told to, and not by itself. */
	class Page {
		readonly house = stage({ password: PASSWORD });
		readonly #side = new DigestClient({ hash, token: () => "c0ffee" });

		/** Gets a challenge, without a proof of anything. */
		challenge(now = 0): this {
			this.#side.challenge(this.house.client().ask("GET /api/status", { now }).all("WWW-Authenticate"));
			return this;
		}

		ask(line: string, body?: unknown, now = 0): Reply {
			const [method = "", uri = ""] = line.split(" ");
			const authorization = this.#side.authorize({ username: "admin", password: PASSWORD, method, uri });
			return this.house.client().ask(line, { body, now, headers: { authorization } });
		}
	}

	it("is asked for by what gives the door away, of whoever has logged in before", () => {
		for (const [line, body] of CALLS) {
			const page = new Page().challenge();
			equal(page.ask("GET /api/status").status, 200);
			const refused = page.ask(line, body);
			deepEqual([refused.status, refused.json], [401, AGAIN], line);
			deepEqual(page.house.device.deeds, [], line);
			equal(page.house.device.settings["audio.volume"], 100);
			const challenges = refused.all("WWW-Authenticate");
			deepEqual([challenges.length, challenges.some((text) => text.includes("stale"))], [2, false], line);
			equal(page.challenge().ask(line, body).status < 300, true, line);
			// It goes on with the log-in that it has.
			equal(page.ask("GET /api/status").status, 200);
			equal(page.ask(line, body).status, 401, line);
		}
	});

	it("is no wrong try", () => {
		const page = new Page().challenge();
		for (let turn = 0; turn < 9; turn++) page.ask("PUT /api/codes/1", { digits: "4711" });
		equal(page.ask("GET /api/status").status, 200);
		deepEqual([page.house.lines, page.house.audited.length], [[], 1]);
	});

	it("is one for a minute after the challenge", () => {
		const later = (age: number) => new Page().challenge(5_000).ask("PUT /api/codes/3", GUEST, 5_000 + age).status;
		deepEqual([later(0), later(PROOF_LIFETIME), later(PROOF_LIFETIME + 1)], [204, 204, 401]);
	});

	it("is given by programs that answer each challenge, which notice nothing", () => {
		for (const [line, body] of CALLS) {
			const client = stage({ password: PASSWORD }).client(PASSWORD);
			equal(client.ask("GET /api/status").status, 200);
			equal(client.ask(line, { body }).status < 300, true, line);
		}
	});

	it("is not asked for by anything else, nor where no password is set", () => {
		const others: readonly (readonly [line: string, body?: string])[] = [
			["GET /api/codes"],
			["GET /api/audit"],
			["GET /api/backup"],
			["PATCH /api/config", '{"audio.volume":50,"door.code":true}'],
			["POST /api/restore?preview=true", '{"version":1,"door.code":"1"}'],
			["POST /api/door/open"],
		];
		const page = new Page().challenge();
		page.ask("GET /api/status");
		for (const [line, body] of others) equal(page.ask(line, body).status < 300, true, line);
		for (const [line, body] of CALLS) equal(stage().client().ask(line, { body }).status < 300, true, line);
	});
});
