import { ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { hash } from "../../hosts/node/hash.ts";
import { text } from "../../hosts/node/text.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { type Endpoint, MockNetwork, type SentDatagram } from "../../simulator/mock-network.ts";
import { Pbx } from "../../simulator/pbx.ts";
import type { Phone } from "../../simulator/phone.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";

export const DOORBELL = "192.168.1.20";
export const PBX = "192.168.1.1";
export const SIP_PORT = 5060;
export const RTP_PORT = 5004;
const PBX_PORT = 5070;
const REGISTRAR = { "sip.registrar": `${PBX}:${PBX_PORT}` };

/** Everything is ready in this time, or never: a transaction may take 32 s. Milliseconds. */
const WITHIN = 40_000;
const DIARY = 12;
const RESPITE = 60_000;

/** A doorbell with its PBX and two phones, to be brought into a state and attacked there. */
export class Target {
	readonly clock = new VirtualClock();
	readonly network = new MockNetwork({ clock: this.clock });
	readonly host: VirtualHost;
	/** The last lines of the log. */
	readonly diary: string[] = [];
	readonly doorbell: Appliance;
	readonly pbx: Pbx;

	/** Another seed gives other tags and branches. */
	constructor(seed = "") {
		const { network } = this;
		const host = (address: string) =>
			new VirtualHost({ network, address, hash, text, seed: `${seed}${address}`, microphone: tone(440) });
		this.host = host(DOORBELL);
		this.pbx = new Pbx({ host: host(PBX), port: PBX_PORT, users: [{ user: "doorbell", password: "secret" }] });
		this.doorbell = new Appliance({ host: this.host, onLog: ({ text }) => this.#note(text) });
		this.doorbell.start();
		const problems = this.doorbell.configure({
			"sip.user": "doorbell",
			"sip.password": "secret",
			"button.1.targets": "**9",
			"call.answer": "manual",
			"door.code": "9",
		});
		ok(problems === undefined, JSON.stringify(problems));
	}

	get phone(): Phone {
		return this.pbx.phones[0]!;
	}

	/** Sends the doorbell a datagram as if from `from`, and lets it arrive. */
	attack(from: Endpoint, port: number, bytes: Uint8Array): void {
		const sender = this.network.host(from.address);
		this.network.send(sender, from, { address: DOORBELL, port }, bytes);
		this.clock.advance(1);
	}

	configure(): void {
		ok(this.doorbell.configure(REGISTRAR) === undefined);
	}

	register(): void {
		if (this.doorbell.settings["sip.registrar"] === "") this.configure();
		this.until("registered", () => this.doorbell.state === "REGISTERED");
	}

	ring(): void {
		this.doorbell.press(1);
		this.until("ringing", () => this.phone.state === "ringing");
	}

	/** The bell is pressed, and a phone answers. */
	talk(): void {
		this.ring();
		this.phone.answer();
		this.connected();
	}

	/** A phone calls. */
	called(): void {
		ok(this.phone.call("doorbell"), "the PBX does not know the doorbell");
		this.until("called", () => this.doorbell.state === "RINGING");
	}

	connected(): void {
		this.until("connected", () => this.doorbell.state === "CONNECTED" && this.phone.state === "in call");
	}

	/** Both sides hang up whatever there is, until there is nothing left. */
	hangUp(): void {
		const isQuiet = () => {
			for (const phone of this.pbx.phones) phone.hangUp();
			if (this.doorbell.status.call) this.doorbell.hangUp();
			return !this.doorbell.status.call && this.pbx.phones.every(({ state }) => state === "idle");
		};
		this.until("quiet", isQuiet);
	}

	/** Lets time pass until something is so; fails when it is not in time. */
	until(what: string, condition: () => boolean): void {
		ok(this.clock.run(condition, WITHIN), `not ${what}: ${this.doorbell.state}\n${this.diary.join("\n")}`);
	}

	#note(line: string): void {
		this.diary.push(`${this.clock.now} ms: ${line}`);
		if (this.diary.length > DIARY) this.diary.shift();
	}

	close(): void {
		this.doorbell.close();
		this.pbx.close();
	}
}

/** How each state of the doorbell is reached from its first one. */
export const STATES: Readonly<Record<string, (target: Target) => void>> = {
	idle: () => {},
	registering: (target) => {
		target.pbx.silent = true;
		target.configure();
		target.clock.advance(700);
	},
	registered: (target) => target.register(),
	hunting: (target) => {
		target.register();
		target.ring();
	},
	"ringing in": (target) => {
		target.register();
		target.called();
	},
	connected: (target) => {
		target.register();
		target.talk();
		target.clock.advance(500);
	},
	"on hold": (target) => {
		STATES.connected!(target);
		target.phone.hold();
		target.clock.advance(200);
	},
	renegotiating: (target) => {
		STATES.connected!(target);
		target.network.rule = withoutAcknowledgement;
		target.phone.hold();
		target.clock.advance(10);
	},
	ending: (target) => {
		STATES.connected!(target);
		target.pbx.silent = true;
		target.doorbell.hangUp();
		target.clock.advance(10);
	},
	disconnecting: (target) => {
		target.register();
		target.pbx.silent = true;
		target.doorbell.disconnect();
		target.clock.advance(10);
	},
};

/** What the doorbell does whatever has happened: it registers, rings, is called and answers, all in bounded time. */
export function prove(target: Target): void {
	const { doorbell, pbx, network } = target;
	pbx.silent = false;
	network.rule = undefined;
	target.hangUp();
	// A button that is pressed right after nobody answered is not heard.
	target.clock.advance(RESPITE);
	if (doorbell.settings["sip.registrar"] === "") target.configure();
	doorbell.disconnect();
	target.until("disconnected", () => doorbell.state === "DISCONNECTED");
	doorbell.connect();
	target.register();
	target.talk();
	target.hangUp();
	target.called();
	doorbell.answer();
	target.connected();
	target.hangUp();
}

function withoutAcknowledgement({ bytes }: SentDatagram): "drop" | undefined {
	return String.fromCharCode(...bytes.subarray(0, 4)) === "ACK " ? "drop" : undefined;
}
