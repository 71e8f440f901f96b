import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { PORT_TRIES, RtpSession } from "../../modules/drivers/rtp-session.ts";
import type { Host, UdpOptions } from "../../modules/host.ts";
import { formatCompound } from "../../modules/rtp/rtcp.ts";
import type { Media } from "../../modules/sdp/negotiation.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { agreement, LOUD, SILENT, StreamPeer } from "./stream.ts";

const DOOR = "192.168.1.20";
const PHONE = "192.168.1.30";
const STRANGER = "192.168.1.66";
const FRAME = 160;

function place() {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const host = new VirtualHost({ network, address: DOOR, hash });
	return { clock, network, host };
}

/** A session on port 5004 and a peer on port 4000. */
function stage() {
	const { clock, network, host } = place();
	const recorded = new Int16Array(FRAME);
	const played = new Int16Array(FRAME);
	const digits: string[] = [];
	const session = new RtpSession({ host, port: 5004, recorded, played, onDigit: (digit) => digits.push(digit) });
	const peer = new StreamPeer(network, PHONE, 4000);
	return {
		clock,
		network,
		host,
		recorded,
		played,
		digits,
		session,
		peer,
		agree: (changes?: Partial<Media>) => session.agree(agreement(PHONE, 4000, changes), clock.now),
		/** One frame of 20 ms both ways; true when something was to be heard. */
		tick: () => {
			session.send(FRAME);
			session.expire(clock.now);
			session.read(FRAME);
			clock.advance(20);
			return played.some((sample) => Math.abs(sample) > 1_000);
		},
	};
}

/** A host whose sockets are made by `open`. */
function hostWith(host: Host, open: (options: UdpOptions) => InstanceType<Host["Udp"]>): Host {
	const Udp = new Proxy(host.Udp, { construct: (_target, [options]) => open(options) });
	return { ...host, Udp, random: host.random, button: () => undefined, output: () => undefined };
}

describe("RTP session: ports (RFC 3550 §11)", () => {
	const options = { recorded: new Int16Array(FRAME), played: new Int16Array(FRAME), onDigit: () => {} };

	it("takes the even port that it is told, and RTCP the next one", () => {
		const { host } = place();
		const session = new RtpSession({ ...options, host, port: 5004 });
		equal(session.port, 5004);
		ok(host.network.socket(5004) && host.network.socket(5005));
		session.close(0);
		equal(host.network.openSockets, 0);
	});

	it("throws when either of them is taken, and leaves nothing open", () => {
		for (const taken of [5004, 5005]) {
			const { host } = place();
			new host.Udp({ port: taken });
			throws(() => new RtpSession({ ...options, host, port: 5004 }), Error);
			equal(host.network.openSockets, 1);
		}
	});

	it("lets the host choose an even pair, whatever is taken", () => {
		const { host } = place();
		new host.Udp({ port: 0 });
		const sessions = Array.from({ length: 8 }, () => new RtpSession({ ...options, host, port: 0 }));
		for (const { port } of sessions) {
			equal(port % 2, 0);
			ok(host.network.socket(port + 1));
		}
		equal(host.network.openSockets, 17);
	});

	it("tries again a bounded number of times", () => {
		const { host } = place();
		let opened = 0;
		const odd = hostWith(host, () => {
			opened += 1;
			return { port: 50_001, read: () => undefined, write: () => {}, close: () => {} };
		});
		throws(() => new RtpSession({ ...options, host: odd, port: 0 }), RangeError);
		equal(opened, PORT_TRIES);
	});

	it("are opened anew when our address changes", () => {
		const { host, clock, session, agree, tick, peer } = stage();
		agree();
		tick();
		host.network.move("192.168.1.99");
		tick();
		equal(peer.received.length, 1);
		session.reopen();
		tick();
		clock.advance(10);
		equal(peer.received.length, 2);
		equal(peer.received[1]?.address, "192.168.1.99");
		equal(host.network.openSockets, 2);
	});

	it("that are taken in between leave a silent session", () => {
		const { host, session, agree, tick, peer } = stage();
		agree();
		host.network.move("192.168.1.99");
		new host.Udp({ port: 5005 });
		session.reopen();
		tick();
		equal(peer.received.length, 0);
		session.close(0);
		equal(host.network.openSockets, 1);
	});
});

