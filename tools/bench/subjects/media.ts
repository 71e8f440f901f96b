import { SOUND } from "../../../modules/audio/sound.ts";
import type { HostSound } from "../../../modules/host.ts";
import { JitterBuffer } from "../../../modules/rtp/jitter-buffer.ts";
import { HEADER_LENGTH, Header, readHeader, writeHeader } from "../../../modules/rtp/packet.ts";
import { TelephoneEventReceiver } from "../../../modules/rtp/telephone-event.ts";
import { MediaRig } from "../../../test/xs/media-rig.ts";
import { NATIVE_FRAME, TYPESCRIPT_FRAME } from "./media-names.ts";
import type { Operation } from "./operation.ts";

const FRAME = 160;
const UNCHANGED = 100;
/** Frames until the jitter buffer has found its delay. */
const LEAD = 200;
/** Packets that are written to again and again: more than a jitter buffer keeps. */
const POOL = 16;
/** A sine: its first phase, and parts of a period per sample. */
const START = 1_000;
const STEP = 3_600;
const PCMA_TYPE = 8;
const EVENT_TYPE = 101;
/** Payload of the first packet of key 5 (RFC 4733 §2.3). */
const KEY = Uint8Array.of(5, 10, 0, FRAME);
/** Samples between two keys. */
const BETWEEN_KEYS = 8_000;

/** Packets of a peer, one after the other. */
class Peer {
	readonly header = new Header();
	readonly #packets: readonly Uint8Array[];
	#count = 0;

	constructor(type: number, payload: Uint8Array) {
		this.header.payloadType = type;
		this.header.ssrc = 1;
		this.#packets = Array.from({ length: POOL }, () => {
			const packet = new Uint8Array(HEADER_LENGTH + payload.length);
			packet.set(payload, HEADER_LENGTH);
			return packet;
		});
	}

	/** The next packet, so many samples after the last one. */
	next(samples: number): Uint8Array {
		const { header } = this;
		const packet = this.#packets[++this.#count % POOL]!;
		header.sequence = this.#count & 0xffff;
		header.timestamp = (header.timestamp + samples) | 0;
		writeHeader(packet, header);
		return packet;
	}
}

function tone(): Int16Array {
	const samples = new Int16Array(FRAME);
	SOUND.addSine(samples, 0, FRAME, START, STEP);
	return samples;
}

function encoded(samples: Int16Array): Uint8Array {
	const octets = new Uint8Array(FRAME);
	SOUND.PCMA.encode(samples, 0, FRAME, octets, 0, UNCHANGED);
	return octets;
}

/** Socket to loudspeaker and microphone to socket, as the timer of a call does it. */
function frame(name: string, sound: HostSound | undefined): Operation {
	const rig = new MediaRig(sound);
	for (let count = 0; count < LEAD; count += 1) {
		rig.arrive();
		rig.frame();
	}
	return { name, prepare: () => rig.arrive(), run: () => rig.frame() };
}

function jitterBuffer(sound: HostSound, who: string): Operation {
	const played = new Int16Array(FRAME);
	const peer = new Peer(PCMA_TYPE, encoded(tone()));
	const jitter = new JitterBuffer(sound);
	const header = new Header();
	let packet = peer.next(0);
	const prepare = () => {
		packet = peer.next(FRAME);
		readHeader(packet, header);
	};
	const run = () => {
		jitter.insert(packet, header, sound.PCMA);
		jitter.read(played, FRAME);
	};
	for (let count = 0; count < LEAD; count += 1) {
		prepare();
		run();
	}
	return { name: `jitter buffer: a packet in, a frame out, ${who}`, prepare, run };
}

function telephoneEvent(): Operation {
	const peer = new Peer(EVENT_TYPE, KEY);
	const receiver = new TelephoneEventReceiver();
	const header = new Header();
	let packet = peer.next(0);
	let now = 0;
	const prepare = () => {
		packet = peer.next(BETWEEN_KEYS);
		now += 1_000;
	};
	const run = () => {
		readHeader(packet, header);
		receiver.receive(packet, header, now);
	};
	return { name: "telephone event: first packet of a key", prepare, run };
}

function codecs(sound: HostSound, who: string): Operation[] {
	const samples = tone();
	const octets = encoded(samples);
	return [
		{
			name: `µ-law, 160 samples encoded, ${who}`,
			run: () => sound.PCMU.encode(samples, 0, FRAME, octets, 0, UNCHANGED),
		},
		{
			name: `A-law, 160 samples encoded, ${who}`,
			run: () => sound.PCMA.encode(samples, 0, FRAME, octets, 0, UNCHANGED),
		},
		{ name: `A-law, 160 octets decoded, ${who}`, run: () => sound.PCMA.decode(octets, 0, FRAME, samples, 0) },
	];
}

/** The XS test host has the native code of the board; Node has not. */
const native: HostSound | undefined = "xs" in globalThis ? xs.sound : undefined;

export const operations = (): readonly Operation[] => [
	frame(TYPESCRIPT_FRAME, undefined),
	...(native ? [frame(NATIVE_FRAME, native)] : []),
	jitterBuffer(SOUND, "TypeScript"),
	...(native ? [jitterBuffer(native, "native")] : []),
	telephoneEvent(),
	...codecs(SOUND, "TypeScript"),
	...(native ? codecs(native, "native") : []),
];
