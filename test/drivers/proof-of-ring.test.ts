import { deepEqual, equal, ok } from "node:assert/strict";
import { PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { Bell, CALL, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { type Answer, header, Peer, phone, registrar, reply } from "./peer.ts";

/** What a peer says to an INVITE; to CANCEL, ACK and BYE it says what is right. */
function invited(answer: Answer): Answer {
	return (request) => {
		if (request.startsWith("INVITE ")) return answer(request);
		return request.startsWith("ACK ") ? undefined : reply(request, "200 OK");
	};
}

/** A PBX that grants registrations, and says this to an INVITE. */
function pbxThat(answer: Answer): Answer {
	const grant = registrar(300);
	const inviting = invited(answer);
	return (request) => (request.startsWith("REGISTER ") ? grant(request) : inviting(request));
}

interface StageOptions {
	/** What the PBX says to an INVITE. */
	readonly pbx?: Answer;
	readonly settings?: Readonly<Record<string, string | number>>;
}

/** A registered doorbell that rings a number at the PBX, and falls back on a phone that it calls directly. */
function stage({ pbx: answer = () => undefined, settings = {} }: StageOptions = {}) {
	const { clock, network } = place();
	const pbx = new Peer(network, PBX, pbxThat(answer));
	const attic = new Peer(network, PHONE, phone(PHONE));
	const door = new Bell(network, DOOR, {
		settings: { ...REGISTERING, "button.1.targets": "**610", "button.1.fallback": CALL, ...settings },
	});
	clock.advance(100);
	equal(door.state, "REGISTERED");
	pbx.received.length = 0;
	door.lines();
	return { clock, network, pbx, attic, door };
}

describe("Proof of ring: a PBX that swallows INVITE", () => {
	it("the visitor hears it, the log tells it, and the fall-back answers", () => {
		const { clock, door, pbx, attic } = stage();
		door.appliance.press(1);
		clock.advance(7_900);
		deepEqual(attic.received, []);
		clock.advance(1_000);
		ok(attic.invite !== "");
		equal(door.state, "CONNECTED");
		deepEqual(door.lines().slice(0, 6), [
			"Button 1 (Doorbell) pressed",
			"Calling **610",
			"error: No sign of ringing from **610 within 8 s",
			"The fall-back is called",
			`Calling ${CALL}`,
			"RTP session started",
		]);
		clock.advance(40_000);
		ok(!pbx.methods.includes("CANCEL"), "no CANCEL before there was any response");
		equal(door.state, "CONNECTED");
	});

	it("the visitor hears pips, then that nobody can be reached, and never a ring-back", () => {
		const { clock, door } = stage({ settings: { "button.1.fallback": "" } });
		door.appliance.press(1);
		clock.advance(150);
		ok(door.hears(850) > 0.3);
		clock.advance(8_180);
		ok(door.hears(950) > 0.5);
		ok(door.hears(425) < 0.05);
		clock.advance(620);
		ok(door.hears(1_800) > 0.5);
	});

	it("a phone that wakes late is heard of, and may answer", () => {
		const { clock, door, pbx } = stage({ settings: { "button.1.fallback": "" } });
		door.appliance.press(1);
		clock.advance(9_000);
		pbx.answer = pbxThat((request) => reply(request, "180 Ringing"));
		clock.run(() => door.appliance.status.call?.state === "ringing", 8_000);
		clock.advance(500);
		equal(door.appliance.status.call?.peer.number, "**610");
		deepEqual(door.lines().slice(-1), ["**610 is ringing"]);
		ok(door.hears(425) > 0.9);
	});

	it("in order: an INVITE without any response is hung up by no CANCEL until there is one (RFC 3261 §9.1)", () => {
		const { clock, door, pbx, attic } = stage({
			settings: { "button.1.targets": `**610, ${CALL}`, "button.1.order": "sequence", "button.1.fallback": "" },
		});
		door.appliance.press(1);
		clock.advance(8_100);
		equal(door.state, "CONNECTED");
		ok(attic.invite !== "" && !pbx.methods.includes("CANCEL"));
		pbx.send(reply(pbx.invite, "180 Ringing"), DOOR);
		clock.advance(10);
		equal(pbx.methods.at(-1), "CANCEL");
		equal(door.state, "CONNECTED");
	});
});

describe("Proof of ring: a PBX that says 100 and nothing else", () => {
	it("100 is no sign; the fall-back answers, and CANCEL goes at once", () => {
		const { clock, door, pbx } = stage({ pbx: (request) => reply(request, "100 Trying") });
		door.appliance.press(1);
		clock.advance(9_000);
		equal(door.state, "CONNECTED");
		deepEqual(pbx.methods, ["INVITE", "CANCEL"]);
	});

	it("183 is one", () => {
		const { clock, door, attic } = stage({ pbx: (request) => reply(request, "183 Session Progress") });
		door.appliance.press(1);
		clock.advance(20_000);
		deepEqual([door.state, attic.received], ["CALLING", []]);
	});
});

describe("Ringing without a registration", () => {
	it("a target at the PBX is called although the PBX refuses the registration", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, (request) =>
			request.startsWith("REGISTER ") ? reply(request, "403 Forbidden") : phone(PBX)(request),
		);
		const door = new Bell(network, DOOR, { settings: { ...REGISTERING, "button.1.targets": "**610" } });
		clock.advance(1_000);
		equal(door.state, "ERROR");
		door.appliance.press(1);
		clock.advance(100);
		equal(door.state, "CONNECTED");
		ok(pbx.invite.startsWith(`INVITE sip:**610@${PBX} `));
	});

	it("and although it has not answered the registration yet", () => {
		const { clock, network } = place();
		const answer = phone(PBX);
		new Peer(network, PBX, (request) => (request.startsWith("REGISTER ") ? undefined : answer(request)));
		const door = new Bell(network, DOOR, { settings: { ...REGISTERING, "button.1.targets": "**610" } });
		clock.advance(1_000);
		equal(door.state, "REGISTERING");
		door.appliance.press(1);
		clock.advance(100);
		equal(door.state, "CONNECTED");
	});
});

