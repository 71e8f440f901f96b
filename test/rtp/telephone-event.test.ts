import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { PCMA } from "../../modules/audio/g711.ts";
import { Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { RtpSender } from "../../modules/rtp/sender.ts";
import { TelephoneEventReceiver } from "../../modules/rtp/telephone-event.ts";
import { TelephoneEventSender } from "../../modules/rtp/telephone-event-sender.ts";
import { mutateBytes, seeded } from "./random.ts";

const KEYS = "0123456789*#ABCD";

/** One packet of an event, and when it comes. */
interface Arrival {
	readonly at: number;
	readonly key: string;
	readonly timestamp: number;
	readonly duration: number;
	readonly end?: boolean;
	readonly marker?: boolean;
	readonly sequence?: number;
	readonly ssrc?: number;
}

function packetOf(arrival: Arrival): Uint8Array {
	const packet = new Uint8Array(16);
	const header = new Header();
	header.payloadType = 101;
	header.marker = arrival.marker ?? false;
	header.sequence = arrival.sequence ?? 0;
	header.timestamp = arrival.timestamp;
	header.ssrc = arrival.ssrc ?? 1;
	writeHeader(packet, header);
	packet[12] = KEYS.indexOf(arrival.key);
	packet[13] = arrival.end ? 0x8a : 0x0a;
	packet[14] = arrival.duration >> 8;
	packet[15] = arrival.duration;
	return packet;
}

/** Every 20 ms of a press that begins at `at`, or every `step`, and its three ENDs. */
function press(key: string, at: number, timestamp: number, milliseconds = 100, step = 20): Arrival[] {
	const arrivals: Arrival[] = [];
	for (let time = step; time < milliseconds; time += step) {
		arrivals.push({ at: at + time, key, timestamp, duration: time * 8, marker: time === step });
	}
	for (let copy = 0; copy < 3; copy++) {
		arrivals.push({ at: at + milliseconds + copy * 20, key, timestamp, duration: milliseconds * 8, end: true });
	}
	return arrivals;
}

/** What a receiver hears. */
function hear(arrivals: readonly Arrival[], receiver = new TelephoneEventReceiver()): string {
	const header = new Header();
	let heard = "";
	for (const arrival of arrivals) {
		const packet = packetOf(arrival);
		ok(readHeader(packet, header));
		heard += receiver.receive(packet, header, arrival.at) ?? "";
	}
	return heard;
}

describe("Telephone events received (RFC 4733)", () => {
	it("hears every key of a phone", () => {
		const arrivals: Arrival[] = [];
		for (let index = 0; index < KEYS.length; index++) {
			arrivals.push(...press(KEYS.charAt(index), index * 300, index * 2400));
		}
		equal(hear(arrivals), KEYS);
	});

	it("tells a key with its first packet", () => {
		equal(hear(press("5", 0, 1000).slice(0, 1)), "5");
	});

	it("D1: three ENDs are one digit", () => {
		equal(hear(press("5", 0, 1000)), "5");
		equal(hear(press("5", 0, 1000).slice(-3)), "5");
	});

	it("D2: counts an event of which only one END arrives", () => {
		equal(hear(press("#", 0, 1000).slice(-1)), "#");
	});

	it("D2: needs no marker", () => {
		equal(hear(press("1", 0, 1000).slice(1)), "1");
	});

	it("D2: a lost END does not swallow the next press of the key", () => {
		const first = press("1", 0, 1000).slice(0, 4);
		equal(hear([...first, ...press("1", 200, 2600)]), "11");
		equal(hear([...first, ...press("1", 1000, 9000)]), "11");
	});

	it("D2: a lost END and a clock that stood still meanwhile: two presses after 150 ms of silence", () => {
		const first = press("1", 0, 1000).slice(0, 4);
		equal(hear([...first, ...press("1", 230 + 80, 1000 + 640)]), "11");
		equal(hear([...first, { at: 229, key: "1", timestamp: 1640, duration: 160 }]), "1");
	});

	it("knows an event again that went silent for a second", () => {
		const arrivals = press("1", 0, 1000, 2000);
		arrivals.splice(10, 50);
		equal(hear(arrivals), "1");
	});

	it("D3: a timestamp written anew in the middle of an event is no second press", () => {
		const whole = press("7", 0, 1000, 160);
		const other = whole.map((arrival, index) => (index < 4 ? arrival : { ...arrival, timestamp: 1000 + 640 }));
		equal(hear(other), "7");
		const wild = whole.map((arrival, index) => (index < 4 ? arrival : { ...arrival, timestamp: 900000 }));
		equal(hear(wild), "7");
	});

	it("D3: every packet with a timestamp of its own is no second press", () => {
		const whole = press("7", 0, 1000, 160);
		equal(hear(whole.map((arrival, index) => ({ ...arrival, timestamp: 1000 + index * 160 }))), "7");
		equal(hear(whole.map((arrival, index) => ({ ...arrival, timestamp: index * 77777 }))), "7");
	});

	it("D4, X3: counts 1 1 within 200 ms twice", () => {
		equal(hear([...press("1", 0, 1000, 60), ...press("1", 120, 1960, 60)]), "11");
		equal(hear([...press("1", 0, 1000), ...press("1", 200, 2600)]), "11");
	});

	it("D4: counts two equal digits twice whose packets come all at once", () => {
		const late = [...press("1", 0, 1000), ...press("1", 200, 2600)].map((arrival) => ({ ...arrival, at: 500 }));
		equal(hear(late), "11");
	});

	it("D5: a press of eight seconds is one digit", () => {
		equal(hear(press("3", 0, 1000, 8000, 80)), "3");
	});

	it("D5: a press that is split at 0xFFFF is one digit", () => {
		const receiver = new TelephoneEventReceiver();
		const first = press("3", 0, 1000, 8191, 80).slice(0, -3);
		equal(hear(first, receiver), "3");
		equal(hear(press("3", 8191, 1000 + 0xffff, 300), receiver), "");
	});

	it("L28: sequence numbers that jump back between digits, and durations that grow too fast", () => {
		const press28 = (key: string, at: number, timestamp: number, sequence: number): Arrival[] =>
			press(key, at, timestamp, 140).map((arrival, index) => ({
				...arrival,
				duration: arrival.duration * 2,
				sequence: sequence + index,
			}));
		equal(hear([...press28("#", 0, 92640, 8436), ...press28("1", 1000, 13280, 7984)]), "#1");
	});

	it("hears digits whose packets overtake each other", () => {
		const arrivals = [...press("1", 0, 1000), ...press("2", 160, 2280)];
		const last = arrivals.splice(6, 1)[0]!;
		arrivals.splice(8, 0, { ...last, at: 200 });
		equal(hear(arrivals), "12");
	});

	it("takes the same timestamp from another source for another press", () => {
		equal(hear([...press("1", 0, 1000), ...press("1", 200, 1000).map((arrival) => ({ ...arrival, ssrc: 2 }))]), "11");
	});

	it("takes a recording that is played again for another press", () => {
		equal(hear([...press("1", 0, 1000), ...press("1", 2200, 1000)]), "11");
	});

	it("ignores the hook flash, tones and payloads that are too short", () => {
		const receiver = new TelephoneEventReceiver();
		const header = new Header();
		const packet = packetOf({ at: 0, key: "1", timestamp: 0, duration: 160 });
		for (const event of [16, 32, 255]) {
			packet[12] = event;
			readHeader(packet, header);
			equal(receiver.receive(packet, header, 0), undefined);
		}
		const short = packet.slice(0, 15);
		short[12] = 1;
		readHeader(short, header);
		equal(receiver.receive(short, header, 0), undefined);
	});

	it("survives 10,000 mutated packets", () => {
		const random = seeded(4733);
		const receiver = new TelephoneEventReceiver();
		const header = new Header();
		const good = packetOf({ at: 0, key: "9", timestamp: 5, duration: 800, end: true });
		for (let round = 0; round < 10000; round++) {
			const packet = mutateBytes(good, random);
			if (!readHeader(packet, header)) continue;
			const key = receiver.receive(packet, header, round * 10);
			ok(key === undefined || KEYS.includes(key));
		}
	});
});

describe("Telephone events sent (RFC 4733 §2.5.1)", () => {
	function makeSender(): RtpSender {
		return new RtpSender({ ssrc: 9, sequence: 100, timestamp: 8000, payloadType: 8, ptime: 20 });
	}

	/** Runs `sender` every 20 ms; the packets it makes. */
	function run(sender: TelephoneEventSender): Uint8Array[] {
		const packets: Uint8Array[] = [];
		for (let tick = 0; tick < 500 && sender.busy; tick++) if (sender.next(101)) packets.push(sender.packet.slice());
		return packets;
	}

	it("A8: sends END three times, with one timestamp and rising sequence numbers", () => {
		const events = new TelephoneEventSender(makeSender());
		events.press("#");
		const header = new Header();
		const seen = run(events).map((packet) => {
			readHeader(packet, header);
			const duration = (packet[14]! << 8) | packet[15]!;
			return [header.sequence, header.timestamp, header.marker, packet[12], packet[13]! >> 7, duration];
		});
		deepEqual(seen, [
			[100, 8000, true, 11, 0, 160],
			[101, 8000, false, 11, 0, 320],
			[102, 8000, false, 11, 0, 480],
			[103, 8000, false, 11, 0, 640],
			[104, 8000, false, 11, 1, 800],
			[105, 8000, false, 11, 1, 800],
			[106, 8000, false, 11, 1, 800],
		]);
	});

	it("is heard by a receiver, doubled digits too, whatever single packet is lost", () => {
		const random = seeded(7);
		for (let lost = -1; lost < 30; lost++) {
			const sender = makeSender();
			const events = new TelephoneEventSender(sender);
			const receiver = new TelephoneEventReceiver();
			const header = new Header();
			events.press("11*9");
			let heard = "";
			let number = 0;
			for (let now = 0; events.busy; now += 20) {
				if (!events.next(101) || number++ === lost) continue;
				readHeader(events.packet, header);
				heard += receiver.receive(events.packet, header, now + random() * 15) ?? "";
			}
			equal(heard, "11*9");
		}
	});

	it("lets the sound's clock run on and begins a talk spurt afterwards", () => {
		const sender = makeSender();
		const events = new TelephoneEventSender(sender);
		equal(events.next(101), false);
		events.press("1");
		run(events);
		equal(events.busy, false);
		equal(sender.timestamp, 8000 + 10 * 160);
		sender.encode(PCMA, new Int16Array(160), 0, 160, 100);
		const header = new Header();
		readHeader(sender.packet, header);
		equal(header.marker, true);
		equal(header.sequence, 107);
	});

	it("refuses keys that do not exist, and more than 32", () => {
		const events = new TelephoneEventSender(makeSender());
		throws(() => events.press("1x"), RangeError);
		throws(() => events.press("1".repeat(33)), RangeError);
		equal(events.busy, false);
	});
});
