/**
 * One whole visit in the board's heap, with the control page open, as main would run it: prints what is live when idle,
 * registered and in a call.
 */
import { tone } from "../../hosts/node/audio-format.ts";
import type { Hash } from "../../modules/auth/digest.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { HostClock, pass, turn, until } from "./host-clock.ts";
import { report } from "./report.ts";
import { ScriptedPage } from "./scripted-page.ts";
import { ScriptedPbx } from "./scripted-pbx.ts";

const PBX = "192.168.1.1";
const text = {
	encode: (value: string) => new Uint8Array(ArrayBuffer.fromString(value)),
	decode: (bytes: ArrayBuffer | Uint8Array) => xs.decode(bytes),
};

/** As cheap as that of the board, which is native; the PBX does not look at what it makes. */
const hash: Hash = (algorithm, text) => `${text.length}`.padStart(algorithm === "MD5" ? 32 : 64, "0");
const SETTINGS = {
	"sip.registrar": PBX,
	"sip.user": "doorbell",
	"sip.password": "secret",
	"button.1.targets": "**9",
	"door.code": "9",
};

const clock = new HostClock();
const network = new MockNetwork({ clock });
const pbx = new ScriptedPbx({ host: network.host(PBX), address: PBX, encode: text.encode, decode: text.decode });
const host = new VirtualHost({
	network,
	address: "192.168.1.20",
	hash,
	text,
	microphone: tone(400),
	recordingSeconds: 0.2,
});

async function visit(): Promise<void> {
	report("before the doorbell: virtual network, host and PBX");
	const doorbell = await turn(() => new Appliance({ host, overrides: SETTINGS }));
	report("idle");

	await turn(() => new PageServer({ host, appliance: doorbell, port: 80, open: true }));
	const page = new ScriptedPage({ host: network.host("192.168.1.2"), address: "192.168.1.20", ...text });
	report("idle, with the page server");

	await turn(() => doorbell.start());
	await until("registered", () => doorbell.state === "REGISTERED");
	report("registered");

	host.files = new Map([["/", { type: "text/html", etag: '"1"', bytes: text.encode("x".repeat(1_000)) }]]);
	await turn(() => page.get("/", "/api/config", "/api/status"));
	await until("page", () => page.answered === 3 && page.received > 2_500);
	await turn(() => page.get("/api/events"));
	await until("events", () => page.events.status === 1 && page.events.log > 5);
	await pass(6_000); // the transactions of the registration are over
	report("registered, page open");

	await turn(() => host.press(1));
	await until("rings", () => pbx.ringing);
	await turn(() => host.release(1));
	report("ringing");

	await turn(() => pbx.answer());
	await until("answered", () => doorbell.state === "CONNECTED");
	await pass(3_000);
	report("in a call, page open");
	await until("levels", () => page.events.level > 10);
	await until("hears the phone", () => (doorbell.status.call?.statistics?.received ?? 0) > 100);

	await turn(() => pbx.refresh());
	await pass(46_000);
	await until("refreshed by us", () => pbx.refreshes === 1);
	report("in a call, refreshed");

	await turn(() => pbx.press("9"));
	await until("door opens", () => host.changes("door").length === 1);
	await turn(() => pbx.hangUp());
	await until("ends", () => doorbell.state === "REGISTERED");
	await turn(() => doorbell.disconnect());
	await until("disconnects", () => doorbell.state === "DISCONNECTED");
	await pass(40_000);
	report("after the visit");
	xs.exit(0);
}

setTimeout(visit, 0);
