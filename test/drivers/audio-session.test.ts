import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { AudioSession, FRAME_SAMPLES, FRAME_TIME } from "../../modules/drivers/audio-session.ts";
import { RtpSession } from "../../modules/drivers/rtp-session.ts";
import type { Host } from "../../modules/host.ts";
import { HEADER_LENGTH } from "../../modules/rtp/packet.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { toneShare } from "../support/tone.ts";
import { agreement, LOUD, SILENT, StreamPeer } from "./stream.ts";

const DOOR = "192.168.1.20";
const PHONE = "192.168.1.30";
const VOICE = 500;

/** A door with a microphone that hears a tone, joined to a peer when told. */
function stage(settings = {}, change: (host: VirtualHost) => Host = (host) => host) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const host = new VirtualHost({ network, address: DOOR, hash, microphone: tone(VOICE), recordingSeconds: 1 });
	const silent: number[] = [];
	const audio: AudioSession = new AudioSession({
		host: change(host),
		settings: () => ({ microphoneGain: 100, volume: 100, silenceLimit: 60_000, ...settings }),
		onSilent: () => silent.push(clock.now),
	});
	const stream = new RtpSession({ host, port: 5004, recorded: audio.recorded, played: audio.played, onDigit() {} });
	const peer = new StreamPeer(network, PHONE, 4000);
	return {
		clock,
		host,
		audio,
		stream,
		peer,
		silent,
		connect: (changes = {}) => {
			stream.agree(agreement(PHONE, 4000, changes), clock.now);
			audio.connect(stream);
			audio.listen();
		},
		/** What the peer hears in so many milliseconds: the octets of the packets. */
		hears: (milliseconds: number) => {
			peer.received.length = 0;
			clock.advance(milliseconds);
			const octets = new Uint8Array(peer.received.length * FRAME_SAMPLES);
			for (const [index, packet] of peer.received.entries()) {
				octets.set(new Uint8Array(packet).subarray(HEADER_LENGTH), index * FRAME_SAMPLES);
			}
			peer.received.length = 0;
			return octets;
		},
	};
}

function isSilent(octets: Uint8Array): boolean {
	return octets.every((octet) => octet === SILENT || octet === (SILENT ^ 0x80));
}

describe("Audio session: towards the phone", () => {
	it("M1: sends 20 ms frames from the first moment", () => {
		const { clock, connect, peer } = stage();
		clock.advance(13);
		connect();
		clock.advance(1);
		equal(peer.received.length, 1);
		clock.advance(2_000);
		equal(peer.received.length, 101);
	});

	it("goes on after a frame that failed, for on the board that is caught and nobody else would", () => {
		let broken = false;
		const { clock, connect, peer } = stage({}, (host) => {
			class AudioIn extends host.AudioIn {
				override read(buffer: Uint8Array): number {
					if (broken) throw new Error("the microphone broke");
					return super.read(buffer);
				}
			}
			return Object.assign(Object.create(host), { AudioIn });
		});
		connect();
		clock.advance(1_000);
		broken = true;
		throws(() => clock.advance(20), { message: "the microphone broke" });
		broken = false;
		peer.received.length = 0;
		clock.advance(1_000);
		ok(peer.received.length >= 49, `${peer.received.length} packets in a second`);
	});

	it("M1: sends silence until the microphone has something, and then that", () => {
		const { connect, hears, audio } = stage();
		connect();
		ok(isSilent(hears(21)));
		equal(isSilent(hears(200)), false);
		equal(audio.underruns, 0);
	});

	it("sends silence on a board without microphone", () => {
		const { connect, hears } = stage({}, (host) => withoutSound(host));
		connect();
		const octets = hears(1_000);
		equal(octets.length, 50 * 160);
		ok(isSilent(octets));
	});

	it("fills up with silence what the microphone does not have in time, and counts it", () => {
		const half = class {
			start() {}
			stop() {}
			close() {}
			read(buffer: Uint8Array) {
				buffer.fill(0x11, 0, 160);
				return 160;
			}
		};
		const { connect, hears, audio } = stage({}, (host) =>
			Object.assign(Object.create(host) as Host, { AudioIn: half }),
		);
		connect();
		const octets = hears(110).slice(-160);
		ok(!isSilent(octets.slice(0, 80)));
		ok(isSilent(octets.slice(80)));
		equal(audio.underruns, 4);
	});

	it("turns the microphone off and up", () => {
		const off = stage({ microphoneGain: 0 });
		off.connect();
		ok(isSilent(off.hears(400)));
		const loudest = (octets: Uint8Array) => octets.reduce((most, octet) => Math.max(most, (octet ^ 0x55) & 0x7f), 0);
		const normal = stage();
		normal.connect();
		const up = stage({ microphoneGain: 200 });
		up.connect();
		ok(loudest(up.hears(400)) > loudest(normal.hears(400)));
	});

	it("mixes tones for the phone into what it hears", () => {
		const { connect, hears, audio } = stage({ microphoneGain: 0 });
		connect();
		audio.tone("warning", "phone");
		equal(isSilent(hears(100)), false);
		ok(isSilent(hears(400).slice(-800)));
	});

	it("has no tone of the last call left for the next one", () => {
		const { connect, hears, audio } = stage({ microphoneGain: 0 });
		audio.tone("busy", "phone");
		connect();
		ok(isSilent(hears(400)));
	});

	it("sends nothing on hold, and goes on in step afterwards", () => {
		const { connect, hears, stream } = stage();
		connect({ direction: "recvonly", hold: true });
		equal(hears(1_000).length, 0);
		stream.agree(agreement(PHONE, 4000), 1_000);
		// The packet of this moment is still on its way when a time ends.
		hears(10);
		equal(hears(1_000).length, 50 * 160);
	});
});

