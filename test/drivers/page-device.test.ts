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
	return { page: new PageDevice(Object.assign(bell.host, host), bell.appliance, forget), forgotten: () => times };
}

describe("Page device: status", () => {
	it("is ready for JSON, with null for what there is not", () => {
		const { network, clock } = place();
		const bell = new Bell(network, DOOR);
		clock.advance(2_000);
		const { boot, ...status } = device(bell).page.status;
		deepEqual(JSON.parse(JSON.stringify(status)), {
			state: "UNCONFIGURED",
			registration: { state: "UNCONFIGURED", expiresIn: 0, lastError: "" },
			call: null,
			lastCall: "",
			door: false,
			light: false,
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
		const backup = JSON.parse(page.backup()) as Record<string, unknown>;
		bell.appliance.configure({ "audio.volume": 50 });
		deepEqual(page.preview({ ...backup, "sip.password": "another" }), {
			changes: [
				{ key: "sip.password", before: true, after: true },
				{ key: "audio.volume", before: 50, after: 100 },
			],
		});
		equal(bell.appliance.settings["audio.volume"], 50);
		equal(page.restore(backup), undefined);
		deepEqual([bell.appliance.settings["audio.volume"], bell.appliance.settings["sip.password"]], [100, "open sesame"]);
		doesNotMatch(JSON.stringify([backup, page.shownSettings]), /open sesame|24681357/);
	});

	it("restores all or nothing", () => {
		const bell = new Bell(place().network, DOOR, { settings });
		const { page } = device(bell);
		const problems = { "sip.port": "a whole number from 1 to 65535" };
		deepEqual(page.preview({ version: 1, "audio.volume": 1, "sip.port": -1 }), { problems });
		deepEqual(page.restore({ version: 1, "audio.volume": 1, "sip.port": -1 }), problems);
		equal(bell.appliance.settings["audio.volume"], 100);
	});
});

describe("Page device: restart", () => {
	it("answers first, then unregisters, then restarts", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(1_000);
		equal(device(bell).page.restart(), true);
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
		equal(page.factoryReset(), true);
		equal(bell.host.storage.read(SETTINGS_KEY), undefined);
		equal(forgotten(), 1);
		clock.advance(RESTART_DELAY + 3_000);
		equal(bell.host.restarts, 1);
	});

	it("is refused where the host cannot", () => {
		const bell = new Bell(place().network, DOOR);
		const { page, forgotten } = device(bell, { restart: undefined });
		deepEqual([page.restart(), page.factoryReset(), forgotten()], [false, false, 0]);
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
			join: (_name: string, password: string, onDone: (joined: boolean) => void) => onDone(password === "right"),
		};
		const { page } = device(bell, { wifi });
		bell.lines();
		page.joinWifi?.("House", "wrong");
		page.joinWifi?.("House", "right");
		deepEqual(bell.lines(), [
			"Joining the Wi-Fi network House",
			"error: Wi-Fi network House cannot be joined: check the password",
			"Joining the Wi-Fi network House",
			"Wi-Fi network House joined",
		]);
		let found: unknown;
		page.scanWifi?.((networks) => {
			found = networks;
		});
		deepEqual(found, []);
	});
});
