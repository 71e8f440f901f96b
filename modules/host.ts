/**
 * What a host gives the doorbell: the objects of ECMA-419 and a few plain functions, as types only.
 *
 * Three hosts exist: the ESP32 (`hosts/esp32`), the desktop (`hosts/node`) and the virtual one of the simulator and the
 * tests (`simulator/virtual-host.ts`). As ECMA-419 §8 asks, no object calls back from within one of its own public
 * methods or its constructor, `close` may be called twice, and nothing is called back after `close`.
 */

import type { Sound } from "./audio/sound.ts";
import type { Hash } from "./auth/digest.ts";
import type { CourseCode } from "./rtp/course.ts";

export type { Hash, HashAlgorithm } from "./auth/digest.ts";

/** A received datagram: its bytes, and where they came from. */
export type Datagram = ArrayBuffer & { readonly address: string; readonly port: number };

/** UDP socket (ECMA-419 §10 UDP). Bound to all interfaces. */
export interface Udp {
	/** The bound port. ECMA-419 lacks this getter; our hosts add it, because port 0 lets the host choose. */
	readonly port: number;
	/** Next received datagram, or `undefined` when there is none. */
	read(): Datagram | undefined;
	/** Sends one datagram; `address` is a literal. Throws when the host cannot take it, which counts as a lost packet. */
	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void;
	close(): void;
}

export interface UdpOptions {
	/** 0 to 65535; 0 lets the host choose. The constructor throws when the port is taken. */
	readonly port?: number;
	/** Datagrams are waiting; `packets` is how many at least. */
	readonly onReadable?: (packets: number) => void;
}

/**
 * What callbacks get as `this`: something with the `target` of the options (ECMA-419 §9). Whoever has many objects gives
 * all of them the same functions and each its own target, because on the board a closure takes ten slots of the heap.
 */
export interface Caller<Target> {
	readonly target: Target;
}

/**
 * TCP connection (ECMA-419 §10 TCP, format "buffer"), as a server has it: it comes from a {@link Listener} and is opened
 * by `new host.Tcp({ from, … })`.
 */
export interface Tcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** All bytes received so far, `undefined` when there are none. */
	read(): ArrayBuffer | undefined;
	/**
	 * Sends bytes, at most as many as `onWritable` or the last `write` said there is room for; returns the room that is
	 * left. The bytes are taken over: whoever called may use the buffer again. Throws when there is not so much room.
	 */
	write(buffer: ArrayBuffer | Uint8Array): number;
	/** Closes once everything written was sent. */
	close(): void;
}

export interface TcpOptions<Target = unknown> {
	readonly from: Tcp;
	readonly target?: Target;
	/** Bytes are waiting; `bytes` is how many at least. */
	onReadable?(this: Caller<Target>, bytes: number): void;
	/** There is room for `bytes` bytes; called once soon after the connection is opened. */
	onWritable?(this: Caller<Target>, bytes: number): void;
	/** The other side closed, or the connection broke. */
	onError?(this: Caller<Target>): void;
}

/** Waits for TCP connections (ECMA-419 §10 Listener). */
export interface Listener {
	/** The bound port. */
	readonly port: number;
	/** The next connection that came in, `undefined` when there is none. To be given to `Tcp` at once. */
	read(): Tcp | undefined;
	close(): void;
}

export interface ListenerOptions {
	/** 0 lets the host choose. The constructor throws when the port is taken. */
	readonly port: number;
	/** Address of ours to listen on; all by default. The board has only all. */
	readonly address?: string;
	/** Connections are waiting; `connections` is how many at least. */
	readonly onReadable?: (connections: number) => void;
}

/** A one-shot timer; opaque. */
export type TimerHandle = object;

/** One-shot timers, as the Moddable SDK's `timer` module has them. */
export interface Timers {
	/** Calls `callback` once after `milliseconds` (0 and more), never at once. */
	set(callback: () => void, milliseconds: number): TimerHandle;
	/** Stops the timer. Harmless after it fired. */
	clear(timer: TimerHandle | undefined): void;
}

export interface Clock {
	/** Milliseconds, monotonic, from any start; never wraps. */
	now(): number;
	/** Milliseconds since 1970 (UTC), or `undefined` while the time of day is unknown. */
	time(): number | undefined;
}

/** Name look-up (ECMA-419 DNS resolver). Calls back in a later turn, once, with one of the two. */
export interface ResolveOptions {
	readonly host: string;
	/** Address literals, best first, at least one. */
	readonly onResolved: (addresses: readonly string[]) => void;
	readonly onError: () => void;
}

/** A server of a service in DNS (RFC 2782). */
export interface ServiceRecord {
	readonly priority: number;
	readonly weight: number;
	readonly port: number;
	/** Name of the server; "." says that there is no such service. */
	readonly target: string;
}

/** Service look-up. Calls back in a later turn, once, with one of the two. */
export interface ServiceOptions {
	/** Service, protocol and domain, such as "_sip._udp.example.com". */
	readonly name: string;
	/** The servers in any order; none when the name server says that there is no such service. */
	readonly onResolved: (records: readonly ServiceRecord[]) => void;
	/** The name server did not answer within a few seconds, or refused to. */
	readonly onError: () => void;
}

/** A network (RFC 4632): an address in it, and how many of its bits all in it have in common. */
export interface Subnet {
	readonly address: string;
	readonly prefix: number;
}

export interface Network {
	/** The networks that we are in, such as that of the Wi-Fi; none while the network is down. */
	subnets(): readonly Subnet[];
	/** Own address from which `remote` (a literal) is reached; `undefined` while the network is down. */
	address(remote: string): string | undefined;
	/** Looks the addresses of a host up. */
	resolve(options: ResolveOptions): void;
	/** Looks the servers of a service up (SRV). A host without it knows no services. */
	service?(options: ServiceOptions): void;
}

