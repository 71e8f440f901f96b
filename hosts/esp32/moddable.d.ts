/** The modules of the Moddable SDK 8.2 that the ESP32 host uses, and of them only what it uses. */

declare module "timer" {
	/** One-shot timers; 1 ms resolution. */
	const Timer: {
		set(callback: () => void, milliseconds: number): object;
		clear(timer: object | undefined): void;
	};
	export default Timer;
}

declare module "time" {
	const Time: {
		/** Milliseconds as a signed 32-bit counter: turns negative after 24.8 days. */
		readonly ticks: number;
		/** Milliseconds from `start` to `end`, across the turn. */
		delta(start: number, end: number): number;
	};
	export default Time;
}

declare module "net" {
	const Net: {
		get(property: "IP"): string | undefined;
		/** Address literals of the name servers. */
		get(property: "DNS"): readonly string[];
		/** Throws when the look-up queue is full. */
		resolve(name: string, callback: (name: string, address?: string) => void): void;
	};
	export default Net;
}

declare module "dns" {
	const DNS: {
		readonly RR: { readonly SRV: 33 };
		readonly OPCODE: { readonly QUERY: 0 };
		readonly CLASS: { readonly IN: 1 };
		readonly SECTION: { readonly QUESTION: 0 };
	};
	export default DNS;
}

declare module "dns/serializer" {
	/** Builds a DNS message (RFC 1035 §4). */
	export default class Serializer {
		constructor(options: {
			readonly query: boolean;
			readonly recursionDesired: boolean;
			readonly opcode: number;
			readonly id: number;
		});
		add(section: number, name: string, type: number, recordClass: number): void;
		build(): ArrayBuffer;
	}
}

declare module "dns/parser" {
	/** A resource record; of the types only what is used. */
	export type Answer =
		| {
				readonly qtype: 33;
				readonly rdata: {
					readonly priority: number;
					readonly weight: number;
					readonly port: number;
					/** The labels of the name. */
					readonly target: readonly string[];
				};
		  }
		| { readonly qtype: 0; readonly rdata: unknown };

	/** Reads a DNS message. Throws where a name in it is malformed. */
	export default class Parser {
		constructor(packet: ArrayBuffer);
		readonly id: number;
		readonly flags: number;
		readonly answers: number;
		/** `null` where there is none. */
		answer(index: number): Answer | null;
	}
}

declare module "crypt" {
	/** Hash function by name: "MD5", "SHA256" and others. */
	export class Digest {
		constructor(algorithm: string);
		write(data: string | ArrayBuffer): void;
		close(): ArrayBuffer;
	}
}

declare module "rng" {
	const RNG: { get(bytes: number): ArrayBuffer };
	export default RNG;
}

declare module "text/decoder" {
	export default class TextDecoder {
		decode(bytes: ArrayBuffer | Uint8Array): string;
	}
}

declare module "Resource" {
	/** A file in flash; takes no RAM. The constructor throws where there is none. */
	interface Resource extends ArrayBuffer {}
	const Resource: {
		new (name: string): Resource;
		exists(name: string): boolean;
	};
	export default Resource;
}

declare module "preference" {
	/** NVS: domain and key have at most 15 characters, a value at most about 4,000 bytes. */
	const Preference: {
		get(domain: string, key: string): string | undefined;
		set(domain: string, key: string, value: string): void;
		delete(domain: string, key: string): void;
	};
	export default Preference;
}

declare module "mc/config" {
	/** The `config` of the board's manifest. */
	const config: {
		readonly buttons?: readonly number[];
		readonly door?: number;
		readonly secondDoor?: number;
		readonly light?: number;
		readonly lamp?: number;
	};
	export default config;
}

declare module "embedded:io/socket/udp" {
	export default class UDP {
		constructor(options: { readonly port: number; readonly onReadable?: (packets: number) => void });
		read(): (ArrayBuffer & { readonly address: string; readonly port: number }) | undefined;
		write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void;
		close(): void;
	}
}

declare module "embedded:io/socket/tcp" {
	export default class TCP {
		constructor(options: {
			readonly from: TCP;
			readonly format: "buffer";
			/** Property of the object, which is `this` of the callbacks. */
			readonly target?: unknown;
			onReadable?(this: { readonly target: unknown }, bytes: number): void;
			onWritable?(this: { readonly target: unknown }, bytes: number): void;
			onError?(this: { readonly target: unknown }): void;
		});
		readonly remoteAddress: string;
		readonly remotePort: number;
		read(): ArrayBuffer | undefined;
		/** Returns the room that is left; throws when there is not so much. */
		write(buffer: ArrayBuffer | Uint8Array): number;
		close(): void;
	}
}

declare module "embedded:io/socket/listener" {
	import type TCP from "embedded:io/socket/tcp";

	export default class Listener {
		constructor(options: { readonly port: number; readonly onReadable?: (connections: number) => void });
		readonly port: number;
		read(): TCP | undefined;
		close(): void;
	}
}

declare module "embedded:io/digital" {
	export default class Digital {
		static readonly InputPullUp: number;
		static readonly Output: number;
		static readonly Rising: number;
		static readonly Falling: number;
		constructor(options: {
			readonly pin: number;
			readonly mode: number;
			/** Needed with `onReadable`. */
			readonly edge?: number;
			readonly onReadable?: () => void;
		});
		read(): 0 | 1;
		write(value: 0 | 1): void;
		close(): void;
	}
}

declare module "embedded:io/audio/in" {
	export default class AudioIn {
		constructor(options: {
			readonly sampleRate: number;
			readonly bitsPerSample: 16;
			readonly channels: 1;
			readonly onReadable?: (bytes: number) => void;
		});
		/** Bytes read, or `undefined` when there is nothing. */
		read(buffer: Uint8Array): number | undefined;
		start(): void;
		stop(): void;
		close(): void;
	}
}

declare module "embedded:io/audio/out" {
	export default class AudioOut {
		constructor(options: {
			readonly sampleRate: number;
			readonly bitsPerSample: 16;
			readonly channels: 1;
			readonly onWritable?: (bytes: number) => void;
		});
		/** Throws when there is no room. */
		write(buffer: Uint8Array): void;
		start(): void;
		stop(): void;
		close(): void;
	}
}

interface ArrayBufferConstructor {
	/** UTF-8 bytes of a string; XS only. */
	fromString(text: string): ArrayBuffer;
}

interface StringConstructor {
	/** The string of UTF-8 bytes; XS only. */
	fromArrayBuffer(bytes: ArrayBuffer): string;
}

interface Uint8Array {
	/** XS has this of ES2026. */
	toHex(): string;
}

/** Prints on the debug console; nothing in release builds. */
declare function trace(...items: readonly unknown[]): void;
