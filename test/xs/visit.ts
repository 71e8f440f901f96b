/**
 * One whole visit in the board's heap, with the control page open, as main would run it: prints what is live when idle,
 * registered and in a call.
 */
import { tone } from "../../hosts/node/audio-format.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { report } from "./report.ts";
import { ScriptedPage } from "./scripted-page.ts";
import { ScriptedPbx } from "./scripted-pbx.ts";

const PBX = "192.168.1.1";
const text = {
	encode: (value: string) => new Uint8Array(ArrayBuffer.fromString(value)),
	decode: (bytes: ArrayBuffer | Uint8Array) => xs.decode(bytes),
};

function expect(what: string, happens: boolean): void {
	if (!happens) throw new Error(`the visit went wrong: ${what}`);
}

const clock = new VirtualClock();
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
report("before the doorbell: virtual network, host and PBX");

const doorbell = new Appliance({
	host,
	overrides: {
		"sip.registrar": PBX,
		"sip.user": "doorbell",
		"sip.password": "secret",
		"button.1.targets": "**9",
		"door.code": "9",
	},
});
report("idle");

new PageServer({ host, appliance: doorbell, port: 80, open: true });
const page = new ScriptedPage({ host: network.host("192.168.1.2"), address: "192.168.1.20", ...text });
report("idle, with the page server");

doorbell.start();
expect(
	"registered",
	clock.run(() => doorbell.state === "REGISTERED", 5_000),
);
report("registered");

host.files = new Map([["/", { type: "text/html", etag: '"1"', bytes: text.encode("x".repeat(1_000)) }]]);
page.get("/", "/api/config", "/api/status");
clock.advance(1_000);
expect("page", page.answered === 3 && page.received > 2_500);
page.get("/api/events");
clock.advance(1_000);
expect("events", page.events.status === 1 && page.events.log > 5);
report("registered, page open");

host.press(1);
expect(
	"rings",
	clock.run(() => pbx.ringing, 5_000),
);
host.release(1);
report("ringing");

pbx.answer();
expect(
	"answered",
	clock.run(() => doorbell.state === "CONNECTED", 5_000),
);
clock.advance(3_000);
report("in a call, page open");
expect("levels", page.events.level > 10);
expect("hears the phone", (doorbell.status.call?.statistics?.received ?? 0) > 100);

pbx.refresh();
clock.advance(46_000);
expect("refreshed by us", pbx.refreshes === 1);
report("in a call, refreshed");

pbx.press("9");
expect(
	"door opens",
	clock.run(() => host.changes("door").length === 1, 5_000),
);
pbx.hangUp();
expect(
	"ends",
	clock.run(() => doorbell.state === "REGISTERED", 5_000),
);
doorbell.disconnect();
expect(
	"disconnects",
	clock.run(() => doorbell.state === "DISCONNECTED", 5_000),
);
clock.advance(40_000);
report("after the visit");
