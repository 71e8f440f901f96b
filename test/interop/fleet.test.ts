import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../simulator/fleet/result.ts";
import { startKamailio } from "./kamailio.ts";
import { freePort, isBound } from "./ports.ts";
import { startProgram } from "./processes.ts";
import { makeFolder } from "./stage.ts";

const ROOT = join(__dirname, "../..");
const BELLS = 20;

/** The command `npm run fleet`, until it ends by itself. */
async function fleet(...options: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
	const program = await startProgram({
		command: process.execPath,
		arguments: [join(ROOT, "node_modules/ts-node/dist/bin.js"), join(ROOT, "simulator/fleet/main.ts"), ...options],
		folder: makeFolder("fleet"),
		isReady: () => true,
	});
	return { code: await program.exited, output: program.output };
}

/** SIPp as a phone that rings and answers every call. */
async function startCallee(): Promise<string> {
	const port = freePort();
	await startProgram({
		command: "sipp",
		arguments: ["-sn", "uas", "-i", "127.0.0.1", "-p", `${port}`, "-nostdin"],
		folder: makeFolder("callee"),
		isReady: () => isBound(port),
	});
	return `sip:phone@127.0.0.1:${port}`;
}

describe("Fleet at Kamailio and SIPp", function () {
	this.timeout(60_000);

	it("registers twenty doorbells, rings with them, and takes all of them away again", async () => {
		const kamailio = await startKamailio();
		const account = ["--registrar", kamailio.address, "--domain", "door.test", "--password", "bell%-secret"];
		const calls = ["--target", await startCallee(), "--rings", "120", "--talk", "1"];
		const { code, output } = await fleet(...account, ...calls, "--bells", `${BELLS}`, "--seconds", "6", "--json");
		equal(code, 0, output);
		const result: Result = JSON.parse(output);
		deepEqual([result.registered, result.lapses, result.errors.count], [BELLS, 0, 0]);
		equal(result.registering.count, BELLS);
		ok(result.calls.answered >= 8, output);
		equal(result.calls.missed, 0);
		equal(result.inviting.count, result.calls.pressed);
		equal(await kamailio.registered(), 0);
	});

	it("fails when the PBX refuses them, and says why", async () => {
		const kamailio = await startKamailio();
		const account = ["--registrar", kamailio.address, "--domain", "door.test", "--password", "wrong"];
		const { code, output } = await fleet(...account, "--bells", "3", "--seconds", "1");
		equal(code, 1, output);
		match(output, /^0 of 3 doorbells registered at the end/m);
		match(output, /errors were logged, the last: .*password/);
	});
});
