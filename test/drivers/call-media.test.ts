import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { CallMedia, type CallMediaSettings } from "../../modules/drivers/call-media.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { toneShare } from "../support/tone.ts";

const DOOR = "192.168.1.20";
const PHONE = "192.168.1.30";

const SETTINGS: CallMediaSettings = Object.freeze({
	laws: Object.freeze(["PCMA", "PCMU"] as const),
	port: 5004,
	microphoneGain: 100,
	volume: 100,
	silenceLimit: 60_000,
});

class Side {
	readonly host: VirtualHost;
	readonly media: CallMedia;
	/** What was told, in short. */
	readonly told: string[] = [];
	readonly address: string;

	constructor(network: MockNetwork, address: string, hertz: number, settings: Partial<CallMediaSettings> = {}) {
		this.address = address;
		this.host = new VirtualHost({ network, address, hash, microphone: tone(hertz), recordingSeconds: 0.4 });
		this.media = new CallMedia({
			host: this.host,
			settings: () => ({ ...SETTINGS, ...settings }),
			onDigit: (call, digit) => this.told.push(`${call} key ${digit}`),
			onSilent: (call) => this.told.push(`${call} silent`),
			onHeld: (call, held) => this.told.push(`${call} ${held ? "held" : "goes on"}`),
		});
	}

	/** How much of what was heard lately is this tone. */
	hears(hertz: number): number {
		return toneShare(this.host.recording.samples(), hertz);
	}
}

function pair(settings: { door?: Partial<CallMediaSettings>; phone?: Partial<CallMediaSettings> } = {}) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const door = new Side(network, DOOR, 440, settings.door);
	const phone = new Side(network, PHONE, 1_000, settings.phone);
	/** The door calls under number 1, the phone answers under number -1. */
	const talk = () => {
		const answer = phone.media.answer(-1, door.media.offer(1, DOOR) ?? "", PHONE) ?? "";
		phone.media.start(-1);
		phone.media.listen(-1);
		ok(door.media.accept(1, answer));
		door.media.start(1);
		door.media.listen(1);
	};
	/** One side makes a new offer, and the other one answers. */
	const renew = (from: Side, to: Side, calls: readonly [from: number, to: number]) => {
		const answer = to.media.answer(calls[1], from.media.offer(calls[0], from.address) ?? "", to.address) ?? "";
		return from.media.accept(calls[0], answer);
	};
	return { clock, network, door, phone, talk, renew };
}

describe("Call media", () => {
	it("joins microphones and loudspeakers of both sides", () => {
		const { clock, door, phone, talk } = pair();
		talk();
		clock.advance(1_000);
		ok(door.hears(1_000) > 0.9);
		ok(phone.hears(440) > 0.9);
		const { law, sent, received, refused } = door.media.statistics()!;
		deepEqual([law, sent > 45, received > 45, refused], ["PCMA", true, true, 0]);
	});

	it("gives the ports and devices back with the last call", () => {
		const { clock, door, talk } = pair();
		talk();
		clock.advance(100);
		door.media.release(1);
		door.media.release(1);
		equal(door.host.network.openSockets, 0);
		equal(door.media.statistics(), undefined);
		ok(!door.host.microphone.inUse && !door.host.loudspeaker.inUse);
	});

	it("says goodbye to the peer's reports at the end", () => {
		const { clock, network, door, talk } = pair();
		talk();
		clock.advance(100);
		let reports = 0;
		network.tap = ({ from }) => {
			if (from.port === 5005) reports += 1;
		};
		door.media.release(1);
		equal(reports, 1);
	});

	it("prefers the law of the settings", () => {
		const { clock, door, phone, talk } = pair({ door: { laws: ["PCMU", "PCMA"] } });
		talk();
		clock.advance(1_000);
		equal(door.media.statistics()?.law, "PCMU");
		ok(phone.hears(440) > 0.9);
	});

	it("has one pair of ports for all targets of a hunt, and a stream for the one that answers", () => {
		const { clock, network, door, phone } = pair();
		const other = new Side(network, "192.168.1.31", 2_000);
		const offers = [1, 2, 3].map((call) => door.media.offer(call, DOOR) ?? "");
		for (const offer of offers) match(offer, /\r\nm=audio 5004 /);
		notEqual(offers[0], offers[1]);
		equal(door.host.network.openSockets, 2);
		door.media.release(3);
		const answers = [phone, other].map((side, index) => side.media.answer(-1, offers[index]!, side.address) ?? "");
		ok(door.media.accept(1, answers[0]!));
		door.media.start(1);
		door.media.listen(1);
		ok(door.media.accept(2, answers[1]!));
		door.media.start(2);
		door.media.listen(2);
		phone.media.start(-1);
		phone.media.listen(-1);
		clock.advance(500);
		door.media.release(2);
		clock.advance(500);
		ok(door.hears(1_000) > 0.9);
		ok(phone.hears(440) > 0.9);
	});

	it("makes an offer where the caller made none, and hears nothing before the answer", () => {
		const { clock, door, phone } = pair();
		const offer = door.media.answer(-1, "", DOOR) ?? "";
		match(offer, /m=audio 5004 RTP\/AVP 8 0 101\r\n/);
		door.media.start(-1);
		door.media.listen(-1);
		clock.advance(200);
		const answer = phone.media.answer(1, offer, PHONE) ?? "";
		phone.media.start(1);
		phone.media.listen(1);
		ok(door.media.accept(-1, answer));
		clock.advance(1_000);
		ok(door.hears(1_000) > 0.9);
		ok(phone.hears(440) > 0.9);
		deepEqual(door.told, []);
	});

	it("refuses what has nothing in common, and keeps what was agreed before", () => {
		const { clock, door, talk } = pair();
		const opus =
			"v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\nm=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n";
		equal(door.media.answer(-1, opus, DOOR), undefined);
		door.media.release(-1);
		talk();
		equal(door.media.answer(1, opus, DOOR), undefined);
		equal(door.media.accept(1, opus), false);
		equal(door.media.accept(7, opus), false);
		clock.advance(1_000);
		ok(door.hears(1_000) > 0.9);
	});

	it("starts nothing for a call that it does not know", () => {
		const { door, clock } = pair();
		door.media.start(1);
		door.media.listen(1);
		door.media.info(1, "5");
		equal(door.media.press("1"), false);
		door.media.hold(1, true);
		door.media.move();
		equal(clock.pending, 0);
		deepEqual(door.told, []);
	});

	it("has no ports when somebody else has them, and says so", () => {
		const { door, network } = pair();
		const thief = new (network.host(DOOR).Udp)({ port: 5005 });
		equal(door.media.open(1), false);
		equal(door.media.offer(1, DOOR), undefined);
		equal(door.media.answer(-1, "", DOOR), undefined);
		thief.close();
		ok(door.media.open(1));
		ok(door.media.offer(1, DOOR));
		door.media.release(1);
		equal(door.host.network.openSockets, 0);
	});

	it("closes ports that no call has used yet", () => {
		const { door } = pair();
		ok(door.media.open(1));
		door.media.close();
		equal(door.host.network.openSockets, 0);
	});

	it("closes everything, whatever goes on", () => {
		const { clock, door, phone, talk } = pair();
		talk();
		door.media.tone("ringback", "visitor");
		clock.advance(100);
		door.media.close();
		phone.media.close();
		clock.advance(10);
		equal(clock.pending, 0);
		equal(door.host.network.openSockets + phone.host.network.openSockets, 0);
	});
});

