import { deepEqual, doesNotMatch, equal, notEqual } from "node:assert/strict";
import { SETTINGS_KEY } from "../../modules/drivers/appliance.ts";
import { PageDevice, RESTART_DELAY } from "../../modules/drivers/page-device.ts";
import type { Host } from "../../modules/host.ts";
import { Bell, DOOR, PBX, place, REGISTERING } from "./bell.ts";
import { Peer, registrar } from "./peer.ts";

function device(bell: Bell, host: Partial<Host> = {}): { page: PageDevice; forgotten: () => number } {
	let times = 0;
	const forget = () => {
		times += 1;
	};
	return { page: new PageDevice(Object.assign(bell.host, host), bell.appliance, { forget }), forgotten: () => times };
}

describe("Page device: status", () => {
	it("is ready for JSON, with null for what there is not", () => {
		const { network, clock } = place();
		const bell = new Bell(network, DOOR);
		clock.advance(2_000);
		const { boot, ...status } = device(bell).page.status;
		deepEqual(JSON.parse(JSON.stringify(status)), {
			state: "UNCONFIGURED",
			registration: { state: "UNCONFIGURED", expiresIn: 0, lastError: "", server: null },
			call: null,
			lastCall: "",
			door: false,
			secondDoor: false,
			lock: null,
			light: false,
			quiet: null,
			network: { address: DOOR },
			firmware: "virtual",
			platform: "simulator",
			uptime: 2,
			time: bell.host.clock.time(),
		});
		equal(/^[0-9a-f]{16}$/.test(boot), true);
	});

	it("has another boot with every start", () => {
		const bell = new Bell(place().network, DOOR);
		notEqual(device(bell).page.boot, device(bell).page.boot);
	});

	it("says so while network and time are unknown", () => {
		const bell = new Bell(place().network, DOOR);
		bell.host.network.up = false;
		bell.host.epoch = undefined;
		const { network, time } = device(bell).page.status;
		deepEqual([network, time], [null, null]);
	});
});

describe("Page device: backup and restore", () => {
	const settings = { ...REGISTERING, "door.code": "24681357" };

	it("leave secrets as they are, and out of sight", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		const backup = JSON.parse(page.backup(false)) as Record<string, unknown>;
		bell.appliance.configure({ "audio.volume": 50 });
		deepEqual(page.preview({ ...backup, "sip.password": "another" }), {
			changes: [
				{ key: "sip.password", before: true, after: true },
				{ key: "audio.volume", before: 50, after: 100 },
			],
		});
		equal(bell.appliance.settings["audio.volume"], 50);
		equal(page.restore(backup, ""), undefined);
		deepEqual([bell.appliance.settings["audio.volume"], bell.appliance.settings["sip.password"]], [100, "open sesame"]);
		doesNotMatch(JSON.stringify([backup, page.shownSettings]), /open sesame|24681357/);
	});

	it("restores all or nothing", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		const problems = { "sip.port": "a whole number from 1 to 65535" };
		deepEqual(page.preview({ version: 1, "audio.volume": 1, "sip.port": -1 }), { problems });
		deepEqual(page.restore({ version: 1, "audio.volume": 1, "sip.port": -1 }, ""), problems);
		equal(bell.appliance.settings["audio.volume"], 100);
	});
});

/** What the audit has, in short. */
function audited({ appliance }: Bell): string[] {
	return appliance.audit.after(0).map(({ kind, source, reason }) => [kind, source, reason].join(" | "));
}

