import { deepEqual, equal, ok } from "node:assert/strict";
import { PCMA } from "../../modules/audio/g711.ts";
import { Header } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";
import { type Compound, parseCompound } from "../../modules/rtp/rtcp.ts";
import { RtcpSession } from "../../modules/rtp/rtcp-session.ts";
import { RtpSender } from "../../modules/rtp/sender.ts";

/** One end of a call. */
class End {
	readonly sender: RtpSender;
	readonly reception = new Reception();
	readonly session: RtcpSession;

	constructor(ssrc: number, now: number, time: number | undefined, random = () => 0.5) {
		this.sender = new RtpSender({ ssrc, sequence: 0, timestamp: 0, payloadType: 8, ptime: 20 });
		const { sender, reception } = this;
		this.session = new RtcpSession({ sender, reception, name: `end-${ssrc}`, random, now, time });
	}

	/** Sends a frame to `other`. */
	speak(other: End, lost = false): void {
		this.sender.encode(PCMA, new Int16Array(160), 0, 160, 100);
		if (lost) return;
		const header = new Header();
		header.ssrc = this.sender.ssrc;
		header.sequence = (this.sender.packets - 1) & 0xffff;
		other.reception.receive(header);
	}
}

function read(packet: Uint8Array | undefined): Compound {
	const compound = packet && parseCompound(packet);
	ok(compound);
	return compound;
}

describe("RTCP session (RFC 3550 §6)", () => {
	it("reports after 2.5 s and then every 5 s, spread by half", () => {
		for (const [random, first, next] of [
			[0, 1250, 2500],
			[0.5, 2500, 5000],
			[0.999, 3747.5, 7495],
		] as const) {
			const { session } = new End(1, 1000, undefined, () => random);
			equal(session.deadline, 1000 + first);
			equal(session.expire(session.deadline - 1), undefined);
			const now = session.deadline;
			ok(session.expire(now));
			equal(session.deadline, now + next);
		}
	});

	it("is a sender while it sends, a receiver while it does not (§6.4)", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		equal(read(a.session.expire(2500)).sender, undefined);
		a.speak(b);
		const report = read(a.session.expire(7500)).sender;
		deepEqual(report, { seconds: 7, fraction: 0x80000000 | 0, timestamp: 160, packets: 1, octets: 160 });
		equal(read(a.session.expire(12500)).sender, undefined);
	});

	it("tells the time of day since 1900 when it is known (§4)", () => {
		const a = new End(1, 5000, Date.UTC(2024, 0, 1));
		a.speak(a);
		const report = read(a.session.expire(7500)).sender;
		equal(report?.seconds, (Date.UTC(2024, 0, 1) / 1000 + 2208988800 + 2) | 0);
		equal(report?.fraction, 0x80000000 | 0);
	});

	it("reports loss since the report before, and nothing about silence (§A.3)", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		for (let index = 0; index < 100; index++) a.speak(b, index % 4 === 1);
		const first = read(b.session.expire(2500)).blocks[0];
		deepEqual([first?.ssrc, first?.fraction, first?.lost, first?.highest], [1, 64, 25, 99]);
		for (let index = 0; index < 100; index++) a.speak(b);
		const second = read(b.session.expire(7500)).blocks[0];
		deepEqual([second?.fraction, second?.lost], [0, 25]);
		deepEqual(read(b.session.expire(12500)).blocks, []);
	});

	it("L13: reports anew about a new source", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		const c = new End(3, 0, undefined);
		for (let index = 0; index < 10; index++) a.speak(b, index === 5);
		b.session.expire(2500);
		for (let index = 0; index < 4; index++) c.speak(b, index === 1);
		const block = read(b.session.expire(7500)).blocks[0];
		deepEqual([block?.ssrc, block?.fraction, block?.lost], [3, 64, 1]);
	});

	it("measures the way to the peer and back by LSR and DLSR (§6.4.1)", () => {
		for (const time of [undefined, Date.UTC(2036, 1, 7, 6, 28, 15)]) {
			const a = new End(1, 0, time);
			const b = new End(2, 40000, undefined);
			a.speak(b);
			b.speak(a);
			ok(b.session.receive(a.session.expire(2500)!, 42530));
			ok(a.session.receive(b.session.expire(42830)!, 2875));
			equal(a.session.remote?.roundTrip, 75);
			equal(a.session.heardAt, 2875);
			equal(b.session.remote?.roundTrip, undefined);
		}
	});

	it("keeps the round trip when a block has none, and drops an impossible one", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		a.speak(b);
		b.speak(a);
		b.session.receive(a.session.expire(2500)!, 2520);
		const reply = b.session.expire(2520)!;
		a.session.receive(reply, 2540);
		equal(a.session.remote?.roundTrip, 40);
		a.session.receive(reply, 2400);
		equal(a.session.remote?.roundTrip, 40);
		const c = new End(3, 0, undefined);
		a.speak(c);
		a.session.receive(c.session.expire(2500)!, 3000);
		equal(a.session.remote?.roundTrip, 40);
	});

	it("tells loss and jitter that the peer sees", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		for (let index = 0; index < 100; index++) {
			a.speak(b, index % 2 === 1);
			b.reception.time(index * 160, index * 20 + (index % 2) * 16);
		}
		a.session.receive(b.session.expire(2500)!, 2520);
		ok(Math.abs(a.session.remote!.loss - 0.5) < 0.01);
		ok(a.session.remote!.jitter >= 13 && a.session.remote!.jitter <= 16);
		equal(a.session.remote?.roundTrip, undefined);
	});

	it("L18: hears the peer leave, and is not disturbed by others leaving", () => {
		const a = new End(1, 0, undefined);
		const b = new End(2, 0, undefined);
		equal(a.session.left, false);
		const packet = b.session.leave(100);
		deepEqual(read(packet).leaving, [2]);
		equal(b.session.deadline, Number.POSITIVE_INFINITY);
		equal(b.session.expire(1e9), undefined);
		const other = packet.slice();
		other[other.length - 1] = 9;
		ok(a.session.receive(other, 100));
		equal(a.session.left, false);
		ok(a.session.receive(packet, 100));
		equal(a.session.left, true);
	});

	it("drops what is no report", () => {
		const { session } = new End(1, 0, undefined);
		equal(session.receive(new Uint8Array([1, 2, 3]), 0), false);
		equal(session.heardAt, undefined);
	});
});
