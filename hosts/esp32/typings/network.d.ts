/** Wi-Fi, sockets, and what the network says of itself. */

declare module "wifi" {
	/** Wi-Fi by the SDK's older module, the only one that can open a network of its own. */
	export default class WiFi {
		/**
		 * Tells of "connect", "gotIP", "disconnect", "station_connect", "station_disconnect" and others; with "disconnect" comes
		 * -1 when the password was refused, else 0. "lostIP" never comes on the ESP32.
		 */
		constructor(options: undefined, onNotify: (message: string, code?: number) => void);
		/** 1: member of a network; 2: a network of its own; 3: both. */
		static mode: number;
		/** Joins a network, once it has left the present one; without options it only leaves. Throws when that cannot begin. */
		static connect(options?: { readonly ssid: string; readonly password?: string }): void;
		/** Calls back for each network, and with `null` at the end. Throws while it joins a network. Without arguments: ends that. */
		static scan(
			options?: object,
			onFound?: (network: { ssid: string; rssi: number; authentication?: string } | null) => void,
		): void;
		/** Opens a network, besides being a member of another one with `station`. */
		static accessPoint(options: {
			readonly ssid: string;
			readonly channel?: number;
			readonly max?: number;
			readonly station?: boolean;
		}): void;
	}
}

declare module "net" {
	const Net: {
		/** Undefined while there is none. */
		get(property: "IP" | "MAC", network: "station" | "ap"): string | undefined;
		/** Of the network that we are a member of. */
		get(property: "CHANNEL"): number | undefined;
		/** Address literals of the name servers. */
		get(property: "DNS"): readonly string[];
		/** Asks the name servers, one question after the other; throws when there is no memory. One address at most. */
		resolve(name: string, callback: (name: string, address?: string) => void): void;
	};
	export default Net;
}

declare module "sntp" {
	/** One question for the time of day: 5 tries within 25 s. */
	export default class SNTP {
		/**
		 * Calls back with 1 and the time in seconds since 1970, after which it is closed; with 2 for each further try; with -1 and
		 * a reason, where the name of another server may be returned, without which it is closed.
		 */
		constructor(
			options: { readonly host: string },
			callback: (message: number, value?: number | string) => string | undefined,
		);
		close(): void;
	}
}

declare module "embedded:network/dnssd" {
	import type UDP from "embedded:io/socket/udp";

	/** A name of ours, or a service that is told of. */
	interface Entry {
		close(): void;
	}

	/** Multicast DNS and service discovery (RFC 6762, RFC 6763). */
	export default class DNSSD {
		constructor(options: { readonly socket: { readonly io: typeof UDP } });
		/** Claims `host`.local; `onError`: another one has it. */
		claim(options: { readonly host: string; onReady(): void; onError(): void }): Entry;
		advertise(options: {
			/** Such as "_http._tcp". */
			readonly serviceType: string;
			readonly name?: string;
			readonly host: string;
			readonly port: number;
			readonly txt?: ReadonlyMap<string, string>;
		}): Entry;
		close(): void;
	}
}

declare module "embedded:io/socket/udp" {
	export interface UdpOptions {
		readonly port: number;
		readonly target?: unknown;
		onReadable?(this: UDP, packets: number): void;
	}

	export default class UDP {
		constructor(options: UdpOptions);
		/** The object of the options. */
		readonly target: unknown;
		read(): (ArrayBuffer & { readonly address: string; readonly port: number }) | undefined;
		write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void;
		/** Joins a multicast group in all networks that are up; ESP32 only. */
		add(group: string): void;
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
		/** Returns the room that is left, or nothing when the connection has broken; throws when there is not so much. */
		write(buffer: ArrayBuffer | Uint8Array): number | undefined;
		close(): void;
	}
}

declare module "embedded:io/socket/listener" {
	import type TCP from "embedded:io/socket/tcp";

	export default class Listener {
		constructor(options: { readonly port: number; readonly onReadable?: (connections: number) => void });
		readonly port: number;
		/** The next connection. Not to be called when none waits: that leaves an object behind that is never freed. */
		read(): TCP | undefined;
		close(): void;
	}
}
