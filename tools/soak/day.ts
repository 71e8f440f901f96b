import { tone } from "../../hosts/node/audio-format.ts";
import { hash } from "../../hosts/node/hash.ts";
import { text } from "../../hosts/node/text.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { liveHeap } from "../../simulator/live-heap.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { Pbx } from "../../simulator/pbx.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import type { Run, Sample } from "./sample.ts";

const MINUTE = 60_000;
/** Minutes between two samples. */
const STEP = 10;
const PBX = "192.168.1.1";
const PORT = 5070;
const WITHIN = 5_000;
const TALK = 2_000;

/** So many hours of a house in virtual time, with a visit each minute. */
export function soakVirtually(hours: number, onProgress: (text: string) => void): Run {
	const house = new House();
	const samples: Sample[] = [];
	let visits = 0;
	for (let minute = 0; minute <= 60 * hours; minute += STEP) {
		while (house.clock.now < minute * MINUTE) {
			house.visit(visits++);
			house.clock.advance(MINUTE - (house.clock.now % MINUTE));
		}
		samples.push({ minute, heap: liveHeap(), ...house.count() });
		if (minute % 60 === 0) onProgress(`${minute / 60} of ${hours} hours, ${visits} visits`);
	}
	return { visits, samples };
}

class House {
	readonly clock = new VirtualClock();
	readonly #network = new MockNetwork({ clock: this.clock });
	readonly #pbx = new Pbx({
		host: new VirtualHost({ network: this.#network, address: PBX, hash, text }),
		port: PORT,
		users: [{ user: "doorbell", password: "secret" }],
	});
	readonly #host = new VirtualHost({
		network: this.#network,
		address: "192.168.1.20",
		hash,
		text,
		microphone: tone(440),
	});
	readonly #doorbell = new Appliance({
		host: this.#host,
		overrides: {
			"sip.registrar": `${PBX}:${PORT}`,
			"sip.user": "doorbell",
			"sip.password": "secret",
			"button.1.targets": "**9",
			"door.code": "9",
		},
	});

	constructor() {
		this.#doorbell.start();
		this.#until(() => this.#doorbell.state === "REGISTERED", "registered");
	}

	/** Timers and sockets are those of the doorbell and its PBX. */
	count(): Omit<Sample, "minute" | "heap"> {
		const sockets = this.#host.network.openSockets + this.#network.host(PBX).openSockets;
		const timers = this.clock.pending;
		return { handles: sockets + timers, sockets, timers };
	}

	/** Rings; two of three times somebody answers and opens. */
	visit(number: number): void {
		const phone = this.#pbx.phones[number % 2]!;
		this.#doorbell.press(1);
		this.#until(() => phone.state === "ringing", "ringing");
		if (number % 3 === 0) {
			this.#doorbell.hangUp();
		} else {
			phone.answer();
			this.#until(() => this.#doorbell.state === "CONNECTED", "answered");
			phone.press("9");
			this.clock.advance(TALK);
			phone.hangUp();
		}
		this.#until(() => this.#doorbell.state === "REGISTERED", "over");
	}

	#until(condition: () => boolean, what: string): void {
		if (!this.clock.run(condition, WITHIN)) throw new Error(`The visit is not ${what} after ${WITHIN} ms`);
	}
}
