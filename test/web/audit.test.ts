import { deepEqual, equal, match } from "node:assert/strict";
import type { AuditEntry } from "../../modules/web/device.ts";
import { PASSWORD, stage } from "./stage.ts";

const ENTRY = Object.freeze({ times: 1, kind: "opened", source: "**610", reason: "Door opened by Code 3" });

function audited(entries: readonly Partial<AuditEntry>[]) {
	const house = stage();
	house.device.audit = entries.map((entry, index) => ({ ...ENTRY, id: index + 1, time: undefined, ...entry }));
	return house.client();
}

describe("API: audit", () => {
	it("gives all entries, the newest last, or those above a number", () => {
		const client = audited([{ time: 1_767_225_600_000 }, {}, { times: 8 }]);
		const { kind, source, reason } = ENTRY;
		const told = [
			{ id: 1, time: 1_767_225_600_000, kind, source, reason },
			{ id: 2, time: null, kind, source, reason },
			{ id: 3, time: null, kind, source, reason: `${reason}, at least 8 times` },
		];
		deepEqual(client.ask("GET /api/audit").json, { entries: told });
		deepEqual(client.ask("GET /api/audit?since=2").json, { entries: told.slice(2) });
		deepEqual(client.ask("GET /api/audit?since=3").json, { entries: [] });
		equal(client.ask("GET /api/audit?since=x").json.error, "since must be a whole number");
	});

	it("gives a table with times in UTC (RFC 4180)", () => {
		const client = audited([
			{ time: 1_767_225_600_000 },
			{ time: 1_709_164_799_999 },
			{ time: 951_827_696_000, source: 'An"na', reason: "a, b" },
			{ time: undefined, times: 4 },
		]);
		const table = client.ask("GET /api/audit.csv");
		match(table.field("Content-Disposition") ?? "", /attachment; filename="[a-z.-]+\.csv"/);
		deepEqual(table.text.split("\r\n"), [
			"number,time (UTC),what,who,reason",
			'1,2026-01-01 00:00:00,opened,"**610","Door opened by Code 3"',
			'2,2024-02-28 23:59:59,opened,"**610","Door opened by Code 3"',
			'3,2000-02-29 12:34:56,opened,"An""na","a, b"',
			'4,,opened,"**610","Door opened by Code 3, at least 4 times"',
			"",
		]);
		equal(audited([]).ask("GET /api/audit.csv").text, "number,time (UTC),what,who,reason\r\n");
	});

	it("has no formulas for spreadsheets in its table", () => {
		for (const source of ["=cmd()", "+49123", "-1", "@x"])
			equal(audited([{ source }]).ask("GET /api/audit.csv").text.includes(`,"'${source}",`), true, source);
	});

	it("is told of log-ins, refused ones and of passwords, without them", () => {
		const house = stage({ password: PASSWORD });
		const client = house.client(PASSWORD);
		for (let turn = 0; turn < 5; turn++) equal(client.ask("GET /api/status").status, 200);
		house.client("wrong wrong").ask("GET /api/status", { address: "192.0.2.66" });
		client.ask("PUT /api/password", { body: { old: "not that", new: "staple battery" } });
		client.ask("PUT /api/password", { body: { old: PASSWORD, new: "staple battery" } });
		deepEqual(house.audited, [
			"login | 192.0.2.9 | Logged in to the control page",
			"login-refused | 192.0.2.66 | Wrong password for the control page",
			"login-refused | 192.0.2.9 | Wrong password for the control page",
			"password | 192.0.2.9 | Password of the control page changed",
		]);
	});
});
