import { Digest } from "crypt";
import config from "mc/config";
import RNG from "rng";
import TextDecoder from "text/decoder";
import type {
	Clock,
	Digital,
	HashAlgorithm,
	Host,
	OutputName,
	PageFile,
	Storage,
	Text,
	Wifi,
} from "../../modules/host.ts";
import { createAudio } from "./audio/audio.ts";
import { sound } from "./audio/sound.ts";
import { Pins } from "./gpio.ts";
import { attempt, type Guard } from "./guard.ts";
import { versionOf } from "./machines/image-header.ts";
import { version } from "./native/trial.ts";
import { BoardNetwork } from "./network.ts";
import { pageFile } from "./page-files.ts";
import { guardedAudio } from "./sound-guard.ts";
import { openStorage } from "./storage.ts";
import { Listener, Tcp } from "./tcp.ts";
import { timers } from "./timers.ts";
import { Udp } from "./udp.ts";
import { FirmwareUpdate } from "./update.ts";

/** Bytes of a token. */
const TOKEN = 8;

/** The ESP32 as a host. What fails of it is told of and absent; the rest works. NOT RUN on hardware yet. */
export class BoardHost implements Host {
	readonly clock: Clock;
	readonly timers = timers;
	readonly network = new BoardNetwork();
	readonly text: Text = new BoardText();
	readonly storage: Storage;
	readonly Udp = Udp;
	readonly Listener = Listener;
	readonly Tcp = Tcp;
	readonly AudioIn: Host["AudioIn"];
	readonly AudioOut: Host["AudioOut"];
	readonly sound = sound;
	readonly FirmwareUpdate = FirmwareUpdate;
	readonly firmware: string;
	readonly platform: string;
	readonly restarted: string | undefined;
	/** The radio, once it works. */
	wifi: Wifi | undefined;
	#pins = new Pins();
	#guard: Guard;

	/** `guard` is who restarts the chip, and knows why it has started. */
	constructor(clock: Clock, guard: Guard) {
		this.clock = clock;
		this.#guard = guard;
		this.restarted = guard.unplanned ? guard.reason : undefined;
		this.storage = openStorage(this.text);
		this.firmware = versionOf(version());
		this.platform = `${config.chip.toUpperCase()} (${config.board})`;
		const audio = attempt("the sound", () => guardedAudio(createAudio(config.audio, clock)));
		this.AudioIn = audio?.AudioIn;
		this.AudioOut = audio?.AudioOut;
	}

	/** The SDK has no SHA-512/256, and a truncated SHA-512 is another function. */
	hash(algorithm: HashAlgorithm, text: string): string | undefined {
		if (algorithm === "SHA-512-256") return undefined;
		const digest = new Digest(algorithm === "MD5" ? "MD5" : "SHA256");
		digest.write(ArrayBuffer.fromString(text));
		return new Uint8Array(digest.close()).toHex();
	}

	token(): string {
		return new Uint8Array(RNG.get(TOKEN)).toHex();
	}

	random(): number {
		return Math.random();
	}

	button(index: number, onReadable: () => void): Digital | undefined {
		return this.#pins.button(index, onReadable);
	}

	setupButton(onReadable: () => void): Digital | undefined {
		return this.#pins.setupButton(onReadable);
	}

	output(name: OutputName): Digital | undefined {
		return this.#pins.output(name);
	}

	file(path: string): PageFile | undefined {
		return pageFile(path);
	}

	restart(): void {
		this.#guard.restart();
	}
}

/** UTF-8 by the platform: one native call each. */
class BoardText implements Text {
	#decoder = new TextDecoder();
	/** Handed on without its object. */
	readonly decode = (bytes: ArrayBuffer | Uint8Array): string => this.#decoder.decode(bytes);

	encode(text: string): Uint8Array {
		return new Uint8Array(ArrayBuffer.fromString(text));
	}
}
