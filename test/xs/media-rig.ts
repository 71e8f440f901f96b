import { AudioSession, FRAME_SAMPLES, FRAME_TIME } from "../../modules/drivers/audio-session.ts";
import { RtpSession } from "../../modules/drivers/rtp-session.ts";
import type { AudioIn, AudioOut, Datagram, Host, HostSound, Udp, UdpOptions } from "../../modules/host.ts";
import { HEADER_LENGTH, Header, writeHeader } from "../../modules/rtp/packet.ts";

const PEER = "192.168.1.30";
const PORT = 4000;
const PCMA = 8;
/** Packets that are written to again and again: more than a jitter buffer keeps of them. */
const POOL = 16;

/** A socket as thin as that of the board, which is native below. */
class RigUdp implements Udp {
	readonly port: number;
	readonly onReadable: ((packets: number) => void) | undefined;
	#closed = false;
	waiting: Datagram | undefined;
	/** The packet sent last. */
	sent: ArrayBuffer | Uint8Array | undefined;

	constructor({ port = 0, onReadable }: UdpOptions) {
		this.port = port;
		this.onReadable = onReadable;
	}

	read(): Datagram | undefined {
		if (this.#closed) return undefined;
		const datagram = this.waiting;
		this.waiting = undefined;
		return datagram;
	}

	write(packet: ArrayBuffer | Uint8Array): void {
		this.sent = packet;
	}

	close(): void {
		this.#closed = true;
	}
}

class RigMicrophone implements AudioIn {
	start(): void {}
	stop(): void {}
	close(): void {}

	/** A frame of what happens to be there: all frames cost the same. */
	read(buffer: Uint8Array): number {
		return buffer.length;
	}
}

class RigLoudspeaker implements AudioOut {
	start(): void {}
	stop(): void {}
	close(): void {}
	write(): void {}
}

/**
 * The sound of one call on a host that costs next to nothing, frame by frame: what is measured is the doorbell's own work.
 */
export class MediaRig {
	readonly audio: AudioSession;
	readonly stream: RtpSession;
	readonly #sockets: RigUdp[] = [];
	readonly #datagrams: Datagram[] = [];
	readonly #header = new Header();
	#now = 0;
	#frames = 0;
	#tick: () => void = () => {};

	/** `gain` and `volume` in percent; without `sound`, that of the modules. */
	constructor(sound: HostSound | undefined, gain = 150, volume = 80) {
		const sockets = this.#sockets;
		const timer = {};
		const settings = { microphoneGain: gain, volume, silenceLimit: 60_000 };
		const host = {
			clock: { now: () => this.#now, time: () => undefined },
			timers: {
				set: (callback: () => void) => {
					this.#tick = callback;
					return timer;
				},
				clear() {},
			},
			token: () => "0123456789abcdef",
			random: () => 0.5,
			sound,
			Udp: class extends RigUdp {
				constructor(options: UdpOptions) {
					super(options);
					sockets.push(this);
				}
			},
			AudioIn: RigMicrophone,
			AudioOut: RigLoudspeaker,
		} as unknown as Host;
		this.audio = new AudioSession({ host, settings: () => settings, onSilent() {} });
		const { recorded, played } = this.audio;
		for (let index = 0; index < FRAME_SAMPLES; index += 1) recorded[index] = 9_000 * Math.sin(index / 4);
		this.stream = new RtpSession({ host, port: 5004, recorded, played, onDigit() {} });
		this.#makeDatagrams();
		this.stream.agree(
			{
				address: PEER,
				port: PORT,
				rtcpPort: PORT + 1,
				law: "PCMA",
				sendPayloadType: PCMA,
				eventSendPayloadType: 101,
				receives: new Map([[PCMA, "PCMA"]]),
				ptime: FRAME_TIME,
				direction: "sendrecv",
				hold: false,
				changed: true,
			},
			0,
		);
		this.audio.connect(this.stream);
		this.audio.listen();
	}

	/** What was sent last. */
	get sent(): Uint8Array {
		return this.#sockets[0]!.sent as Uint8Array;
	}

	/** Time passes, and a packet of the peer waits: not the doorbell's work. */
	arrive(): void {
		const header = this.#header;
		const datagram = this.#datagrams[this.#frames % POOL]!;
		header.sequence = this.#frames & 0xffff;
		header.timestamp = this.#frames * FRAME_SAMPLES;
		writeHeader(new Uint8Array(datagram), header);
		this.#sockets[0]!.waiting = datagram;
		this.#frames += 1;
		this.#now += FRAME_TIME;
	}

	/** One frame both ways: the packet comes in, and the timer fires. */
	frame(): void {
		this.#sockets[0]!.onReadable?.(1);
		this.#tick();
	}

	#makeDatagrams(): void {
		this.#header.payloadType = PCMA;
		this.#header.ssrc = 1;
		for (let index = 0; index < POOL; index += 1) {
			const packet = new Uint8Array(HEADER_LENGTH + FRAME_SAMPLES);
			for (let octet = HEADER_LENGTH; octet < packet.length; octet += 1) packet[octet] = (octet * 37) & 0xff;
			this.#datagrams.push(Object.assign(packet.buffer, { address: PEER, port: PORT }));
		}
	}
}
