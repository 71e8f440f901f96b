import { equal, ok } from "node:assert/strict";
import { PCMA } from "../../modules/audio/g711.ts";
import { SOUND } from "../../modules/audio/sound.ts";
import { JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { Header, readHeader } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";
import { RtpSender } from "../../modules/rtp/sender.ts";
import { seeded } from "./random.ts";

const FRAME = 160;
const HERTZ = 500;

interface Wire {
	readonly ptime: number;
	/** Share of packets lost, copied, and the milliseconds that one may travel. */
	readonly loss: number;
	readonly copies: number;
	readonly travel: number;
}

interface Heard {
	readonly reception: Reception;
	readonly buffer: JitterBuffer;
	/** Frames by what they are, after the first ones. */
	readonly audio: number;
	readonly concealed: number;
	readonly silence: number;
	/** Share of what is heard, after the first frames, that is the tone: 1 for a pure one. */
	readonly purity: number;
	readonly sent: number;
}

/** Ten seconds of a tone from a microphone to a loudspeaker over a bad network. */
function call({ ptime, loss, copies, travel }: Wire): Heard {
	const random = seeded(ptime + loss * 1000 + travel);
	const spoken = new Int16Array(FRAME);
	const played = new Int16Array(FRAME);
	const sender = new RtpSender({ ssrc: 1, sequence: 65500, timestamp: -4000, payloadType: 8, ptime });
	const reception = new Reception();
	const buffer = new JitterBuffer(SOUND);
	const header = new Header();
	const flying: { at: number; packet: Uint8Array }[] = [];
	const frames = { audio: 0, concealed: 0, silence: 0 };
	let real = 0;
	let imaginary = 0;
	let power = 0;
	for (let tick = 0; tick < 500; tick++) {
		const now = tick * 20;
		for (let index = 0; index < FRAME; index++) {
			spoken[index] = 8000 * Math.sin((2 * Math.PI * HERTZ * (tick * FRAME + index)) / 8000);
		}
		for (let at = 0; at < FRAME; ) {
			at = sender.encode(PCMA, spoken, at, FRAME, 100);
			if (!sender.isWhole) continue;
			const { packet } = sender;
			if (random() >= loss) flying.push({ at: now + random() * travel, packet: packet.slice() });
			if (random() < copies) flying.push({ at: now + random() * travel, packet: packet.slice() });
		}
		flying.sort((one, other) => one.at - other.at);
		while (flying.length > 0 && flying[0]!.at <= now) {
			const { at, packet } = flying.shift()!;
			ok(readHeader(packet, header));
			reception.receive(header);
			reception.time(header.timestamp, at);
			buffer.insert(packet, header, PCMA);
		}
		const kind = buffer.read(played, FRAME);
		if (tick < 20) continue;
		frames[kind]++;
		for (let index = 0; index < FRAME; index++) {
			const phase = (2 * Math.PI * HERTZ * (tick * FRAME + index)) / 8000;
			const sample = played[index]!;
			real += sample * Math.cos(phase);
			imaginary += sample * Math.sin(phase);
			power += sample * sample;
		}
	}
	const purity = ((real * real + imaginary * imaginary) * 2) / (power * 480 * FRAME);
	return { reception, buffer, ...frames, purity, sent: sender.packets };
}

describe("A tone from one end to the other (RFC 3550, RFC 3551)", () => {
	for (const ptime of [10, 20, 30, 40, 60]) {
		it(`M4: arrives whole in packets of ${ptime} ms`, () => {
			const heard = call({ ptime, loss: 0, copies: 0, travel: 0 });
			equal(heard.concealed + heard.silence, 0);
			ok(heard.purity > 0.99, String(heard.purity));
			equal(heard.reception.lost, 0);
		});
	}

	it("arrives whole when packets travel up to 50 ms and overtake each other", () => {
		const heard = call({ ptime: 20, loss: 0, copies: 0, travel: 50 });
		ok(heard.concealed <= 4, String(heard.concealed));
		ok(heard.reception.reordered > 50);
		ok(heard.reception.jitter > 50);
		ok(Math.abs(heard.reception.lost) <= 1, "but for those overtaken by the first and the last");
		ok(heard.purity > 0.97, String(heard.purity));
	});

	it("arrives whole when every packet comes twice", () => {
		const heard = call({ ptime: 20, loss: 0, copies: 1, travel: 20 });
		ok(heard.concealed <= 2, String(heard.concealed));
		equal(heard.reception.received, heard.reception.expected * 2);
		equal(heard.reception.duplicate, heard.reception.expected);
		ok(heard.purity > 0.98, String(heard.purity));
	});

	it("stays a tone when a tenth of the packets is lost", () => {
		const heard = call({ ptime: 20, loss: 0.1, copies: 0, travel: 0 });
		const { lost } = heard.reception;
		ok(lost > 30 && lost < 70, String(lost));
		const concealed = heard.buffer.counts.concealed / FRAME;
		ok(Math.abs(concealed - lost) <= 4, `${concealed} of ${lost}`);
		equal(heard.silence, 0);
		ok(heard.purity > 0.9, String(heard.purity));
	});

	it("comes to an end after the peer has fallen silent", () => {
		const heard = call({ ptime: 20, loss: 1, copies: 0, travel: 0 });
		equal(heard.silence, 480);
		equal(heard.reception.received, 0);
	});
});