describe("Page device: codes", () => {
	const settings = { "door.code": "24681357", "light.mode": "toggle" } as const;

	it("are those of the settings and those of the store, without keys", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		equal(page.setCode(3, { digits: "97531", output: "second door", once: true }, "192.0.2.9"), undefined);
		const [door, light, guest, ...rest] = page.codes;
		deepEqual([door?.set, door?.output, door?.action], [true, "door", "pulse"]);
		deepEqual([light?.set, light?.output, light?.action], [false, "light", "toggle"]);
		deepEqual([guest?.set, guest?.output, guest?.once], [true, "second door", true]);
		deepEqual([rest.length, rest.some(({ set }) => set)], [7, false]);
		doesNotMatch(JSON.stringify(page.codes), /24681357|97531/);
		equal(page.deleteCode(3, "192.0.2.9"), undefined);
		equal(page.deleteCode(1, "192.0.2.9"), undefined);
		equal(bell.appliance.codes.codes().length, 0);
		deepEqual(audited(bell), [
			"restart |  | Power-up",
			"code | 192.0.2.9 | Code 3 set",
			"code | 192.0.2.9 | Code 3 deleted",
			"setting | 192.0.2.9 | Settings changed: door.code",
		]);
	});

	it("have keys of their own, wherever they are", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		const taken = "another code has these keys";
		deepEqual(page.setCode(3, { digits: "24681357" }, ""), { digits: taken });
		equal(page.setCode(3, { digits: "97531" }, ""), undefined);
		equal(page.setCode(3, { name: "Anna" }, ""), undefined);
		deepEqual(page.setCode(4, { digits: "97531" }, ""), { digits: taken });
		deepEqual(page.setCode(2, { digits: "97531" }, ""), { digits: taken });
		deepEqual(page.configure({ "door.code": "97531" }, ""), { "door.code": taken });
		deepEqual(page.configure({ "door.code": "1", "light.code": "1" }, ""), { "light.code": taken });
		equal(page.configure({ "door.code": "8642", "light.code": "24681357" }, ""), undefined);
		deepEqual(page.restore({ version: 1, codes: [{ code: 7, digits: "8642" }] }, ""), { "code.7.digits": taken });
	});

	it("1 and 2 have keys only", () => {
		const { page } = device(new Bell(place().network, DOOR));
		const problem = "only the keys of codes 1 and 2 can be changed";
		deepEqual(page.setCode(1, { digits: "4711", once: true, name: "x" }, ""), { once: problem, name: problem });
		deepEqual(Object.keys(page.setCode(1, {}, "") ?? {}), ["digits"]);
		equal(page.setCode(1, { digits: "4711" }, ""), undefined);
	});

	it("say so where the storage refuses", () => {
		const bell = new Bell(place().network, DOOR);
		const { page } = device(bell);
		page.setCode(3, { digits: "97531" }, "");
		bell.host.storage.hook = (operation) => {
			if (operation !== "read") throw new Error("worn");
		};
		deepEqual([page.setCode(3, { digits: "8642" }, ""), page.deleteCode(3, "")], ["unstored", "unstored"]);
		equal(bell.appliance.codes.codes()[0]?.digits, "97531");
	});

	it("are all in a backup with secrets, and replaced by it", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		page.setCode(3, { digits: "97531" }, "");
		page.setCode(4, { digits: "8642" }, "");
		const backup = JSON.parse(page.backup(true)) as Record<string, unknown>;
		page.deleteCode(3, "");
		page.setCode(4, { digits: "8643" }, "");
		page.setCode(5, { digits: "8644" }, "");
		deepEqual(page.preview(backup), {
			changes: [
				{ key: "code.3", before: false, after: true },
				{ key: "code.4", before: true, after: true },
				{ key: "code.5", before: true, after: false },
			],
		});
		equal(page.restore(backup, "192.0.2.9"), undefined);
		deepEqual(
			bell.appliance.codes.codes().map(({ number, digits }) => `${number}: ${digits}`),
			["1: 24681357", "3: 97531", "4: 8642"],
		);
		equal(audited(bell).at(-1), "code | 192.0.2.9 | Codes restored");
	});

	it("that are broken are told of at the start, and open nothing", () => {
		const { network } = place();
		const storage = new Bell(network, DOOR).host.storage;
		storage.write("code.3", '{"digits":"97531"}');
		const bell = new Bell(place().network, DOOR, { storage });
		equal(bell.lines().includes("error: Code 3 cannot be read: it opens nothing"), true);
		deepEqual(bell.appliance.codes.codes(), []);
	});
});

