import { deepEqual, equal, ok } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Desktop } from "../../simulator/desktop.ts";
import { liveHeap } from "../../simulator/live-heap.ts";
import { PLAIN } from "../../simulator/profiles/profiles.ts";
import type { Attack, Spoils } from "../support/hostile-http.ts";

const FRAME = 20;
/** Share of the frames that a busy computer lets us send in time. What a step costs the board: test/http/cost.test.ts. */
const SHARE = 0.9;
const REQUESTS = 10_000;
const PASSWORD = "open sesame, please";
const CODE = "24681357";
/** Growth of the heap that is no leak. Bytes. */
const HEAP_GROWTH = 4_000_000;

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await pause(5);
}

function attack(data: Attack): Worker {
	return new Worker(join(__dirname, "../support/hostile-http.ts"), {
		workerData: data,
		execArgv: ["-r", "ts-node/register"],
	});
}

describe("Hostile LAN against the control page", () => {
	it("takes no frame from the call, no memory and no secret", async () => {
		const data = mkdtempSync(join(tmpdir(), "doorbell-"));
		let opened = 0;
		const desktop = new Desktop(
			{
				http: 0,
				address: "127.0.0.1",
				bench: undefined,
				adminPassword: PASSWORD,
				data,
				pbx: 0,
				profile: PLAIN,
				usesPbx: true,
				settings: { "door.code": CODE },
				microphone: undefined,
				speaker: undefined,
				trace: false,
			},
			{
				onLog() {},
				onState() {},
				onOutput: (name, value) => {
					if (name === "door") opened += value;
				},
				onPhone() {},
				onNews() {},
				onProblem() {},
				onTrace() {},
			},
		);
		const { doorbell } = desktop;
		try {
			desktop.start();
			await until(() => doorbell.state === "REGISTERED");
			doorbell.press(1);
			await until(() => desktop.pbx!.phones[0]!.state === "ringing");
			desktop.pbx!.phones[0]!.answer();
			await until(() => (doorbell.status.call?.statistics?.sent ?? 0) > 10);

			const secrets = [PASSWORD, CODE, doorbell.settings["sip.password"], ...storedHashes(data)];
			equal(secrets.length, 5);
			const heap = liveHeap();
			const start = performance.now();
			const before = doorbell.status.call!.statistics!.sent;
			const port = Number(new URL(desktop.pageUrl).port);
			const [spoils] = (await once(attack({ port, requests: REQUESTS, secrets }), "message")) as [Spoils];
			const frames = doorbell.status.call!.statistics!.sent - before;
			const expected = Math.floor((performance.now() - start) / FRAME);

			ok(frames >= expected * SHARE, `${frames} of ${expected} frames were sent`);
			deepEqual(spoils.found, []);
			equal(opened, 0);
			equal(doorbell.settings["door.code"], CODE);
			const { statuses } = spoils;
			for (const status of ["200", "400", "401", "403", "404", "414", "429", "431"])
				ok((statuses[status] ?? 0) > 0, `no ${status} among ${JSON.stringify(statuses)}`);
			equal(statuses["500"], undefined);
			const growth = liveHeap() - heap;
			ok(growth < HEAP_GROWTH, `${growth} bytes more are in use`);
			ok(doorbell.state === "CONNECTED");
		} finally {
			desktop.close();
			rmSync(data, { recursive: true, force: true });
		}
	}).timeout(120_000);
});

/** The two hashes that open the page as the password does. */
function storedHashes(data: string): string[] {
	const stored = JSON.parse(readFileSync(join(data, "doorbell.json"), "utf8")) as Record<string, string>;
	return stored.admin!.split(" ").slice(1);
}
