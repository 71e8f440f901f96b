import type { CallStatus } from "../doorbell/conversation.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { State } from "../doorbell/output.ts";
import type { QuietStatus } from "../doorbell/quiet.ts";
import type { Host } from "../host.ts";
import type { MediaStatistics } from "./rtp-session.ts";
import type { Telephone } from "./telephone.ts";

/** What the doorbell is doing, for the page and the API: a fresh object, as JSON wants it on XS. */
export interface Status {
	readonly state: State;
	readonly registration: {
		readonly state: State;
		/** Seconds. */
		readonly expiresIn: number | undefined;
		readonly lastError: string;
		/** The server in use, such as "192.168.178.1:5060"; `undefined` without one. */
		readonly server: string | undefined;
	};
	readonly call: ShownCall | undefined;
	/** How the last call ended, in plain words. */
	readonly lastCall: string;
	readonly door: boolean;
	/** `undefined` where there is none. */
	readonly secondDoor: boolean | undefined;
	readonly light: boolean;
	/** Why the buttons ring as in quiet hours; `undefined` when they do not. */
	readonly quiet: QuietStatus | undefined;
	/** While codes of strangers are refused after too many wrong ones: for how many seconds yet. */
	readonly lock: { readonly seconds: number } | undefined;
	/** `undefined` while the network is down. */
	readonly network: { readonly address: string } | undefined;
	readonly firmware: string;
	readonly platform: string;
	/** Seconds since the start. */
	readonly uptime: number;
	/** Milliseconds since 1970; `undefined` while the time of day is not known. */
	readonly time: number | undefined;
}

/** The call, with its codec and its statistics once somebody has answered. */
export interface ShownCall extends CallStatus {
	readonly codec: string | undefined;
	readonly statistics: MediaStatistics | undefined;
}

/** An address that no house has (RFC 5737 §3): the way to it is the way to the world. */
export const ELSEWHERE = "192.0.2.1";

export function statusOf(
	host: Host,
	doorbell: Doorbell,
	telephone: Telephone,
	hasSecondDoor: boolean,
	started: number,
): Status {
	const now = host.clock.now();
	const call = doorbell.call(now);
	const statistics = call && telephone.statistics();
	const address = host.network.address(ELSEWHERE);
	const { expiresAt, server } = telephone.line;
	const lockedOut = doorbell.lockedOut(now);
	return {
		state: doorbell.state,
		registration: {
			state: doorbell.registrationState,
			expiresIn: expiresAt > now ? Math.round((expiresAt - now) / 1000) : undefined,
			lastError: doorbell.problem,
			server,
		},
		call: call && { ...call, codec: statistics?.law, statistics },
		lastCall: doorbell.lastReason,
		door: doorbell.door,
		secondDoor: hasSecondDoor ? doorbell.secondDoor : undefined,
		light: doorbell.light,
		quiet: doorbell.quietness(now),
		lock: lockedOut === 0 ? undefined : { seconds: lockedOut },
		network: address === undefined ? undefined : { address },
		firmware: host.firmware,
		platform: host.platform,
		uptime: Math.floor((now - started) / 1000),
		time: host.clock.time(),
	};
}
