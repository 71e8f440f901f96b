import type { ConnectionEvent } from "../doorbell/connection.ts";
import type { Host } from "../host.ts";
import type { Account } from "../sip/account.ts";
import type { Address } from "../sip/address.ts";
import { connectionEvent } from "./problems.ts";
import { SipEndpoint, type SipEvent } from "./sip-endpoint.ts";

/** What the user agent has to say of calls. */
export type CallEvent = Exclude<SipEvent, { readonly type: "registration" }>;

export interface LineOptions {
	readonly host: Host;
	/** Who we are, and on which port, the next time that the socket is opened. */
	readonly account: () => Account;
	readonly port: () => number;
	/** What becomes of the socket and the registration. */
	readonly onConnection: (event: ConnectionEvent) => void;
	/** What becomes of calls. */
	readonly onEvent: (event: CallEvent) => void;
	/** All events of this turn are told. */
	readonly onSettled: () => void;
	readonly onMoved: () => void;
	readonly onTrace?: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** The SIP socket in the life of the doorbell: open from Connect to Disconnect, and after that for single calls. */
export class Line {
	#options: LineOptions;
	#endpoint: SipEndpoint | undefined;
	/** Opened for calls only, after Disconnect. */
	#lent = false;
	#onShutDown: (() => void) | undefined;

	constructor(options: LineOptions) {
		this.#options = options;
	}

	/** `undefined` while the socket is closed. */
	get endpoint(): SipEndpoint | undefined {
		return this.#endpoint;
	}

	/** The end of the registration's grant, on the host's clock; in the past without one. */
	get expiresAt(): number {
		return this.#endpoint?.agent.registration?.expiresAt ?? Number.NEGATIVE_INFINITY;
	}

	/** Whether `shutDown` is under way. */
	get closing(): boolean {
		return this.#onShutDown !== undefined;
	}

	/** Why the socket could not be opened. */
	get problem(): string {
		return `UDP port ${this.#options.port()} is taken by another program: change sip.port`;
	}

	/** Opens the socket for good, unless it is. One that is lent to a call is taken over. */
	open(): void {
		if (this.#endpoint && !this.#lent) return;
		this.#options.onConnection({ type: "opening" });
		if (!this.lend()) {
			this.#options.onConnection({ type: "unopened", problem: this.problem });
			return;
		}
		this.#lent = false;
		this.#options.onConnection({ type: "opened" });
	}

	register(): void {
		this.#endpoint?.run((agent, now) => agent.registration?.register(now));
	}

	/** Opens the socket for a call, unless it is open. False when that cannot be. */
	lend(): boolean {
		if (this.#endpoint && !this.#endpoint.closed) {
			if (this.#lent) this.#endpoint.stay();
			return true;
		}
		const { host, account, port, onSettled, onMoved, onTrace } = this.#options;
		try {
			const endpoint: SipEndpoint = new SipEndpoint({
				host,
				account: account(),
				port: port(),
				onEvent: (event) => this.#receive(event),
				onSettled,
				onAddressChanged: onMoved,
				// One that was replaced in the turn between its end and this news is none of ours any more.
				onShutDown: () => {
					if (this.#endpoint === endpoint) this.#closed();
				},
				onTrace,
			});
			this.#endpoint = endpoint;
		} catch {
			// Another program has the port.
			return false;
		}
		this.#lent = true;
		return true;
	}

	/** No call is left: a socket that was lent to calls is closed when their last answers are there. */
	giveBack(): void {
		if (this.#lent) this.#endpoint?.shutDown();
	}

	/**
	 * Ends calls and registration, waits for the answers within a bound, closes the socket; then calls `onShutDown`, and
	 * after that `onSettled`.
	 */
	shutDown(onShutDown: () => void): void {
		this.#onShutDown = onShutDown;
		if (this.#endpoint) this.#endpoint.shutDown();
		else this.#closed();
	}

	/** Closes the socket at once. */
	close(): void {
		this.#endpoint?.close();
		this.#endpoint = undefined;
		this.#onShutDown = undefined;
	}

	#receive(event: SipEvent): void {
		const { host, onConnection, onEvent } = this.#options;
		if (event.type === "registration") onConnection(connectionEvent(event.event, host.clock.now()));
		else onEvent(event);
	}

	#closed(): void {
		this.#endpoint = undefined;
		this.#lent = false;
		const onShutDown = this.#onShutDown;
		this.#onShutDown = undefined;
		onShutDown?.();
	}
}
