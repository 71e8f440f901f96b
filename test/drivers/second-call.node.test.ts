/** Three whole doorbells: more than the heap of one has room for, so these run on Node only. */

import { deepEqual, equal, ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import type { Settings } from "../../modules/config/schema.ts";
import type { Order } from "../../modules/doorbell/order.ts";
import { Bell, CALL, DOOR, PHONE, place } from "./bell.ts";

const ATTIC = "192.168.1.40";
const RINGING: Partial<Settings> = { "call.waiting": "ringing", "button.1.targets": CALL };

/** A door that talks with a phone, and an attic; each says a tone of its own. */
class House {
	readonly clock;
	readonly network;
	readonly door: Bell;
	readonly phone: Bell;
	readonly attic: Bell;

	constructor(settings: Partial<Settings> = RINGING, phone: Partial<Settings> = {}) {
		const { clock, network } = place();
		this.clock = clock;
		this.network = network;
		this.door = new Bell(network, DOOR, { settings, microphone: tone(440) });
		this.phone = new Bell(network, PHONE, { settings: phone, microphone: tone(1_000) });
		this.attic = new Bell(network, ATTIC, {
			settings: { "button.1.targets": `sip:bell@${DOOR}` },
			microphone: tone(1_500),
		});
		this.door.appliance.press(1);
		this.pass();
		for (const bell of [this.door, this.phone, this.attic]) bell.lines();
	}

	/** Long enough for a notice tone, and for a second of sound after it. */
	pass(milliseconds = 2_000): void {
		this.clock.advance(milliseconds);
	}

	order(order: Order["type"]): void {
		this.door.appliance.order({ type: order } as Order);
		this.pass();
	}

	/** Who is heard at the door, and who hears the door. */
	get heard(): string[] {
		const { door, phone, attic } = this;
		return [
			...(door.hears(1_000) > 0.8 ? ["phone at the door"] : []),
			...(door.hears(1_500) > 0.8 ? ["attic at the door"] : []),
			...(phone.hears(440) > 0.8 ? ["door at the phone"] : []),
			...(attic.hears(440) > 0.8 ? ["door in the attic"] : []),
		];
	}

	get sockets(): number {
		return this.door.host.network.openSockets;
	}
}

/** The attic calls, and talks. */
function switched(): House {
	const house = new House();
	house.attic.appliance.press(1);
	house.pass();
	house.order("switch");
	return house;
}

describe("Three appliances: a second caller", () => {
	it("rings on, is shown, and costs no ports before he is answered", () => {
		const house = new House();
		const { sockets } = house;
		house.attic.appliance.press(1);
		house.pass(2_000);
		deepEqual(house.attic.appliance.status.call?.state, "ringing");
		deepEqual(house.door.appliance.status.call?.waiting, { name: "Doorbell", number: "doorbell", onHold: false });
		equal(house.sockets, sockets);
		deepEqual(house.heard, ["phone at the door", "door at the phone"]);
	});

	it("is busy where the settings say so", () => {
		const house = new House({ "button.1.targets": CALL });
		house.attic.appliance.press(1);
		house.pass();
		equal(house.attic.appliance.lastReason, "nobody answered");
	});

	it("is talked to after a switch; the first one hears and says nothing meanwhile", () => {
		const house = switched();
		deepEqual(house.heard, ["attic at the door", "door in the attic"]);
		equal(house.phone.appliance.status.call?.held, true);
		equal(house.attic.appliance.state, "CONNECTED");
		const { call } = house.door.appliance.status;
		deepEqual(call?.waiting, { name: "", number: CALL, onHold: true });
	});

	it("goes on hold in turn, as often as one likes", () => {
		const house = switched();
		for (let time = 0; time < 3; time += 1) {
			house.order("switch");
			deepEqual(house.heard, ["phone at the door", "door at the phone"]);
			house.order("switch");
			deepEqual(house.heard, ["attic at the door", "door in the attic"]);
		}
		deepEqual([house.phone.state, house.attic.state], ["CONNECTED", "CONNECTED"]);
	});

	it("hangs up: the first one goes on", () => {
		const house = switched();
		const { sockets } = house;
		house.attic.appliance.hangUp();
		house.pass();
		deepEqual(house.heard.slice(0, 2), ["phone at the door", "door at the phone"]);
		equal(house.phone.appliance.status.call?.held, false);
		equal(house.sockets, sockets - 2);
	});

	it("the first one hangs up while on hold: the second one goes on", () => {
		const house = switched();
		const { sockets } = house;
		house.phone.appliance.hangUp();
		house.pass();
		deepEqual(house.heard.slice(0, 1), ["attic at the door"]);
		equal(house.sockets, sockets - 2);
		house.door.appliance.hangUp();
		house.pass(40_000);
		equal(house.sockets, 1);
		equal(house.door.host.microphone.inUse || house.door.host.loudspeaker.inUse, false);
	});

	it("is answered by itself when the first one ends", () => {
		const house = new House();
		house.attic.appliance.press(1);
		house.pass();
		house.phone.appliance.hangUp();
		house.pass();
		equal(house.attic.state, "CONNECTED");
		deepEqual(
			house.heard.filter((who) => !who.includes("phone")),
			["attic at the door", "door in the attic"],
		);
	});

	it("has no law in common: he is refused when he is answered, and the first call goes on", () => {
		const house = new House();
		const { network } = house;
		const sent: string[] = [];
		const udp = new (network.host("192.168.1.50").Udp)({
			port: 5060,
			onReadable: () => {
				for (let each = udp.read(); each; each = udp.read()) sent.push(String.fromCharCode(...new Uint8Array(each)));
			},
		});
		const body =
			"v=0\r\no=- 1 1 IN IP4 192.168.1.50\r\ns=-\r\nc=IN IP4 192.168.1.50\r\nt=0 0\r\nm=audio 4000 RTP/AVP 9\r\n";
		const invite = [
			`INVITE sip:bell@${DOOR} SIP/2.0`,
			"Via: SIP/2.0/UDP 192.168.1.50:5060;branch=z9hG4bKx",
			"Max-Forwards: 70",
			"From: <sip:x@192.168.1.50>;tag=x",
			`To: <sip:bell@${DOOR}>`,
			"Call-ID: x",
			"CSeq: 1 INVITE",
			"Contact: <sip:x@192.168.1.50>",
			"Content-Type: application/sdp",
			`Content-Length: ${body.length}`,
			"",
			body,
		].join("\r\n");
		udp.write(
			Uint8Array.from(invite, (character) => character.charCodeAt(0)),
			DOOR,
			5060,
		);
		house.pass(2_000);
		house.order("switch");
		ok(sent.some((text) => text.startsWith("SIP/2.0 488 ")));
		deepEqual(house.heard, ["phone at the door", "door at the phone"]);
		equal(house.phone.appliance.status.call?.held, false);
	});

	it("both end when the doorbell disconnects", () => {
		const house = switched();
		house.door.appliance.disconnect();
		house.pass(5_000);
		deepEqual([house.phone.state, house.attic.state], ["UNCONFIGURED", "UNCONFIGURED"]);
		equal(house.sockets, 0);
	});

	it("both end when the doorbell shuts down", () => {
		const house = switched();
		let through = false;
		house.door.appliance.shutDown(() => {
			through = true;
		});
		house.pass(5_000);
		deepEqual([through, house.phone.state, house.attic.state], [true, "UNCONFIGURED", "UNCONFIGURED"]);
	});
});

describe("Three appliances: transfer", () => {
	const FOLLOWED: Partial<Settings> = { "call.transfer": "followed" };

	it("the phone is asked to call the attic, and does", () => {
		const house = new House(RINGING, FOLLOWED);
		house.phone.lines();
		house.door.appliance.order({ type: "transfer", target: `sip:attic@${ATTIC}` });
		house.pass();
		equal(house.door.appliance.lastReason, "");
		equal(house.phone.lines()[0], "Transfer to attic refused: only who was called by the doorbell may ask for that");
		deepEqual(house.door.lines().at(-1), "error: The call was not transferred: the other side does not transfer calls");
		deepEqual(house.heard, ["phone at the door", "door at the phone"]);
	});

	it("the phone that the door has called sends it to the attic, which takes over", () => {
		const house = new House({ ...FOLLOWED, "button.1.targets": CALL });
		const { sockets } = house;
		house.phone.appliance.order({ type: "transfer", target: `sip:attic@${ATTIC}` });
		house.pass();
		deepEqual(
			[house.phone.state, house.phone.appliance.lastReason],
			["UNCONFIGURED", `transferred to sip:attic@${ATTIC}`],
		);
		deepEqual(house.heard.slice(0, 1), ["attic at the door"]);
		equal(house.attic.hears(440) > 0.8, true);
		house.pass(40_000);
		equal(house.sockets, sockets);
		deepEqual(house.door.appliance.status.call?.direction, "outgoing");
	});

	it("to nobody: the call goes on", () => {
		const house = new House({ ...FOLLOWED, "button.1.targets": CALL });
		const { sockets } = house;
		house.phone.appliance.order({ type: "transfer", target: "sip:nobody@192.168.1.99" });
		house.pass(40_000);
		deepEqual(house.heard, ["phone at the door", "door at the phone"]);
		equal(house.sockets, sockets);
		equal(house.phone.lines().at(-1), "error: The call was not transferred: no answer from sip:nobody@192.168.1.99");
	});
});