/** Text to UTF-8 and back. `decode` never throws: bytes that are not UTF-8 become U+FFFD. */
export interface Text {
	encode(text: string): Uint8Array;
	decode(bytes: ArrayBuffer | Uint8Array): string;
}

/** Microphone (ECMA-419 audio input): 8,000 samples per second, one channel, signed 16 bit in the host's byte order. */
export interface AudioIn {
	start(): void;
	stop(): void;
	/** Fills `buffer` from the oldest samples; returns the bytes written, less than asked for when there are not so many. */
	read(buffer: Uint8Array): number;
	close(): void;
}

/** Loudspeaker (ECMA-419 audio output), format as {@link AudioIn}. */
export interface AudioOut {
	start(): void;
	stop(): void;
	/** Queues samples. What does not fit in the device's bounded buffer is dropped and counted there. */
	write(buffer: Uint8Array): void;
	close(): void;
}

/** Digital input or output (ECMA-419 §10 Digital). 1 is pressed or switched on, whatever the wiring. */
export interface Digital {
	read(): 0 | 1;
	write(value: 0 | 1): void;
	close(): void;
}

/** Key-value storage (ECMA-419 §20). A write is atomic: after a power cut the old or the new value is there. */
export interface Storage {
	read(key: string): string | undefined;
	write(key: string, value: string): void;
	delete(key: string): void;
}

/** A file of the control page, as it was built. */
export interface PageFile {
	/** Such as "text/html; charset=utf-8". */
	readonly type: string;
	/** Strong entity tag with its quotes (RFC 9110 §8.8.3). */
	readonly etag: string;
	/** The contents, gzipped. */
	readonly bytes: Uint8Array;
}

/** Takes a firmware image into the slot that does not run. Only one at a time. */
export interface FirmwareUpdate {
	/** Writes the next bytes. Throws when they do not fit or the image is refused. */
	write(bytes: Uint8Array): void;
	/** The image is complete: checks it and makes it the one that starts next. Throws when it is refused. */
	complete(): void;
	/** Gives up, or has done. */
	close(): void;
}

/** A Wi-Fi network in sight. */
export interface WifiNetwork {
	readonly name: string;
	/** Signal strength in dBm. */
	readonly strength: number;
	readonly open: boolean;
}

/** Wi-Fi of the board. */
export interface Wifi {
	/** Looks for networks; calls back once, in a later turn. */
	scan(onDone: (networks: readonly WifiNetwork[]) => void): void;
	/**
	 * Tries a network, and keeps it only when it works; otherwise the old one is joined again. Calls back once; `problem` says
	 * what is wrong, to stand behind the network's name.
	 */
	join(name: string, password: string, onDone: (joined: boolean, problem?: string) => void): void;
	/** Somebody has the device in his hands: it opens a network of its own for a while. Absent where it has none. */
	armed?(): void;
	/** The page's address for a client in the device's own network, where all names lead to it; `undefined` for others. */
	portal?(address: string): string | undefined;
	/** Forgets the network, which is left when the device starts again. */
	forget?(): void;
}

/** Relays of two doors, light, and the status lamp. */
export type OutputName = "door" | "second door" | "light" | "lamp";

/** The work on samples in native code. */
export interface HostSound extends Sound {
	/** The ordinary course of a stream, where the host can do that. */
	readonly course?: CourseCode;
}

/** The constructors and functions of one device. */
export interface Host {
	readonly clock: Clock;
	readonly timers: Timers;
	readonly network: Network;
	readonly text: Text;
	readonly storage: Storage;
	readonly hash: Hash;
	/** An unguessable token of 16 lower-case hexadecimal digits (64 bit). */
	readonly token: () => string;
	/** A random number from 0 (inclusive) to 1 (exclusive). */
	readonly random: () => number;
	readonly Udp: new (options: UdpOptions) => Udp;
	/** Opens the microphone; absent on a board without one. */
	readonly AudioIn?: new (options: {
		readonly onReadable?: (bytes: number) => void;
	}) => AudioIn;
	/** Opens the loudspeaker; absent on a board without one. */
	readonly AudioOut?: new (options: {
		readonly onWritable?: (bytes: number) => void;
	}) => AudioOut;
	/** The work on samples in native code; without it, that of `audio/sound.ts`, which it equals. */
	readonly sound?: HostSound;
	/** Opens bell button `index` (from 1); `onReadable` says that its level changed. `undefined` where there is none. */
	button(index: number, onReadable: () => void): Digital | undefined;
	/** Opens an output; `undefined` where the board has none. */
	output(name: OutputName): Digital | undefined;
	/** TCP for the control page; both absent where there is no page. */
	readonly Listener?: new (
		options: ListenerOptions,
	) => Listener;
	readonly Tcp?: new <Target>(options: TcpOptions<Target>) => Tcp;
	/** A file of the control page by its path, such as "/" or "/page.js". */
	file?(path: string): PageFile | undefined;
	/** Opens the button inside the case, which arms the doorbell; `undefined` where there is none. */
	setupButton?(onReadable: () => void): Digital | undefined;
	/** Why the device has started again though nobody asked for it, in a plain sentence; absent in all other cases. */
	readonly restarted?: string;
	/** Starts the device again; what runs is given up. Absent where that is impossible. */
	restart?(): void;
	readonly FirmwareUpdate?: new () => FirmwareUpdate;
	readonly wifi?: Wifi;
	/** Version of the firmware and what it runs on, for the status and the User-Agent header. */
	readonly firmware: string;
	readonly platform: string;
}