describe("RTP session: sending", () => {
	it("sends a packet per 20 ms from the advertised port", () => {
		const { agree, tick, peer } = stage();
		agree();
		for (let frame = 0; frame < 5; frame += 1) tick();
		equal(peer.received.length, 5);
		deepEqual([peer.received[0]?.address, peer.received[0]?.port], [DOOR, 5004]);
		equal(peer.received[0]?.byteLength, 12 + FRAME);
		equal(peer.last.payloadType, 8);
	});

	it("sends nothing before there is an agreement", () => {
		const { tick, peer, session } = stage();
		tick();
		equal(peer.received.length, 0);
		equal(session.statistics(), undefined);
		equal(session.media, undefined);
	});

	it("M5: uses the peer's payload type and packet time", () => {
		const { agree, tick, peer } = stage();
		agree({ law: "PCMU", sendPayloadType: 96, ptime: 60 });
		for (let frame = 0; frame < 6; frame += 1) tick();
		equal(peer.received.length, 2);
		equal(peer.received[0]?.byteLength, 12 + 3 * FRAME);
		equal(peer.last.payloadType, 96);
	});

	it("sends nothing while the peer is on hold, and time goes on", () => {
		const { agree, tick, peer } = stage();
		agree();
		tick();
		const before = peer.last.timestamp;
		agree({ direction: "recvonly", hold: true });
		for (let frame = 0; frame < 10; frame += 1) tick();
		equal(peer.received.length, 1);
		agree();
		tick();
		equal(peer.received.length, 2);
		equal((peer.last.timestamp - before) | 0, 11 * FRAME);
		ok(peer.last.marker);
	});

	it("sends nothing while inactive, and nothing to 0.0.0.0", () => {
		for (const changes of [{ direction: "inactive" }, { address: "0.0.0.0" }] as const) {
			const { agree, tick, peer, network } = stage();
			agree(changes);
			tick();
			equal(peer.received.length, 0);
			equal(network.counters.sent, 0);
		}
	});

	it("changes law and target with a new agreement", () => {
		const { agree, tick, network, session, clock, peer } = stage();
		const other = new StreamPeer(network, PHONE, 6000);
		agree();
		tick();
		session.agree(agreement(PHONE, 6000, { law: "PCMU", sendPayloadType: 0 }), clock.now);
		tick();
		deepEqual([peer.received.length, other.received.length, other.last.payloadType], [1, 1, 0]);
		equal(session.statistics()?.law, "PCMU");
	});

	it("goes on when the agreement did not change", () => {
		const { agree, tick, peer } = stage();
		agree();
		tick();
		agree({ changed: false });
		tick();
		equal(peer.last.marker, false);
		equal(peer.received.length, 2);
	});

	it("survives a network that is down", () => {
		const { agree, tick, peer, host } = stage();
		agree();
		host.network.up = false;
		tick();
		host.network.up = true;
		tick();
		equal(peer.received.length, 1);
	});

	it("starts from random points (RFC 3550 §5.1)", () => {
		const first = stage();
		const second = new VirtualHost({ network: first.network, address: "192.168.1.21", hash });
		const session = new RtpSession({
			host: second,
			port: 5004,
			recorded: first.recorded,
			played: first.played,
			onDigit() {},
		});
		first.agree();
		first.tick();
		const { ssrc, sequence, timestamp } = first.peer.last;
		session.agree(agreement(PHONE, 4000), 0);
		session.send(FRAME);
		first.clock.advance(10);
		const other = first.peer.last;
		notEqual(other.ssrc, ssrc);
		notEqual(other.sequence, sequence);
		notEqual(other.timestamp, timestamp);
	});
});

