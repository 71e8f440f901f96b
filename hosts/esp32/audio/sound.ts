import type { HostSound } from "../../../modules/host.ts";

/** The work on samples in C (sound.c and its neighbours). NOT RUN on hardware yet. */
export const sound: HostSound = Object.freeze({
	PCMU: Object.freeze({ silence: 0xff, encode: encodePcmu, decode: decodePcmu }),
	PCMA: Object.freeze({ silence: 0xd5, encode: encodePcma, decode: decodePcma }),
	amplify,
	addSine,
	append,
	copy,
	course: Object.freeze({ receive, play, send }),
	peak,
});

function receive(this: unknown, course: ArrayBufferLike, octets: Octets, packet: ArrayBuffer, now: number): boolean {
	return native("xs_sound_course_receive").call(this, course, octets, packet, now) as boolean;
}

function play(
	this: unknown,
	course: ArrayBufferLike,
	octets: Octets,
	history: ArrayBufferLike,
	samples: Samples,
	count: number,
	percent: number,
): boolean {
	return native("xs_sound_course_play").call(this, course, octets, history, samples, count, percent) as boolean;
}

function send(
	this: unknown,
	sender: ArrayBufferLike,
	aLaw: number,
	samples: ArrayBufferLike,
	count: number,
	percent: number,
	packet: Octets,
): undefined {
	return native("xs_sound_course_send").call(this, sender, aLaw, samples, count, percent, packet) as undefined;
}

type Samples = Int16Array;
type Octets = Uint8Array;

function encodePcmu(
	this: unknown,
	samples: Samples,
	at: number,
	count: number,
	packet: Octets,
	offset: number,
	percent: number,
): undefined {
	return native("xs_sound_encode_pcmu").call(this, samples, at, count, packet, offset, percent) as undefined;
}

function encodePcma(
	this: unknown,
	samples: Samples,
	at: number,
	count: number,
	packet: Octets,
	offset: number,
	percent: number,
): undefined {
	return native("xs_sound_encode_pcma").call(this, samples, at, count, packet, offset, percent) as undefined;
}

function decodePcmu(
	this: unknown,
	packet: Octets,
	offset: number,
	count: number,
	samples: Samples,
	at: number,
): undefined {
	return native("xs_sound_decode_pcmu").call(this, packet, offset, count, samples, at) as undefined;
}

function decodePcma(
	this: unknown,
	packet: Octets,
	offset: number,
	count: number,
	samples: Samples,
	at: number,
): undefined {
	return native("xs_sound_decode_pcma").call(this, packet, offset, count, samples, at) as undefined;
}

function amplify(this: unknown, samples: Samples, count: number, percent: number): undefined {
	return native("xs_sound_amplify").call(this, samples, count, percent) as undefined;
}

function addSine(this: unknown, samples: Samples, from: number, to: number, phase: number, step: number): number {
	return native("xs_sound_add_sine").call(this, samples, from, to, phase, step) as number;
}

function append(
	this: unknown,
	history: Samples,
	length: number,
	samples: Samples,
	from: number,
	to: number,
): undefined {
	return native("xs_sound_append").call(this, history, length, samples, from, to) as undefined;
}

function copy(this: unknown, octets: Octets, offset: number, count: number, to: Octets, at: number): undefined {
	return native("xs_sound_copy").call(this, octets, offset, count, to, at) as undefined;
}

function peak(this: unknown, samples: Samples, count: number): number {
	return native("xs_sound_peak").call(this, samples, count) as number;
}
