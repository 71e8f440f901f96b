/** What the bench and its page say to each other. Plain TypeScript for both: no Node and no browser in here. */

/** Path of the WebSocket. */
export const SOCKET_PATH = "/bench";
/** Characters of one message from the page at most. */
export const MESSAGE_LIMIT = 512;
/** Samples in a frame of 20 ms, 8,000 per second, 16 bit. */
export const FRAME_SAMPLES = 160;
/** Bytes before the samples of a frame: the number of the channel, and one that is 0, so that samples lie evenly. */
export const FRAME_HEADER = 2;
export const FRAME_LENGTH = FRAME_HEADER + 2 * FRAME_SAMPLES;
/** The channel of the board; that of phone N is N. */
export const BOARD = 0;

/** How bad the weather may get: a share, and milliseconds. */
export const WEATHER_LIMITS = Object.freeze({ loss: 0.5, delay: 1_000, jitter: 300 });

/** What a microphone hears. "file" is what the command line names. */
export const SOUNDS = Object.freeze(["silence", "tone", "speech", "file", "browser"] as const);
export type Sound = (typeof SOUNDS)[number];

export const PHONE_ACTIONS = Object.freeze(["answer", "decline", "hang up", "call", "hold", "resume"] as const);
export type PhoneAction = (typeof PHONE_ACTIONS)[number];

export interface WeatherView {
	/** Share of the datagrams that gets lost, 0 to 1. */
	readonly loss: number;
	/** Milliseconds. */
	readonly delay: number;
	/** Milliseconds. */
	readonly jitter: number;
}

/** What the page asks for. */
export type Command =
	/** Bell button, from 1, or the one inside the case, which is 0. Held until it is released or the page is gone. */
	| { readonly type: "button"; readonly button: number; readonly pressed: boolean }
	/** Chooses what a microphone hears. With "browser", this page is the one that speaks. */
	| { readonly type: "sound"; readonly channel: number; readonly sound: Sound }
	/** Sends the page what is heard there, or no more. */
	| { readonly type: "listen"; readonly channel: number; readonly on: boolean }
	| { readonly type: "phone"; readonly phone: number; readonly action: PhoneAction }
	| { readonly type: "key"; readonly phone: number; readonly key: string }
	/** Chooses how a phone sends its keys. */
	| { readonly type: "keys"; readonly phone: number; readonly method: "rtp" | "info" }
	/** Starts the PBX anew, with the habits of the profile of this number, from 0. */
	| { readonly type: "profile"; readonly profile: number }
	| ({ readonly type: "weather" } & WeatherView);

/** A microphone, and the page that speaks into it: 0 when none does. */
export interface MouthView {
	readonly sound: Sound;
	readonly sounds: readonly Sound[];
	readonly page: number;
}

/** RTP of the call, as one end sees it; the rates are packets per second. */
export interface StreamView {
	readonly law: string;
	readonly sent: number;
	readonly received: number;
	readonly sendRate: number;
	readonly receiveRate: number;
	readonly lost: number;
	/** Came too late to be played. */
	readonly late: number;
	/** Milliseconds. */
	readonly jitter: number;
	/** Milliseconds that wait to be played. */
	readonly depth: number;
}

export interface BoardView {
	readonly state: string;
	readonly door: boolean;
	readonly secondDoor: boolean;
	readonly light: boolean;
	readonly lamp: boolean;
	/** Whether the bell buttons are pressed, from the first one on. */
	readonly buttons: readonly boolean[];
	/** The same for the button inside the case; absent where there is none. */
	readonly setup?: boolean;
	readonly mouth: MouthView;
	readonly stream?: StreamView;
}

export interface PhoneView {
	readonly name: string;
	readonly number: string;
	readonly state: "idle" | "calling" | "ringing" | "in call";
	/** Who is or was at the other end. */
	readonly peer?: { readonly name: string; readonly number: string };
	readonly holding: boolean;
	readonly keys: "rtp" | "info";
	readonly mouth: MouthView;
	/** Since the call was answered. */
	readonly seconds?: number;
	readonly stream?: StreamView;
}

/** A habit of a PBX. */
export interface QuirkView {
	/** The row of docs/interop.md. */
	readonly row: string;
	readonly text: string;
	/** Where it is known from. */
	readonly evidence: string;
	/** Rests on one report, or on an inference. */
	readonly hypothesis?: boolean;
}

/** What the PBX is like, and what it can be like. */
export interface PbxView {
	/** Names of the profiles. */
	readonly profiles: readonly string[];
	/** The one in use, from 0, and what it does otherwise than by the book. */
	readonly profile: number;
	readonly quirks: readonly QuirkView[];
}

export interface BenchView {
	readonly board: BoardView;
	readonly phones: readonly PhoneView[];
	/** Absent without a PBX. */
	readonly pbx?: PbxView;
	readonly weather: WeatherView & { readonly lost: number };
}

/** Which end of the wire has seen a message: the doorbell, or the PBX of the phones. */
export type WireEnd = "board" | "phones";

/** A SIP message, its secrets blotted out. */
export interface WireLine {
	/** Counts up from 1. */
	readonly id: number;
	/** Milliseconds since 1970. */
	readonly time: number;
	readonly end: WireEnd;
	readonly direction: "sent" | "received";
	readonly peer: string;
	/** Method or status. */
	readonly title: string;
	/** What it is for, in a few words. */
	readonly note: string;
	readonly text: string;
}

/** How loud it is at a channel, in decibels below full scale, -96 to 0. */
export interface Levels {
	readonly mouth: number;
	readonly ear: number;
}

/** What the bench tells the page. */
export type News =
	/** First of all: the number of this page, and the port of the control page where there is one. */
	| { readonly type: "welcome"; readonly page: number; readonly controlPort?: number }
	| { readonly type: "state"; readonly view: BenchView }
	/** By channel. */
	| { readonly type: "levels"; readonly levels: readonly Levels[] }
	| { readonly type: "wire"; readonly lines: readonly WireLine[] }
	/** What could not be done, in a sentence. */
	| { readonly type: "problem"; readonly text: string };

/** A frame as it goes over the WebSocket, little-endian. */
export function writeFrame(channel: number, samples: Int16Array): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(FRAME_LENGTH);
	bytes[0] = channel;
	const view = new DataView(bytes.buffer);
	for (let index = 0; index < FRAME_SAMPLES; index += 1)
		view.setInt16(FRAME_HEADER + 2 * index, samples[index] ?? 0, true);
	return bytes;
}

/** Reads a frame; `undefined` when it is none. */
export function readFrame(bytes: Uint8Array): { readonly channel: number; readonly samples: Int16Array } | undefined {
	if (bytes.byteLength !== FRAME_LENGTH || bytes[1] !== 0) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const samples = new Int16Array(FRAME_SAMPLES);
	for (let index = 0; index < FRAME_SAMPLES; index += 1) samples[index] = view.getInt16(FRAME_HEADER + 2 * index, true);
	return { channel: bytes[0]!, samples };
}