describe("RTP session: hearing", () => {
	it("plays what arrives, after the time of the jitter buffer", () => {
		const { agree, tick, peer } = stage();
		agree();
		const heard: boolean[] = [];
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(LOUD, DOOR, 5004);
			heard.push(tick());
		}
		equal(heard[0], false);
		equal(heard.at(-1), true);
	});

	it("plays either law, whichever we send", () => {
		const { agree, tick, peer } = stage();
		agree();
		let heard = false;
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(0x00, DOOR, 5004, 0);
			heard = tick();
		}
		ok(heard);
	});

	it("M6: ignores comfort noise and unknown payload types", () => {
		const { agree, tick, peer, session } = stage();
		agree();
		let heard = false;
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(LOUD, DOOR, 5004, frame % 2 ? 13 : 111);
			heard = tick() || heard;
		}
		equal(heard, false);
		equal(session.statistics()?.received, 10);
		ok(session.heardAt > 0);
	});

	it("reads early media without hearing it", () => {
		const { agree, tick, peer, session } = stage();
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(LOUD, DOOR, 5004);
			equal(tick(), false);
		}
		agree();
		equal(tick(), false);
		equal(session.statistics()?.received, 0);
		for (let frame = 0; frame < 10; frame += 1) peer.sound(SILENT, DOOR, 5004);
	});

	it("M2: refuses third parties once the source is known", () => {
		const { agree, tick, peer, network, session } = stage();
		const stranger = new StreamPeer(network, STRANGER, 4000);
		agree();
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(SILENT, DOOR, 5004);
			stranger.sound(LOUD, DOOR, 5004);
			equal(tick(), false);
		}
		equal(session.statistics()?.refused, 10);
		equal(stranger.received.length, 0);
	});

	it("M2: follows the peer to where its sound comes from, and to a new source after an agreement", () => {
		const { agree, tick, network, session, clock } = stage();
		const translated = new StreamPeer(network, STRANGER, 9000);
		agree();
		translated.sound(LOUD, DOOR, 5004);
		clock.advance(5);
		tick();
		equal(translated.received.length, 1);
		const moved = new StreamPeer(network, "192.168.1.77", 9000);
		session.agree(agreement("192.168.1.77", 9000), clock.now);
		tick();
		equal(moved.received.length, 1);
		moved.sound(LOUD, DOOR, 5004);
		clock.advance(5);
		equal(session.statistics()?.refused, 0);
	});

	it("M2: lets the peer go on from another port after five seconds, and answers there", () => {
		const { agree, tick, peer, network, session, clock } = stage();
		const moved = new StreamPeer(network, PHONE, 7000);
		agree();
		peer.sound(SILENT, DOOR, 5004);
		tick();
		moved.sound(LOUD, DOOR, 5004);
		tick();
		equal(session.statistics()?.refused, 1);
		equal(moved.received.length, 0);
		clock.advance(5_000);
		let heard = false;
		for (let frame = 0; frame < 10; frame += 1) {
			moved.sound(LOUD, DOOR, 5004);
			heard = tick();
		}
		equal(session.statistics()?.refused, 1);
		equal(heard, true);
		ok(moved.received.length >= 8);
	});

	it("A1: hears a new agreement's address without a pause, and its old one no longer", () => {
		const { agree, tick, peer, network, session, clock } = stage();
		const other = new StreamPeer(network, "192.168.1.77", 6000);
		other.ssrc = 78;
		agree();
		for (let frame = 0; frame < 10; frame += 1) {
			peer.sound(LOUD, DOOR, 5004);
			tick();
		}
		session.agree(agreement("192.168.1.77", 6000), clock.now);
		for (let frame = 0; frame < 10; frame += 1) {
			other.sound(LOUD, DOOR, 5004);
			peer.sound(LOUD, DOOR, 5004);
			equal(tick(), true);
		}
		const { refused, received, lost, concealed } = session.statistics()!;
		deepEqual({ refused, received, lost, concealed }, { refused: 10, received: 20, lost: 0, concealed: 0 });
	});

	it("L13: hears a peer that changes its SSRC in the middle, without a pause", () => {
		const { agree, tick, peer, session } = stage();
		agree();
		for (let frame = 0; frame < 30; frame += 1) {
			if (frame % 10 === 0) peer.ssrc += 1;
			peer.sound(LOUD, DOOR, 5004);
			equal(tick(), frame > 3);
		}
		equal(session.statistics()?.received, 30);
	});

	it("M5: hears the laws change without a click", () => {
		const { agree, tick, peer, played } = stage();
		agree();
		// The octet for about 1,000 in either law.
		const octets = { 8: 0xfa, 0: 0xce } as const;
		let before = 0;
		let step = 0;
		for (let frame = 0; frame < 40; frame += 1) {
			const payloadType = frame % 20 < 10 ? 8 : 0;
			peer.sound(octets[payloadType], DOOR, 5004, payloadType);
			tick();
			for (const sample of played) {
				if (frame > 5) step = Math.max(step, Math.abs(sample - before));
				before = sample;
			}
		}
		ok(Math.abs(before) > 500, `${before}`);
		ok(step < 100, `${step}`);
	});

	it("counts what is no RTP, and survives it", () => {
		const { agree, tick, peer, session } = stage();
		agree();
		for (const bytes of [[], [0x80], new Array(12).fill(0), new Array(400).fill(0xff)]) peer.raw(bytes, DOOR, 5004);
		tick();
		equal(session.statistics()?.refused, 4);
	});

	it("D1: tells a key once, and two equal ones twice", () => {
		const { agree, clock, peer, digits } = stage();
		agree();
		peer.key(1, DOOR, 5004);
		clock.advance(100);
		peer.key(1, DOOR, 5004);
		peer.key(11, DOOR, 5004);
		clock.advance(100);
		deepEqual(digits, ["1", "1", "#"]);
	});

	it("hears no key before the agreement, nor one under a number that was not agreed", () => {
		const { agree, clock, peer, digits } = stage();
		peer.key(1, DOOR, 5004);
		clock.advance(10);
		agree({ receives: new Map([[8, "PCMA"]]) });
		peer.key(2, DOOR, 5004);
		clock.advance(10);
		deepEqual(digits, []);
	});

	it("may be closed from within a key", () => {
		const { clock, network, host } = place();
		const peer = new StreamPeer(network, PHONE, 4000);
		const digits: string[] = [];
		const session = new RtpSession({
			host,
			port: 5004,
			recorded: new Int16Array(FRAME),
			played: new Int16Array(FRAME),
			onDigit: (digit) => {
				digits.push(digit);
				session.close(clock.now);
			},
		});
		session.agree(agreement(PHONE, 4000), 0);
		peer.key(1, DOOR, 5004);
		peer.key(2, DOOR, 5004);
		clock.advance(10);
		deepEqual(digits, ["1"]);
	});
});