describe("Targets of a bell button on the wire", () => {
	it("F8: internal numbers and codes reach the PBX as they are, # written as %23", () => {
		const { clock, door, pbx } = stage({
			settings: { "button.1.targets": "**610, **9, *21#, #31#", "button.1.fallback": "" },
		});
		door.appliance.press(1);
		clock.advance(100);
		deepEqual(pbx.requests, [
			`INVITE sip:**610@${PBX}`,
			`INVITE sip:**9@${PBX}`,
			`INVITE sip:*21%23@${PBX}`,
			`INVITE sip:%2331%23@${PBX}`,
		]);
		ok(pbx.received.every((text) => header(text, "To")?.includes(text.slice(7, text.indexOf(" SIP/2.0")))));
	});

	it("F8: a direct address is called past the PBX, and without any", () => {
		const { clock, door, pbx, attic } = stage({ settings: { "button.1.targets": CALL } });
		door.appliance.press(1);
		clock.advance(100);
		equal(door.state, "CONNECTED");
		deepEqual([attic.requests[0], pbx.received], [`INVITE ${CALL}`, []]);
	});

	it("no PBX is set: a number says so, and the direct address beside it rings all the same", () => {
		const { clock, network } = place();
		const attic = new Peer(network, PHONE, phone(PHONE));
		const door = new Bell(network, DOOR, { settings: { "button.1.targets": `**610, ${CALL}` } });
		door.lines();
		door.appliance.press(1);
		clock.advance(100);
		ok(door.lines().includes("error: **610 cannot be called: a number needs a PBX, and none is set"));
		ok(attic.invite !== "");
		equal(door.state, "CONNECTED");
	});
});

describe("The button pressed again, on the wire", () => {
	it("the phone that rings is left alone, the busy one gets another INVITE", () => {
		const busy = (request: string) => reply(request, "486 Busy Here");
		const { clock, network, pbx, door } = stage({
			pbx: (request) => reply(request, "180 Ringing"),
			settings: { "button.1.targets": "**610, sip:cellar@192.168.1.31", "button.1.fallback": "" },
		});
		const cellar = new Peer(network, "192.168.1.31", invited(busy));
		door.appliance.press(1);
		clock.advance(PRESS_GAP);
		door.appliance.press(1);
		clock.advance(100);
		deepEqual([pbx.methods, cellar.methods], [["INVITE"], ["INVITE", "ACK", "INVITE", "ACK"]]);
		deepEqual(door.lines().slice(-4), [
			"Button 1 (Doorbell) pressed",
			"Ringing again",
			"Calling sip:cellar@192.168.1.31",
			"error: sip:cellar@192.168.1.31 is busy",
		]);
	});

	it("a hundred presses in ten seconds: six INVITEs at most to one who is busy", () => {
		const { clock, door, pbx } = stage({
			pbx: (request) => reply(request, "486 Busy Here"),
			settings: { "button.1.fallback": "" },
		});
		for (let press = 0; press < 100; press++) {
			door.appliance.press(1);
			clock.advance(100);
		}
		const invites = pbx.methods.filter((method) => method === "INVITE").length;
		ok(invites > 3 && invites <= 6, `${invites}`);
	});
});