describe("Call media: keys", () => {
	it("are told once per press, by RTP", () => {
		const { clock, door, phone, talk } = pair();
		talk();
		clock.advance(100);
		ok(phone.media.press("1*1"));
		clock.advance(3_000);
		deepEqual(door.told, ["1 key 1", "1 key *", "1 key 1"]);
	});

	it("D6: are told once when they come by INFO as well", () => {
		const { clock, door, phone, talk } = pair();
		talk();
		clock.advance(100);
		phone.media.press("5");
		door.media.info(1, "5");
		clock.advance(1_000);
		door.media.info(1, "5");
		deepEqual(door.told, ["1 key 5", "1 key 5"]);
	});

	it("count in the call that talks only", () => {
		const { door, talk } = pair();
		talk();
		door.media.info(2, "5");
		deepEqual(door.told, []);
	});
});

describe("Call media: hold (RFC 3264 §8.4)", () => {
	it("is told when it begins and ends, once", () => {
		const { clock, door, phone, talk, renew } = pair();
		talk();
		clock.advance(100);
		phone.media.hold(-1, true);
		ok(renew(phone, door, [-1, 1]));
		ok(renew(phone, door, [-1, 1]));
		deepEqual(door.told, ["1 held"]);
		phone.media.hold(-1, false);
		phone.media.listen(-1);
		ok(renew(phone, door, [-1, 1]));
		deepEqual(door.told, ["1 held", "1 goes on"]);
		clock.advance(1_000);
		ok(phone.hears(440) > 0.9);
		deepEqual(phone.told, []);
	});

	it("sends nothing to who does not want to hear", () => {
		const { clock, door, phone, talk, renew } = pair();
		talk();
		clock.advance(100);
		phone.media.hold(-1, true);
		renew(phone, door, [-1, 1]);
		const { sent } = door.media.statistics()!;
		clock.advance(1_000);
		equal(door.media.statistics()?.sent, sent);
	});
});

describe("Call media: silence", () => {
	it("M3: names the call", () => {
		const { clock, door, phone, talk } = pair({ door: { silenceLimit: 5_000 } });
		talk();
		clock.advance(1_000);
		phone.media.close();
		clock.advance(5_300);
		deepEqual(door.told, ["1 silent"]);
	});
});

describe("Call media: another address of ours", () => {
	it("E4: goes on from there", () => {
		const { clock, door, phone, talk, renew } = pair();
		talk();
		clock.advance(500);
		door.host.network.move("192.168.1.99");
		door.media.move();
		const answer = phone.media.answer(-1, door.media.offer(1, "192.168.1.99") ?? "", PHONE) ?? "";
		ok(door.media.accept(1, answer));
		clock.advance(1_000);
		ok(door.hears(1_000) > 0.9);
		ok(phone.hears(440) > 0.9);
		ok(renew(phone, door, [-1, 1]));
	});
});
