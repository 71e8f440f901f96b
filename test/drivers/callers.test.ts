import { deepEqual, equal, ok } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { callerOf, type Voucher } from "../../modules/drivers/callers.ts";
import { Headers } from "../../modules/sip/headers.ts";
import { request } from "../../modules/sip/message.ts";
import { Bell, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { description, header, Peer, registrar } from "./peer.ts";
import { StreamPeer } from "./stream.ts";

/** Who calls with this From. */
function caller(from: string, voucher: Voucher, known: string) {
	const headers = new Headers();
	headers.set("From", `${from};tag=1`);
	const number = /sip:([^@>]*)/.exec(from)![1]!;
	return callerOf(
		{
			type: "incoming",
			call: -1,
			peer: { name: "", number },
			body: "",
			request: request("INVITE", "sip:door@192.168.1.20", headers),
			source: { address: PHONE, port: 5060 },
		},
		voucher,
		known,
	);
}

describe("Trust of a caller", () => {
	it("is none where nobody vouches for him, and he is known by his address", () => {
		deepEqual(caller("<sip:22@pbx>", undefined, "22"), { source: PHONE, trust: "stranger" });
	});

	it("is that of the list where somebody does", () => {
		for (const voucher of ["server", "phone", "log-in"] as const) {
			deepEqual(caller("<sip:22@pbx>", voucher, "**610, 22"), { source: "22", trust: "known" });
			deepEqual(caller("<sip:33@pbx>", voucher, "**610, 22"), { source: "33", trust: "stranger" });
		}
	});

	it("is for a whole number or address, not for a part of one", () => {
		const trusts = [
			"<sip:022@pbx>",
			"<sip:2@pbx>",
			"<sip:pbx>",
			"<sip:anna@pbx>",
			"<sip:anna@else.example>",
			"<sip:Anna@HOME.example>",
			"<sip:anna@home.example:5070>",
			"<sip:%61nna@home.example>",
			'"22" <sip:66@pbx>',
		].map((from) => caller(from, "server", "22, sip:anna@Home.example").trust);
		deepEqual(trusts, [
			"stranger",
			"stranger",
			"stranger",
			"stranger",
			"stranger",
			"stranger",
			"known",
			"known",
			"stranger",
		]);
	});
});

/** A registered doorbell, which knows 22, and one who calls it from an address. */
class House {
	readonly bell: Bell;
	readonly #place = place();
	readonly #pbx: Peer;

	constructor(settings: Partial<Settings>) {
		const { clock, network } = this.#place;
		this.#pbx = new Peer(network, PBX, registrar(300));
		this.bell = new Bell(network, DOOR, { settings: { ...REGISTERING, "call.known": "22", ...settings } });
		clock.advance(1_000);
	}

	/** `user` calls from `address`, and presses keys; whether he has sent his ACK, the relays tell what came of it. */
	keys(user: string, address: string, events: readonly number[], acknowledges = true): string[] {
		const { clock, network } = this.#place;
		const peer = address === PBX ? this.#pbx : new Peer(network, address);
		const stream = new StreamPeer(network, address, 4000);
		const body = description(address);
		const lines = (method: string, to: string, ...more: readonly string[]) => [
			`${method} sip:620@${DOOR} SIP/2.0`,
			`Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bK${method}`,
			"Max-Forwards: 70",
			`From: <sip:${user}@${PBX}>;tag=in`,
			`To: ${to}`,
			"Call-ID: in",
			`CSeq: 1 ${method}`,
			`Contact: <sip:${user}@${address}>`,
			...more,
		];
		const content = ["Content-Type: application/sdp", `Content-Length: ${body.length}`, "", body];
		peer.send(lines("INVITE", `<sip:620@${DOOR}>`, ...content).join("\r\n"), DOOR);
		clock.advance(500);
		const ok200 = peer.received.find((text) => text.startsWith("SIP/2.0 200") && text.includes("1 INVITE"))!;
		const ack = lines("ACK", header(ok200, "To")!, "Content-Length: 0", "", "").join("\r\n");
		if (acknowledges) peer.send(ack, DOOR);
		clock.advance(100);
		this.bell.switches();
		for (const event of events) {
			stream.key(event, DOOR, 5004);
			clock.advance(200);
		}
		return this.bell.switches();
	}
}

describe("Appliance: keys of callers", () => {
	it("F20: one that is known to the PBX opens by a single key", () => {
		deepEqual(new House({ "door.code": "9" }).keys("22", PBX, [9]), ["door on"]);
	});

	it("another one does not, nor one who calls directly and says that he is known", () => {
		deepEqual(new House({ "door.code": "9" }).keys("33", PBX, [9]), []);
		deepEqual(new House({ "door.code": "9" }).keys("22", PHONE, [9]), []);
		deepEqual(new House({ "door.code": "2468" }).keys("33", PHONE, [2, 4, 6, 8]), ["door on"]);
	});

	it("do not count before his ACK: who forges the address of the PBX never gets what it needs", () => {
		const house = new House({ "door.code": "9" });
		deepEqual(house.keys("22", PBX, [9], false), []);
		equal(house.bell.state, "CONNECTED");
		ok(!house.bell.lines().includes("A key was pressed on the phone"));
	});
});
