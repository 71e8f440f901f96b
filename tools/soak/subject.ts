/** The doorbell of a soak in a process of its own, so that nothing of what tests it is measured. Told and asked by messages. */
import { tone } from "../../hosts/node/audio-format.ts";
import { Output } from "../../hosts/node/digital.ts";
import type { Settings } from "../../modules/config/schema.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { createFleetDevice } from "../../simulator/fleet/device.ts";
import { liveHeap } from "../../simulator/live-heap.ts";
import type { Sample } from "./sample.ts";

/** What the subject is told. */
export type Order =
	| { readonly type: "start"; readonly settings: Partial<Settings> }
	| { readonly type: "press" | "hang up" | "measure" | "end" };

/** What it tells. */
export type News =
	| { readonly type: "ready" }
	| { readonly type: "state"; readonly state: State }
	| { readonly type: "door opened" }
	| { readonly type: "measured"; readonly sample: Omit<Sample, "minute"> };

const TONE = 440;

let doorbell: Appliance | undefined;

function start(settings: Partial<Settings>): void {
	doorbell = new Appliance({
		host: {
			...createFleetDevice(tone(TONE)),
			output: (name) => new Output((value) => name === "door" && value === 1 && tell({ type: "door opened" })).open(),
		},
		overrides: settings,
		onState: (state) => tell({ type: "state", state }),
	});
	doorbell.start();
}

function measure(): Omit<Sample, "minute"> {
	const heap = liveHeap();
	const resources = process.getActiveResourcesInfo();
	const count = (pattern: RegExp) => resources.filter((name) => pattern.test(name)).length;
	return {
		heap,
		handles: resources.length,
		sockets: count(/^UDP/),
		timers: count(/^(Timeout|Immediate)/),
	};
}

function tell(news: News): void {
	process.send?.(news);
}

process.on("message", (order: Order) => {
	if (order.type === "start") start(order.settings);
	else if (order.type === "press") doorbell?.press(1);
	else if (order.type === "hang up") doorbell?.hangUp();
	else if (order.type === "measure") tell({ type: "measured", sample: measure() });
	else doorbell?.shutDown(() => process.exit());
});
tell({ type: "ready" });
