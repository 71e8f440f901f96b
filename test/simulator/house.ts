import { tone } from "../../hosts/node/audio-format.ts";
import type { Settings } from "../../modules/config/schema.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { Pbx, type PbxOptions } from "../../simulator/pbx.ts";
import type { Phone } from "../../simulator/phone.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";

/** What the visitor says, in hertz. */
export const VISITOR = 440;
const PORT = 5070;

export interface HouseOptions {
	readonly settings?: Partial<Settings>;
	readonly pbx?: Partial<PbxOptions>;
	/** What becomes of each datagram, from the first one on. */
	readonly rule?: MockNetwork["rule"];
}

/** A doorbell and a PBX with two phones in one virtual network. */
export class House {
	readonly clock = new VirtualClock();
	readonly network = new MockNetwork({ clock: this.clock });
	readonly host: VirtualHost;
	readonly doorbell: Appliance;
	readonly pbx: Pbx;
	/** Lines of the doorbell's log. */
	readonly log: string[] = [];
	/** What the PBX had to tell. */
	readonly news: string[] = [];
	/** First lines of all SIP messages that the PBX received or sent, and which. */
	readonly messages: string[] = [];

	constructor({ settings, pbx, rule }: HouseOptions = {}) {
		const { network } = this;
		network.rule = rule;
		this.pbx = new Pbx({
			host: new VirtualHost({ network, address: "192.168.1.1", hash }),
			port: PORT,
			users: [{ user: "doorbell", password: "secret" }],
			onNews: (news) => this.news.push(news),
			onTrace: (direction, text) => this.messages.push(`${direction} ${text.split("\r\n", 1)[0]}`),
			...pbx,
		});
		this.host = new VirtualHost({ network, address: "192.168.1.20", hash, microphone: tone(VISITOR) });
		this.doorbell = new Appliance({
			host: this.host,
			overrides: {
				"sip.registrar": `192.168.1.1:${PORT}`,
				"sip.user": "doorbell",
				"sip.password": "secret",
				"button.1.targets": "**9",
				"door.code": "9",
				...settings,
			},
			onLog: ({ text }) => this.log.push(text),
		});
		this.doorbell.start();
	}

	/** Phone 1 or 2. */
	phone(number: 1 | 2): Phone {
		return this.pbx.phones[number - 1]!;
	}

	/** Another doorbell, whose button rings **610. */
	another(address: string, settings?: Partial<Settings>): Appliance {
		const doorbell = new Appliance({
			host: new VirtualHost({ network: this.network, address, hash }),
			overrides: {
				"sip.registrar": `192.168.1.1:${PORT}`,
				"sip.user": "garage",
				"sip.password": "other",
				"button.1.targets": "**610",
				...settings,
			},
		});
		doorbell.start();
		return doorbell;
	}

	/** Lets time pass until something is so; false when it is not within two seconds. */
	until(condition: () => boolean, limit = 2_000): boolean {
		return this.clock.run(condition, limit);
	}

	/** Registers. */
	register(): boolean {
		return this.until(() => this.doorbell.state === "REGISTERED");
	}

	/** Registers, rings, and lets phone 1 answer. */
	talk(): boolean {
		const ringing = this.register() && this.ring();
		this.phone(1).answer();
		return ringing && this.until(() => this.doorbell.state === "CONNECTED");
	}

	/** Rings the phones of the first button. */
	ring(): boolean {
		this.doorbell.press(1);
		return this.until(() => this.pbx.phones.some((phone) => phone.state === "ringing"));
	}

	/** Lets a time pass, milliseconds. */
	wait(milliseconds: number): void {
		this.clock.advance(milliseconds);
	}

	/** Messages so far that begin with this, behind "sent" or "received". */
	count(start: string): number {
		return this.messages.filter((message) => message.startsWith(start)).length;
	}
}