describe("Audio session: after a pause of the event loop", () => {
	/** Lets the clock jump: timers fire late, as they do when something else had the processor. */
	function stalled(milliseconds: number) {
		let offset = 0;
		const stageHere = stage({}, (host) => {
			const clock = { now: () => host.clock.now() + offset, time: host.clock.time };
			return Object.assign(Object.create(host) as Host, { clock });
		});
		stageHere.connect();
		stageHere.hears(1_010);
		offset = milliseconds;
		return stageHere;
	}

	it("makes up for a short one", () => {
		const { hears } = stalled(60);
		equal(hears(20).length, 4 * 160);
		equal(hears(200).length, 10 * 160);
	});

	it("leaves the voice no later than it was", () => {
		const { clock, host, connect, hears } = stage();
		let late = 0;
		host.clock.now = () => clock.now + late;
		connect();
		hears(1_010);
		// What the microphone has heard and nobody has read.
		const waiting = () => Math.floor(host.clock.now() / FRAME_TIME) * 160 - host.microphone.position;
		const before = waiting();
		for (const pause of [60, 100, 190, 190, 190]) {
			late += pause;
			hears(1_000);
			ok(waiting() <= before + 160, `${waiting()} after ${pause} ms`);
		}
	});

	it("starts anew after a long one, without a flood of packets", () => {
		const { hears } = stalled(60_000);
		equal(hears(20).length, 5 * 160);
		equal(hears(200).length, 10 * 160);
	});
});

describe("Audio session: towards the visitor", () => {
	it("plays what arrives", () => {
		const { connect, peer, clock, host } = stage();
		connect();
		for (let frame = 0; frame < 25; frame += 1) {
			peer.sound(LOUD, DOOR, 5004);
			clock.advance(FRAME_TIME);
		}
		ok(host.recording.samples().some((sample) => Math.abs(sample) > 1_000));
		equal(host.loudspeaker.dropped, 0);
	});

	it("is as loud as the setting says", () => {
		const { connect, peer, clock, host } = stage({ volume: 0 });
		connect();
		for (let frame = 0; frame < 25; frame += 1) {
			peer.sound(LOUD, DOOR, 5004);
			clock.advance(FRAME_TIME);
		}
		ok(host.recording.samples().every((sample) => sample === 0));
	});

	it("plays tones as loud as the setting says", () => {
		const { audio, clock, host } = stage({ volume: 0 });
		audio.tone("ringback", "visitor");
		clock.advance(500);
		ok(host.recording.samples().every((sample) => sample === 0));
	});

	it("plays tones without a call", () => {
		const { audio, clock, host } = stage();
		audio.tone("ringback", "visitor");
		clock.advance(900);
		ok(toneShare(host.recording.samples(), 425) > 0.8);
	});

	it("plays tones in a call, and goes on with one from before it", () => {
		const { audio, clock, host, connect } = stage();
		audio.tone("ringback", "visitor");
		clock.advance(100);
		connect();
		clock.advance(700);
		ok(toneShare(host.recording.samples(), 425) > 0.8);
		audio.tone("none", "visitor");
		clock.advance(200);
		host.recording.clear();
		clock.advance(200);
		ok(host.recording.samples().every((sample) => sample === 0));
	});

	it("goes on with a tone after the call", () => {
		const { audio, clock, host, connect } = stage();
		connect();
		clock.advance(100);
		audio.tone("busy", "visitor");
		audio.disconnect();
		host.recording.clear();
		clock.advance(400);
		ok(toneShare(host.recording.samples(), 425) > 0.8);
	});
});

