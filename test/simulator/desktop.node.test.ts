import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Desktop } from "../../simulator/desktop.ts";
import type { DesktopOptions } from "../../simulator/options.ts";
import { PLAIN } from "../../simulator/profiles/profiles.ts";
import { StartProblem } from "../../simulator/start-problem.ts";

const VIEW = { onLog() {}, onState() {}, onOutput() {}, onPhone() {}, onNews() {}, onProblem() {}, onTrace() {} };

let folder: string;
let open: Desktop[] = [];

/** For every suite of this file: a folder for each test, and nothing left after it. */
function cleanly(): void {
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doorbell-"))));
	afterEach(() => {
		for (const made of open) made.close();
		open = [];
		rmSync(folder, { recursive: true, force: true });
	});
}

/** A desktop with a PBX on any free port, unless the options say otherwise. */
function desktop(options: Partial<DesktopOptions> = {}): Desktop {
	const made = new Desktop(
		{
			http: 0,
			address: "127.0.0.1",
			bench: undefined,
			adminPassword: undefined,
			data: folder,
			pbx: 0,
			profile: PLAIN,
			usesPbx: true,
			settings: {},
			microphone: undefined,
			speaker: undefined,
			trace: false,
			...options,
		},
		VIEW,
	);
	open.push(made);
	return made;
}

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await pause(2);
}

describe("Desktop", () => {
	cleanly();

	it("keeps the log beside the settings, without the password", async () => {
		const { doorbell } = desktop();
		doorbell.start();
		await until(() => doorbell.state === "REGISTERED");
		const log = readFileSync(join(folder, "doorbell.log"), "utf8");
		ok(/^\d{4}-\d\d-\d\dT[\d:.]+Z info SIP registration successful$/m.test(log), log);
		ok(!log.includes(doorbell.settings["sip.password"]));
	});

	it("makes the settings fit the built-in PBX at the first start", () => {
		const { doorbell, host } = desktop();
		const { settings } = doorbell;
		deepEqual([settings["sip.user"], settings["button.1.targets"], settings["door.code"]], ["doorbell", "**9", "9"]);
		deepEqual([settings["sip.port"], settings["rtp.port"]], [0, 0]);
		// What is stored names the usual port, whatever port was asked for this time.
		ok(host.storage.read("settings")?.includes('"sip.registrar":"127.0.0.1:5070"'));
	});

	it("draws one password for each folder, and the PBX knows it", async () => {
		const first = desktop();
		first.doorbell.start();
		await until(() => first.doorbell.state === "REGISTERED");
		const { "sip.password": password } = first.doorbell.settings;
		equal(desktop().doorbell.settings["sip.password"], password);
		const other = mkdtempSync(join(tmpdir(), "doorbell-"));
		notEqual(desktop({ data: other }).doorbell.settings["sip.password"], password);
		rmSync(other, { recursive: true });
	});

	it("lets the doorbell log in as the options say", async () => {
		const settings = { "sip.user": "620", "sip.auth-user": "bell", "sip.password": "other" };
		const { doorbell } = desktop({ settings });
		doorbell.start();
		await until(() => doorbell.state === "REGISTERED");
		equal(doorbell.settings["sip.user"], "620");
	});

	it("stores nothing that is given for one run", () => {
		const settings = { "sip.registrar": "127.0.0.1:9", "sip.user": "620", "sip.password": "do not keep me" };
		desktop();
		const { doorbell } = desktop({ settings });
		equal(doorbell.configure({ "door.seconds": 5 }), undefined);
		const stored = readFileSync(join(folder, "doorbell.json"), "utf8");
		equal(stored.includes("do not keep me"), false);
		const next = desktop({ usesPbx: false }).doorbell.settings;
		deepEqual([next["sip.registrar"], next["sip.user"], next["door.seconds"]], ["127.0.0.1:5070", "doorbell", 5]);
	});

	it("takes nothing for granted where there is another PBX, or none", () => {
		const { doorbell, pbx, host } = desktop({ pbx: undefined, usesPbx: false });
		equal(pbx, undefined);
		deepEqual([doorbell.settings["sip.registrar"], doorbell.settings["door.code"]], ["", ""]);
		deepEqual([doorbell.settings["sip.port"], doorbell.settings["rtp.port"]], [0, 0]);
		equal(host.storage.read("settings"), undefined);
		const settings = { "sip.registrar": "fritz.box" };
		equal(desktop({ settings, usesPbx: false }).doorbell.settings["sip.registrar"], "fritz.box");
	});

	it("uses the built-in PBX where it is asked to, whatever is stored", () => {
		desktop().doorbell.configure({ "sip.registrar": "fritz.box", "sip.proxy": "proxy.box", "sip.user": "620" });
		const { doorbell, pbx } = desktop();
		deepEqual(
			[doorbell.settings["sip.registrar"], doorbell.settings["sip.proxy"], doorbell.settings["sip.user"]],
			[`127.0.0.1:${pbx?.port}`, "", "doorbell"],
		);
		equal(desktop({ usesPbx: false }).doorbell.settings["sip.registrar"], "fritz.box");
	});

	it("keeps the account at another PBX from the built-in one", async () => {
		const settings = { "sip.registrar": "127.0.0.1:9", "sip.user": "620", "sip.password": "x" };
		const { pbx } = desktop({ settings, usesPbx: false });
		const { doorbell } = desktop({
			usesPbx: false,
			pbx: undefined,
			settings: { "sip.registrar": `127.0.0.1:${pbx?.port}`, "sip.user": "620", "sip.password": "x" },
		});
		doorbell.start();
		await until(() => doorbell.state === "ERROR");
		ok(doorbell.status.registration.lastError.includes("403"));
	});

	it("names the option that helps when the port of the PBX is taken", () => {
		const port = desktop().pbx?.port;
		throws(
			() => desktop({ pbx: port }),
			new StartProblem(
				`UDP port ${port} is taken by another program: give the built-in PBX another one with --pbx PORT, or do without by --no-pbx`,
				1,
			),
		);
	});

	it("names the option when the folder of the settings is none", () => {
		const data = join(folder, "file");
		writeFileSync(data, "");
		throws(
			() => desktop({ data }),
			(error: Error) => error instanceof StartProblem && error.message.startsWith(`--data ${data} cannot be used: `),
		);
	});

	it("ends the call and leaves the PBX when it shuts down", async () => {
		const { doorbell, pbx } = desktop();
		doorbell.start();
		await until(() => doorbell.state === "REGISTERED");
		doorbell.press(1);
		await until(() => pbx?.phones[0]?.state === "ringing");
		pbx?.phones[0]?.answer();
		await until(() => doorbell.state === "CONNECTED");
		const start = performance.now();
		const knows: (boolean | undefined)[] = [];
		await new Promise<void>((resolve) => {
			open[0]?.shutDown(() => {
				knows.push(pbx?.knows("doorbell"));
				resolve();
			});
		});
		deepEqual([knows, pbx?.phones[0]?.state], [[false], "idle"]);
		ok(performance.now() - start < 1_900);
	});

	it("leaves in time when the PBX does not answer", async () => {
		const { doorbell, pbx } = desktop();
		doorbell.start();
		await until(() => doorbell.state === "REGISTERED");
		if (pbx) pbx.silent = true;
		const start = performance.now();
		await new Promise<void>((resolve) => open[0]?.shutDown(resolve));
		const time = performance.now() - start;
		ok(time > 1_900 && time < 3_500, `${time} ms`);
	});
});
