import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../support/until.ts";
import type { Doorbell } from "./doorbell.ts";
import { freePort } from "./ports.ts";
import { atEnd } from "./stage.ts";
import { rawMuLaw, toneWave } from "./wave.ts";

const SAMPLES_PER_MILLISECOND = 8;
const PCMU = 0;
const KEYS = "0123456789*#";
const WITHIN = 5000;

/** What is said, and how it is packed. */
export interface Speech {
	/** As a frequency. */
	readonly tone: number;
	/** Milliseconds. */
	readonly time: number;
	/** Milliseconds of sound in each packet; 20 if not given. */
	readonly ptime?: number;
	/** 0, which is PCMU, if not given; the sound is mu-law in any case. */
	readonly payloadType?: number;
	/** Name of the source; each peer has one of its own if not given. */
	readonly source?: number;
}

/** How a key is told (RFC 4733). */
export interface KeyPress {
	/** 101 if not given. */
	readonly payloadType?: number;
	/** Duration of each of its packets, in samples; three of them with 160, 320 and 480 if not given. */
	readonly durations?: readonly number[];
	/** How many packets say that it is over; 3 if not given. */
	readonly ends?: number;
	/** Samples that the time stamp moves on within the press, from packet to packet; 0 if not given. */
	readonly drift?: number;
	/** Samples from its time stamp to that of what follows; 0.1 s more than it lasts if not given. */
	readonly next?: number;
}

/** Sound of a peer whose signalling SIPp does: every packet is as the test says. */
export class RtpPeer {
	readonly address: string;
	readonly port: number;
	/** Every datagram that came. */
	readonly received: { readonly at: number; readonly bytes: Uint8Array; readonly from: RemoteInfo }[] = [];
	readonly #socket: Socket;
	readonly #source: number;
	#sequence = 1000;
	#timestamp = 5000;

	private constructor(address: string, port: number, socket: Socket) {
		this.address = address;
		this.port = port;
		this.#socket = socket;
		this.#source = 0x1000_0000 + port;
		socket.on("message", (bytes, from) => this.received.push({ at: performance.now(), bytes, from }));
		atEnd(() => {
			socket.close();
		});
	}

	static async open(address = "127.0.0.1", port = freePort()): Promise<RtpPeer> {
		const socket = createSocket("udp4");
		socket.bind(port, address);
		await once(socket, "listening");
		return new RtpPeer(address, port, socket);
	}

	/** Waits until so many packets of sound have come in all. */
	async heard(count: number): Promise<void> {
		await until(() => this.received.length >= count, WITHIN, `${count} packets at ${this.address}:${this.port}`);
	}

	/** Says a tone to the doorbell, in the time that it takes. */
	async say(doorbell: Doorbell, { tone, time, ptime = 20, payloadType = PCMU, source = this.#source }: Speech) {
		const samples = rawMuLaw(toneWave(tone, Math.ceil(time / 1000) + 1));
		const start = performance.now();
		for (let at = 0; at < time; at += ptime) {
			const from = at * SAMPLES_PER_MILLISECOND;
			const piece = samples.subarray(from, from + ptime * SAMPLES_PER_MILLISECOND);
			this.send(doorbell, this.packet(payloadType, piece, false, source));
			this.#timestamp += piece.length;
			await pause(Math.max(0, start + at + ptime - performance.now()));
		}
	}

	/** Tells a key that was pressed. */
	async press(doorbell: Doorbell, key: string, options: KeyPress = {}): Promise<void> {
		const { payloadType = 101, durations = [160, 320, 480], ends = 3, drift = 0 } = options;
		const last = (durations.at(-1) ?? 480) + 160;
		const { next = last + 800 } = options;
		const tell = (duration: number, isEnd: boolean, isFirst: boolean) => {
			const payload = [KEYS.indexOf(key), (isEnd ? 0x80 : 0) | 10, duration >> 8, duration & 0xff];
			this.send(doorbell, this.packet(payloadType, Uint8Array.from(payload), isFirst));
			this.#timestamp += drift;
		};
		for (const [index, duration] of durations.entries()) {
			tell(duration, false, index === 0);
			await pause(20);
		}
		for (let end = 0; end < ends; end++) tell(last, true, false);
		this.#timestamp += next;
	}

	/** An RTP packet (RFC 3550 §5.1) with the next sequence number. */
	packet(payloadType: number, payload: Uint8Array, marker = false, source = this.#source): Buffer {
		const header = Buffer.alloc(12);
		header[0] = 0x80;
		header[1] = (marker ? 0x80 : 0) | payloadType;
		header.writeUInt16BE(this.#sequence++ & 0xffff, 2);
		header.writeUInt32BE(this.#timestamp, 4);
		header.writeUInt32BE(source, 8);
		return Buffer.concat([header, payload]);
	}

	/** Sends any datagram to where the doorbell hears; `offset` 1 is where it takes reports. */
	send(doorbell: Doorbell, datagram: Uint8Array, offset = 0): void {
		this.#socket.send(datagram, mediaPort(doorbell) + offset, "127.0.0.1");
	}
}

/** The port of the doorbell's last description. */
function mediaPort(doorbell: Doorbell): number {
	const described = doorbell.sent(/\r\nm=audio \d+/).at(-1);
	if (!described) throw new Error("the doorbell has described no sound");
	return Number(described.text.match(/\r\nm=audio (\d+)/)![1]);
}

/** Payload type of a packet. */
export function payloadTypeOf(bytes: Uint8Array): number {
	return bytes[1]! & 0x7f;
}
