import { equal, ok } from "node:assert/strict";
import { SCHEMA, type SettingKey } from "../../modules/config/schema.ts";
import { isSecret } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { PASSWORD_KEY } from "../../modules/web/access.ts";
import { ROUTES } from "../../modules/web/routes.ts";
import { utf8 } from "../../simulator/utf8.ts";
import type { Asked, Reply } from "./client.ts";
import { type Stage, stage } from "./stage.ts";

const PASSWORD = "Marked-Admin-Password";
const SECRETS: readonly SettingKey[] = SETTING_KEYS.filter((key) => isSecret(SCHEMA[key]));
/** What never leaves the device, as it stands in the settings. */
const MARKS: Readonly<Record<string, string>> = {
	"sip.password": "Marked-Sip",
	"phones.password": "Marked-Phones",
	"door.code": "471147",
	"light.code": "815815",
};

function marked(password?: string): { readonly house: Stage; readonly marks: readonly string[] } {
	const house = stage(password === undefined ? {} : { password });
	for (const key of SECRETS) house.device.configure({ [key]: MARKS[key] ?? "" });
	house.device.setCode(3, { digits: "975319" }, "");
	const stored = house.storage.read(PASSWORD_KEY)?.split(" ").slice(1) ?? [];
	return { house, marks: [PASSWORD, "975319", ...SECRETS.map((key) => MARKS[key] ?? "missing"), ...stored] };
}

function contentsOf({ fields, text, bytes }: Reply): string {
	return fields + text + (bytes === undefined ? "" : utf8.decode(bytes));
}

/** Bodies that do something, break, or are refused, to each call; texts, because XS makes no JSON of preloaded objects. */
const BODIES: readonly string[] = Object.freeze([
	"",
	"{",
	"[]",
	'{"on":1,"target":1,"digits":1,"new":1,"old":1,"name":1,"password":1,"confirm":1}',
	'{"digits":"no keys","target":"**610","new":"short","old":"x","name":"","password":"x","confirm":false}',
	`{"old":"${PASSWORD}","new":"short"}`,
	'{"sip.password":7,"door.code":"no keys","light.code":true,"x":1}',
	'{"sip.port":70000,"sip.password":true}',
	'{"version":1,"sip.password":true,"sip.user":"620"}',
	'{"version":99}',
]);

describe("Secrets go in, never out", () => {
	it("every secret setting is marked in these tests", () => {
		for (const key of SECRETS) ok(MARKS[key] !== undefined, key);
	});

	for (const password of [undefined, PASSWORD]) {
		it(`not in any answer to any call, ${password === undefined ? "open" : "with a password"}`, () => {
			const { house, marks } = marked(password);
			let answers = 0;
			for (const { method, path, receive } of ROUTES) {
				if (path === "/api/password" && password === undefined) continue;
				const target = path.replace("{number}", "1");
				for (const secret of [undefined, password, "wrong wrong"])
					for (const body of method === "GET" ? [""] : BODIES) {
						const type = receive ? { headers: { "content-type": "application/octet-stream" } } : {};
						const asked: Asked = { ...type, body, address: `192.0.2.${answers % 250}` };
						const reply = contentsOf(house.client(secret).ask(`${method} ${target}`, asked));
						for (const mark of marks) equal(reply.includes(mark), false, `${method} ${target}: ${mark}`);
						for (const key of SECRETS) house.device.configure({ [key]: MARKS[key] ?? "" });
						answers++;
					}
			}
			ok(answers > 100);
		});
	}

	it("not in the preview of a document that has some", () => {
		const { house } = marked();
		const document = { version: 1, "sip.password": "Marked-New", "sip.user": "620" };
		const reply = house.client().ask("POST /api/restore?preview=true", { body: document });
		equal(reply.text.includes("Marked"), false);
		equal(reply.json.changes.length > 0, true);
	});

	it("not in the log", () => {
		const { house, marks } = marked(PASSWORD);
		house.client("Marked-Wrong").ask("GET /api/status");
		house.client(PASSWORD).ask("PUT /api/password", { body: { old: "Marked-Wrong", new: "Marked-New" } });
		house.client(PASSWORD).ask("PUT /api/password", { body: { old: PASSWORD, new: "Marked-New" } });
		equal(house.lines.length, 3);
		for (const line of house.lines) for (const mark of [...marks, "Marked"]) equal(line.includes(mark), false, line);
	});
});