describe("Audio session: devices", () => {
	it("opens the loudspeaker for a tone, and closes it at its end", () => {
		const { audio, clock, host } = stage();
		equal(host.loudspeaker.inUse, false);
		audio.tone("warning", "visitor");
		equal(host.loudspeaker.inUse, true);
		equal(host.microphone.inUse, false);
		clock.advance(400);
		equal(host.loudspeaker.inUse, false);
		equal(clock.pending, 0);
	});

	it("opens both for a call, and closes both after it", () => {
		const { audio, clock, host, connect } = stage();
		connect();
		ok(host.loudspeaker.inUse && host.microphone.inUse);
		clock.advance(110);
		audio.disconnect();
		ok(!host.loudspeaker.inUse && !host.microphone.inUse);
		audio.disconnect();
		equal(clock.pending, 0);
		connect();
		ok(host.loudspeaker.inUse && host.microphone.inUse);
	});

	it("closes both with everything, whatever plays", () => {
		const { audio, clock, host, connect } = stage();
		connect();
		audio.tone("ringback", "visitor");
		clock.advance(110);
		audio.close();
		audio.close();
		ok(!host.loudspeaker.inUse && !host.microphone.inUse);
		equal(clock.pending, 0);
	});

	it("rests without sound for the phone only", () => {
		const { audio, clock } = stage();
		audio.tone("warning", "phone");
		equal(clock.pending, 0);
	});

	it("needs none: a board may have neither", () => {
		const { audio, clock, connect, hears } = stage({}, (host) => withoutSound(host));
		audio.tone("ringback", "visitor");
		connect();
		equal(hears(110).length, 6 * 160);
		audio.close();
		equal(clock.pending, 0);
	});
});

describe("Audio session: silence of the peer", () => {
	it("M3: is told after the limit, once", () => {
		const { connect, clock, silent } = stage({ silenceLimit: 30_000 });
		clock.advance(5_000);
		connect();
		clock.advance(29_900);
		deepEqual(silent, []);
		clock.advance(200_000);
		deepEqual(silent, [35_000]);
	});

	it("M3: begins anew with every sign of life", () => {
		const { connect, clock, silent, peer } = stage({ silenceLimit: 30_000 });
		connect();
		for (let round = 0; round < 4; round += 1) {
			clock.advance(25_000);
			peer.sound(SILENT, DOOR, 5004);
		}
		deepEqual(silent, []);
	});

	it("M3: is of no interest on hold, and counts anew when the call goes on", () => {
		const { connect, clock, silent, stream } = stage({ silenceLimit: 30_000 });
		connect({ direction: "recvonly", hold: true });
		clock.advance(600_000);
		deepEqual(silent, []);
		stream.agree(agreement(PHONE, 4000), clock.now);
		clock.advance(29_900);
		deepEqual(silent, []);
		clock.advance(200);
		equal(silent.length, 1);
	});

	it("counts from the answer where the peer's description is still to come", () => {
		const { clock, silent, audio, stream } = stage({ silenceLimit: 30_000 });
		clock.advance(1_000);
		audio.connect(stream);
		clock.advance(29_900);
		deepEqual(silent, []);
		clock.advance(200);
		equal(silent.length, 1);
	});

	it("may end the call at once", () => {
		const clock = new VirtualClock();
		const host = new VirtualHost({ network: new MockNetwork({ clock }), address: DOOR, hash });
		const audio: AudioSession = new AudioSession({
			host,
			settings: () => ({ microphoneGain: 100, volume: 100, silenceLimit: 1_000 }),
			onSilent: () => {
				audio.disconnect();
				stream.close(clock.now);
			},
		});
		const stream = new RtpSession({ host, port: 5004, recorded: audio.recorded, played: audio.played, onDigit() {} });
		stream.agree(agreement(PHONE, 4000), 0);
		audio.connect(stream);
		clock.advance(2_000);
		ok(!host.loudspeaker.inUse && !host.microphone.inUse);
		equal(clock.pending, 0);
	});
});

/** The host of a board that has neither microphone nor loudspeaker. */
function withoutSound(host: VirtualHost): Host {
	return Object.assign(Object.create(host) as Host, { AudioIn: undefined, AudioOut: undefined });
}
