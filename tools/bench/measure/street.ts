/**
 * A fleet of doorbells at Kamailio, whose buttons ring SIPp, as a program for a private network: BELLS SECONDS RINGS.
 * Prints what the fleet says at the end, and the least that Kamailio had registered meanwhile.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Result } from "../../../simulator/fleet/result.ts";
import { startKamailio } from "../../../test/interop/kamailio.ts";
import { freePort, isBound } from "../../../test/interop/ports.ts";
import { startProgram } from "../../../test/interop/processes.ts";
import { clear, makeFolder } from "../../../test/interop/stage.ts";

/** What a run came to. */
export interface Street extends Result {
	/** The least that Kamailio had registered once all were, looked at every five seconds. */
	readonly least: number;
}

const ROOT = join(__dirname, "../../..");
/** Seconds of a registration: refreshed every minute. */
const EXPIRES = 120;
const LOOK = 5_000;
/** Milliseconds from the start of the command until all are registered, at the usual rate of 50 per second. */
const startTime = (bells: number) => 15_000 + 25 * bells;

async function run(bells: number, seconds: number, rings: number): Promise<Street> {
	const kamailio = await startKamailio({ houses: bells, maximumExpires: EXPIRES });
	const port = freePort();
	await startProgram({
		command: "sipp",
		arguments: ["-sn", "uas", "-i", "127.0.0.1", "-p", `${port}`, "-nostdin"],
		folder: makeFolder("callee"),
		isReady: () => isBound(port),
	});
	const begin = performance.now();
	const counts: number[] = [];
	const look = setInterval(async () => {
		const sinceStart = performance.now() - begin;
		const steady = sinceStart > startTime(bells) && sinceStart < 1_000 * seconds;
		if (steady) counts.push(await kamailio.registered());
	}, LOOK);
	const options = {
		...{ registrar: kamailio.address, domain: "door.test", password: "bell%-secret", expires: EXPIRES },
		...{ target: `sip:phone@127.0.0.1:${port}`, bells, seconds, rings, talk: 2 },
	};
	const parameters = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
	const program = [join(ROOT, "node_modules/ts-node/dist/bin.js"), join(ROOT, "simulator/fleet/main.ts")];
	const { stdout } = await promisify(execFile)(process.execPath, [...program, ...parameters, "--json"]).catch(
		// It ends with 1 when a registration was lost: that is a result, too.
		(error: { stdout: string }) => error,
	);
	clearInterval(look);
	return { ...(JSON.parse(stdout) as Result), least: Math.min(bells, ...counts) };
}

const [bells = 1, seconds = 1, rings = 0] = process.argv.slice(2).map(Number);
run(bells, seconds, rings)
	.then((street) => console.log(JSON.stringify(street)))
	.finally(() => clear(false))
	.then(
		() => process.exit(),
		(error) => {
			console.error(error);
			process.exit(1);
		},
	);
