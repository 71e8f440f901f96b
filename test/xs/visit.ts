/** One whole visit in the board's heap, as main would run it: prints what is live at each stage. */
import { pass, turn } from "./host-clock.ts";
import { House } from "./house.ts";
import { report } from "./report.ts";

const stage = (label: string) => turn(() => report(label));

async function visit(): Promise<void> {
	const house = new House();
	await stage("before the doorbell");
	await house.install();
	await stage("idle");
	await house.start();
	await stage("registered");
	await house.ring();
	await stage("ringing");
	await house.talk(3_000);
	await stage("in a call");

	const ask = await house.openPage();
	await house.hearLevels();
	for (let second = 0; second < 5; second++) {
		await ask("/api/status");
		await pass(1_000);
	}
	await stage("in a call, page open");
	for (let request = 0; request < 30; request++) {
		await ask("/api/status");
		await pass(100);
	}
	await stage("in a call, page asks often");
	await house.refresh();
	await stage("in a call, refreshed");

	await house.openDoor();
	await house.hangUp();
	await stage("after the call");
	await house.disconnect();
	await stage("disconnected");
	xs.exit(0);
}

setTimeout(visit, 0);
