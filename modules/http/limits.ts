/** Bounds of one connection: sizes in bytes, times in milliseconds. */
export interface Limits {
	/** Longest request target; a longer one gets 414. */
	readonly target: number;
	/** Longest head of a request; a longer one gets 431. */
	readonly head: number;
	/** Most header fields of a request; more get 431. */
	readonly headers: number;
	/** From the first byte of a head to its last; a slower client gets 408. */
	readonly headTime: number;
	/** How long a connection may be without a request. */
	readonly idleTime: number;
	/** How long `progress` bytes of a body may take to come in; a slower client gets 408. */
	readonly bodyTime: number;
	/** How long `progress` bytes may take to go out; a client that reads more slowly is dropped. */
	readonly sendTime: number;
	/** What has to come in or go out within `bodyTime` or `sendTime`, unless it is the last of it. */
	readonly progress: number;
	/** Longest rest of a refused body that is read for the sake of the connection; otherwise the connection closes. */
	readonly discard: number;
	/** What is thrown away before a connection closes, so that the client gets to read why (RFC 9112 §9.6) … */
	readonly drain: number;
	/** … and for how long. */
	readonly drainTime: number;
}

/** Chromium's own headers take 700 bytes, those of a digest log-in 500. */
export const LIMITS: Limits = Object.freeze({
	target: 1_024,
	head: 3_072,
	headers: 48,
	headTime: 10_000,
	idleTime: 15_000,
	bodyTime: 10_000,
	sendTime: 20_000,
	progress: 1_024,
	discard: 4_096,
	drain: 65_536,
	drainTime: 2_000,
});