describe("Page device: audit", () => {
	it("has what was done from the page, with the address and without values", () => {
		const bell = new Bell(place().network, DOOR);
		const { page } = device(bell);
		page.configure({ "sip.password": "open sesame", "audio.volume": 50 }, "192.0.2.9");
		page.openDoor(1, "192.0.2.9");
		page.quiet(60, "192.0.2.9");
		page.restart("192.0.2.9");
		const next = new Bell(place().network, DOOR, { storage: bell.host.storage });
		deepEqual(audited(next), [
			"restart |  | Power-up",
			"setting | 192.0.2.9 | Settings changed: sip.password, audio.volume",
			"opened | 192.0.2.9 | Door opened from the control page",
			"quiet | 192.0.2.9 | Do not disturb for 60 min",
			"restart | 192.0.2.9 | Restart from the page",
		]);
	});

	it("names a firmware update, whoever restarts the device then", () => {
		class FirmwareUpdate {
			write(): void {}
			complete(): void {}
			close(): void {}
		}
		for (const restart of [true, false]) {
			const bell = new Bell(place().network, DOOR);
			const { page } = device(bell, { FirmwareUpdate });
			page.updateFirmware?.("192.0.2.9")?.complete();
			if (restart) page.restart("192.0.2.5");
			const next = new Bell(place().network, DOOR, { storage: bell.host.storage });
			equal(audited(next).at(-1), "restart | 192.0.2.9 | Firmware update");
		}
	});

	it("is forgotten in a factory reset, but for that", () => {
		const bell = new Bell(place().network, DOOR);
		const { page } = device(bell);
		page.openDoor(1, "192.0.2.9");
		page.setCode(3, { digits: "97531" }, "192.0.2.9");
		page.factoryReset("192.0.2.9");
		const next = new Bell(place().network, DOOR, { storage: bell.host.storage });
		deepEqual(audited(next), ["restart | 192.0.2.9 | Factory reset from the page"]);
		deepEqual(next.appliance.codes.codes(), []);
	});
});

describe("Page device: restart", () => {
	it("answers first, then unregisters, then restarts", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(1_000);
		equal(device(bell).page.restart("192.0.2.9"), true);
		const before = pbx.received.length;
		clock.advance(RESTART_DELAY - 1);
		equal(pbx.received.length, before);
		clock.advance(3_000);
		equal(pbx.received.at(-1)?.includes("Expires: 0"), true);
		equal(bell.host.restarts, 1);
	});

	it("forgets settings and password in a factory reset", () => {
		const { clock, network } = place();
		const bell = new Bell(network, DOOR, { settings: { "sip.user": "620" } });
		const { page, forgotten } = device(bell);
		equal(page.factoryReset("192.0.2.9"), true);
		equal(bell.host.storage.read(SETTINGS_KEY), undefined);
		equal(forgotten(), 1);
		clock.advance(RESTART_DELAY + 3_000);
		equal(bell.host.restarts, 1);
	});

	it("is refused where the host cannot", () => {
		const bell = new Bell(place().network, DOOR);
		const { page, forgotten } = device(bell, { restart: undefined });
		deepEqual([page.restart("192.0.2.9"), page.factoryReset("192.0.2.9"), forgotten()], [false, false, 0]);
	});
});

describe("Page device: Wi-Fi", () => {
	it("is absent without Wi-Fi", () => {
		const { page } = device(new Bell(place().network, DOOR));
		deepEqual([page.scanWifi, page.joinWifi, page.updateFirmware], [undefined, undefined, undefined]);
	});

	it("says what came of joining, without the password", () => {
		const bell = new Bell(place().network, DOOR);
		const wifi = {
			scan: (onDone: (networks: []) => void) => onDone([]),
			join: (_name: string, password: string, onDone: (joined: boolean, problem?: string) => void) =>
				onDone(password === "right", password === "gone" ? "is not in sight" : undefined),
		};
		const { page } = device(bell, { wifi });
		bell.lines();
		deepEqual(page.wifi, { state: "none", text: "" });
		page.joinWifi?.("House", "wrong");
		page.joinWifi?.("House", "gone");
		deepEqual(page.wifi, { state: "failed", text: "Wi-Fi network House is not in sight" });
		page.joinWifi?.("House", "right");
		equal(page.wifi.state, "joined");
		deepEqual(bell.lines(), [
			"Joining the Wi-Fi network House",
			"error: Wi-Fi network House cannot be joined: check the password",
			"Joining the Wi-Fi network House",
			"error: Wi-Fi network House is not in sight",
			"Joining the Wi-Fi network House",
			`Wi-Fi network House joined: this page is at http://${DOOR}/ there`,
		]);
		let found: unknown;
		page.scanWifi?.((networks) => {
			found = networks;
		});
		deepEqual(found, []);
	});
});