describe("RTP session: statistics and reports (RFC 3550 §6)", () => {
	it("count sound both ways, and what was lost", () => {
		const { agree, tick, peer, session } = stage();
		agree();
		for (let frame = 0; frame < 10; frame += 1) {
			if (frame === 5) peer.lose(2);
			peer.sound(LOUD, DOOR, 5004);
			tick();
		}
		const { sent, received, lost, law, refused, late, duplicate, reordered, depth } = session.statistics()!;
		deepEqual(
			{ sent, received, lost, law, refused, late, duplicate, reordered },
			{
				sent: 10,
				received: 10,
				lost: 2,
				law: "PCMA",
				refused: 0,
				late: 0,
				duplicate: 0,
				reordered: 0,
			},
		);
		ok(depth > 0 && depth <= 200);
	});

	it("count copies as such: they are neither late nor a substitute for what was lost", () => {
		const { agree, tick, peer, session } = stage();
		agree();
		for (let frame = 0; frame < 20; frame += 1) {
			if (frame === 5) peer.lose(1);
			peer.sound(LOUD, DOOR, 5004);
			if (frame === 8) peer.repeat(DOOR, 5004);
			tick();
		}
		// Long after it was played.
		for (let frame = 0; frame < 10; frame += 1) tick();
		peer.repeat(DOOR, 5004);
		tick();
		tick();
		const { received, lost, duplicate, late, concealed } = session.statistics()!;
		deepEqual({ received, lost, duplicate, late }, { received: 22, lost: 1, duplicate: 2, late: 0 });
		equal(concealed, 20 + 60);
	});

	it("are sent every few seconds, and a last one at the end", () => {
		const { agree, tick, peer, session, clock } = stage();
		agree();
		for (let frame = 0; frame < 1_000; frame += 1) {
			tick();
			peer.received.length = 0;
		}
		const { length } = peer.reports;
		ok(length >= 2 && length <= 8, `${length}`);
		session.close(clock.now);
		session.close(clock.now);
		clock.advance(10);
		equal(peer.reports.length, length + 1);
		equal(peer.reports.at(-1)?.port, 5005);
	});

	it("show what the peer missed, and are believed from nobody else", () => {
		const { agree, tick, peer, session, clock, network } = stage();
		const stranger = new StreamPeer(network, STRANGER, 4000);
		agree();
		tick();
		const block = { ssrc: peer.last.ssrc, fraction: 64, lost: 1, highest: 1, jitter: 0, lastReport: 0, delay: 0 };
		const report = formatCompound({ ssrc: 77, sender: undefined, blocks: [block], leaving: [] }, "peer");
		stranger.report(report, DOOR, 5005);
		clock.advance(10);
		equal(session.statistics()?.remoteLoss, undefined);
		peer.report(report, DOOR, 5005);
		clock.advance(10);
		equal(session.statistics()?.remoteLoss, 0.25);
	});

	it("M3: a report is a sign of life, like sound", () => {
		const { agree, peer, session, clock } = stage();
		equal(session.heardAt, Number.NEGATIVE_INFINITY);
		clock.advance(100);
		agree();
		equal(session.heardAt, 100);
		clock.advance(1_000);
		peer.report(formatCompound({ ssrc: 77, sender: undefined, blocks: [], leaving: [] }, "peer"), DOOR, 5005);
		clock.advance(10);
		equal(session.heardAt, 1_101);
		peer.sound(LOUD, DOOR, 5004);
		clock.advance(10);
		equal(session.heardAt, 1_111);
	});
});

describe("RTP session: keys of ours (RFC 4733)", () => {
	it("take the place of sound", () => {
		const { agree, tick, peer, session } = stage();
		equal(session.press("1"), false);
		agree();
		ok(session.press("1"));
		tick();
		equal(peer.last.payloadType, 101);
		for (let frame = 0; frame < 50; frame += 1) tick();
		equal(peer.last.payloadType, 8);
	});

	it("are refused where the peer takes none", () => {
		const { agree, session } = stage();
		agree({ eventSendPayloadType: undefined });
		equal(session.press("1"), false);
	});
});
