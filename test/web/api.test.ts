import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SCHEMA } from "../../modules/config/schema.ts";
import type { Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { FIRMWARE_LIMIT } from "../../modules/web/firmware.ts";
import { JSON_LIMIT } from "../../modules/web/json-body.ts";
import { JOIN_LIMIT } from "../../modules/web/wifi.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { sinkOf } from "./client.ts";
import { BAD_IMAGE, TORN_IMAGE } from "./device.ts";
import { stage } from "./stage.ts";

const BYTES = Object.freeze({ "content-type": "application/octet-stream" });

describe("API: what the doorbell does", () => {
	it("shows the status, and whether a password is needed", () => {
		const { client } = stage();
		const status = client().ask("GET /api/status");
		equal(status.status, 200);
		equal(status.field("Content-Type"), "application/json");
		equal(status.json.registration.expiresIn, 1799);
		deepEqual(client().ask("GET /api/access").json, { access: "open", armed: false, wifi: true, updates: true });
	});

	it("passes on what is to be done, and answers 204 without a body", () => {
		const { client, device } = stage();
		const lines = ["sip/connect", "sip/disconnect", "button/1", "button/2", "door/open"];
		for (const line of lines) {
			const reply = client().ask(`POST /api/${line}`);
			deepEqual([reply.status, reply.text], [204, ""]);
		}
		equal(client().ask("POST /api/light", { body: { on: true } }).status, 204);
		equal(client().ask("POST /api/light", { body: { on: false } }).status, 204);
		deepEqual(device.deeds, [
			"connect",
			"disconnect",
			"press 1",
			"press 2",
			"open the door",
			"light true",
			"light false",
		]);
	});

	it("has two buttons", () => {
		const { client, device } = stage();
		for (const path of ["button/3", "button/0", "button/01x", "button/", "button/-1", "button"])
			equal(client().ask(`POST /api/${path}`).status, 404, path);
		deepEqual(device.deeds, []);
	});

	it("calls a target or those of the first button, unless there is a call", () => {
		const { client, device } = stage();
		equal(client().ask("POST /api/call").status, 204);
		equal(client().ask("POST /api/call", { body: { target: "**610" } }).status, 204);
		for (const target of ["", "a b c", "**610, **611"]) {
			const reply = client().ask("POST /api/call", { body: { target } });
			deepEqual([reply.status, Object.keys(reply.json.errors)], [422, ["target"]], target);
		}
		device.call_ = {
			state: "calling",
			direction: "outgoing",
			peer: { name: "", number: "**610" },
			seconds: 0,
			waiting: null,
		};
		deepEqual(client().ask("POST /api/call").json, { error: "There is a call already" });
		deepEqual(device.deeds, ["call undefined", "call **610"]);
	});

	it("answers, rejects and hangs up only what there is, and says 409 otherwise", () => {
		const { client, device } = stage();
		const ask = () => ["answer", "reject", "hangup"].map((deed) => client().ask(`POST /api/call/${deed}`).status);
		const peer = { name: "", number: "**610" };
		deepEqual(ask(), [409, 409, 409]);
		device.call_ = { state: "ringing", direction: "outgoing", peer, seconds: 0, waiting: null };
		deepEqual(ask(), [409, 409, 204]);
		device.call_ = { state: "ringing", direction: "incoming", peer, seconds: 0, waiting: null };
		deepEqual(ask(), [204, 204, 204]);
		device.call_ = { state: "connected", direction: "incoming", peer, seconds: 0, waiting: null };
		deepEqual(ask(), [409, 409, 204]);
		device.call_ = { ...device.call_, waiting: { name: "", number: "22", onHold: false } };
		deepEqual(ask(), [409, 204, 204]);
	});

	it("holds, resumes and switches only what there is, and says 409 otherwise", () => {
		const { client, device } = stage();
		const ask = () =>
			["hold", "resume", "switch"].map((deed) => {
				const reply = client().ask(`POST /api/call/${deed}`);
				return reply.status === 409 ? reply.json.error : reply.status;
			});
		const peer = { name: "", number: "**610" };
		const none = ["There is no answered call", "The call is not on hold", "There is no second call"];
		deepEqual(ask(), none);
		device.call_ = { state: "calling", direction: "outgoing", peer, seconds: 0, waiting: null };
		deepEqual(ask(), none);
		device.call_ = { state: "connected", direction: "outgoing", peer, seconds: 0, onHold: false, waiting: null };
		deepEqual(ask(), [204, ...none.slice(1)]);
		const waiting = { name: "", number: "22", onHold: false };
		device.call_ = { state: "connected", direction: "outgoing", peer, seconds: 0, onHold: true, waiting };
		deepEqual(ask(), ["The call is on hold already", 204, 204]);
		deepEqual(device.deeds, ["hold", "resume", "switch"]);
	});

	it("transfers an answered call to one target", () => {
		const { client, device } = stage();
		const ask = (target: unknown) => client().ask("POST /api/call/transfer", { body: { target } });
		const peer = { name: "", number: "**610" };
		deepEqual(ask("**611").json, { error: "There is no answered call" });
		device.call_ = { state: "connected", direction: "outgoing", peer, seconds: 0, waiting: null };
		equal(ask("**611").status, 204);
		for (const target of ["", "a b c", "**610, **611"]) deepEqual(Object.keys(ask(target).json.errors), ["target"]);
		equal(ask(undefined).status, 400);
		device.call_ = { ...device.call_, transferTo: "**611" };
		deepEqual(ask("**612").json, { error: "The call is being transferred already" });
		deepEqual(device.deeds, ["transfer **611"]);
	});

	it("lists the phones that are registered at the doorbell itself", () => {
		const { client, device } = stage();
		deepEqual(client().ask("GET /api/phones").json, { phones: [] });
		device.phones = [{ name: "kitchen", address: "192.0.2.30", expiresIn: 250 }];
		deepEqual(client().ask("GET /api/phones").json, { phones: device.phones });
	});
});

describe("API: settings", () => {
	it("shows them, of secrets only whether there is one, and changes them all or none", () => {
		const { client, device } = stage();
		const changed = client().ask("PATCH /api/config", { body: { "sip.user": "620", "sip.password": "hunter22" } });
		equal(changed.status, 200);
		equal(changed.json["sip.user"], "620");
		equal(changed.json["sip.password"], true);
		deepEqual(client().ask("GET /api/config").json, changed.json);
		const refused = client().ask("PATCH /api/config", { body: { "sip.port": 0.5, "sip.user": "621", x: 1 } });
		equal(refused.status, 422);
		deepEqual(Object.keys(refused.json.errors), ["sip.port", "x"]);
		equal(device.settings["sip.user"], "620");
	});

	it("gives a backup, tells what restoring it would change, and restores it", () => {
		const { client, device } = stage();
		device.configure({ "sip.user": "620", "sip.password": "hunter22" });
		const backup = client().ask("GET /api/backup");
		match(backup.field("Content-Disposition") ?? "", /^attachment; filename="[a-z.-]+"$/);
		device.configure({ "sip.user": "621" });
		const preview = client().ask("POST /api/restore?preview=true", { body: backup.text });
		deepEqual(preview.json, { changes: [{ key: "sip.user", before: "621", after: "620" }] });
		equal(device.settings["sip.user"], "621");
		equal(client().ask("POST /api/restore", { body: backup.text }).status, 204);
		deepEqual([device.settings["sip.user"], device.settings["sip.password"]], ["620", "hunter22"]);
		for (const path of ["restore", "restore?preview=true"])
			equal(client().ask(`POST /api/${path}`, { body: { version: 1, "sip.port": "x" } }).status, 422);
	});

	it("takes all settings at their longest in one body", () => {
		const { client } = stage();
		const document: Record<string, unknown> = { version: 1 };
		for (const key of SETTING_KEYS) {
			const setting: Setting = SCHEMA[key];
			document[key] =
				"maximum" in setting && setting.type !== "number" ? "ä".repeat(setting.maximum) : setting.fallback;
		}
		const bytes = utf8.encode(JSON.stringify(document));
		ok(bytes.length < JSON_LIMIT, `${bytes.length} bytes`);
		// Not all of them are well, but they are read.
		equal(client().ask("POST /api/restore", { body: bytes }).status, 422);
	});

	it("gives a backup with secrets and codes where they are asked for, and takes either", () => {
		const { client, device } = stage();
		device.configure({ "sip.password": "hunter22", "door.code": "4711" });
		device.setCode(3, { digits: "24680" }, "");
		const plain = client().ask("GET /api/backup");
		equal(plain.json.secrets, "left out");
		equal(/hunter22|4711|24680/.test(plain.text), false);
		const whole = client().ask("GET /api/backup?secrets=true");
		match(whole.json.secrets, /^included/);
		equal(whole.json.codes[0].digits, "24680");
		device.configure({ "sip.password": "", "door.code": "" });
		device.deleteCode(3, "");
		equal(client().ask("POST /api/restore", { body: plain.text }).status, 204);
		deepEqual([device.settings["sip.password"], device.guests.size], ["", 0]);
		equal(client().ask("POST /api/restore", { body: whole.text }).status, 204);
		deepEqual([device.settings["sip.password"], device.settings["door.code"]], ["hunter22", "4711"]);
		equal(device.guests.get(3)?.digits, "24680");
	});

	it("takes a backup with all codes at their longest", () => {
		const { client } = stage();
		const long = { name: "x".repeat(32), callers: "everyone", output: "second door", weekly: "x".repeat(160) };
		const codes = [3, 4, 5, 6, 7, 8, 9, 10].map((code) => ({ code, digits: "123456789012", until: 9e15, ...long }));
		const document: Record<string, unknown> = { version: 1, secrets: "included", codes };
		for (const key of SETTING_KEYS) {
			const setting: Setting = SCHEMA[key];
			document[key] =
				"maximum" in setting && setting.type !== "number" ? "x".repeat(setting.maximum) : setting.fallback;
		}
		equal(client().ask("POST /api/restore", { body: document }).status, 422);
	});
});

describe("API: the device", () => {
	it("restarts and forgets all, when that is confirmed", () => {
		const { client, device } = stage();
		equal(client().ask("POST /api/system/restart").status, 202);
		equal(client().ask("POST /api/system/factory-reset", { body: { confirm: false } }).status, 422);
		equal(client().ask("POST /api/system/factory-reset").status, 400);
		equal(client().ask("POST /api/system/factory-reset", { body: { confirm: true } }).status, 202);
		deepEqual(device.deeds, ["restart", "factory reset"]);
		device.restarts = false;
		equal(client().ask("POST /api/system/restart").status, 501);
		equal(client().ask("POST /api/system/factory-reset", { body: { confirm: true } }).status, 501);
	});

	it("tells of Wi-Fi networks as soon as they are known", () => {
		const { client, device } = stage();
		const { body } = client().open("/api/wifi/scan");
		if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
		equal(body.read(0), undefined);
		ok(body.deadline > 0 && body.deadline < 1000);
		device.onScanned?.([{ name: "House", strength: -50, open: false }]);
		deepEqual(JSON.parse(`${body.read(500)}`), { networks: [{ name: "House", strength: -50, open: false }] });
		equal(body.read(500), "");
	});

	it("does not wait for Wi-Fi networks for ever", () => {
		const { client } = stage();
		const { body } = client().open("/api/wifi/scan");
		if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
		equal(body.read(14_999), undefined);
		equal(body.read(15_000), '{"networks":[]}');
	});

	it("joins a Wi-Fi network", () => {
		const { client, device } = stage();
		const join = (name: string, password: string) =>
			client().ask("POST /api/wifi/join", { body: { name, password } }).status;
		deepEqual([join("House", "longenough"), join("Open", "")], [202, 202]);
		deepEqual([join("", ""), join("x".repeat(33), ""), join("House", "short")], [422, 422, 422]);
		deepEqual(device.deeds, ["join House", "join Open"]);
		device.hasWifi = false;
		deepEqual([join("House", "longenough"), client().ask("GET /api/wifi/scan").status], [501, 501]);
		equal(client().ask("GET /api/wifi/join").status, 501);
	});

	it("tells what became of joining a Wi-Fi network as soon as that is known", () => {
		const { client, device } = stage();
		deepEqual(client().ask("GET /api/wifi/join").json, { state: "none", text: "" });
		device.wifi = { state: "joining", text: "Joining the Wi-Fi network House" };
		const { body } = client().open("/api/wifi/join");
		if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
		equal(body.read(0), undefined);
		ok(body.deadline > 0 && body.deadline < 1000);
		device.wifi = { state: "failed", text: "Wi-Fi network House refuses the password" };
		deepEqual(JSON.parse(`${body.read(500)}`), device.wifi);
		equal(body.read(500), "");
	});

	it("does not wait for ever for a Wi-Fi network to be joined", () => {
		const { client, device } = stage();
		device.wifi = { state: "joining", text: "Joining the Wi-Fi network House" };
		const { body } = client().open("/api/wifi/join");
		if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
		equal(body.read(JOIN_LIMIT - 1), undefined);
		deepEqual(JSON.parse(`${body.read(JOIN_LIMIT)}`), device.wifi);
	});

	it("takes a firmware image piece by piece", () => {
		const { client } = stage();
		equal(client().ask("POST /api/firmware", { headers: BYTES, body: new Uint8Array(1000) }).status, 204);
		deepEqual(client().ask("GET /api/firmware").json, { state: "installed", received: 1000, error: "" });
	});

	it("says why a firmware image is refused, at once or at the end", () => {
		const { client } = stage();
		for (const [first, error] of [
			[BAD_IMAGE, "it is for another chip"],
			[TORN_IMAGE, "its checksum is wrong"],
		] as const) {
			const reply = client().ask("POST /api/firmware", { headers: BYTES, body: new Uint8Array(9).fill(first) });
			deepEqual([reply.status, reply.json], [422, { error: `The image is refused: ${error}` }]);
			equal(client().ask("GET /api/firmware").json.error, error);
		}
	});

	it("takes one firmware image at a time, and gives up when the client has gone", () => {
		const { client, device } = stage();
		const sink = sinkOf(client().begin("POST /api/firmware", { headers: BYTES }));
		equal(sink.limit, FIRMWARE_LIMIT);
		equal(client().ask("POST /api/firmware", { headers: BYTES }).status, 409);
		sink.abort();
		equal(client().ask("GET /api/firmware").json.state, "failed");
		device.updates = false;
		equal(client().ask("POST /api/firmware", { headers: BYTES }).status, 501);
		equal(client().ask("GET /api/firmware").status, 501);
	});
});
