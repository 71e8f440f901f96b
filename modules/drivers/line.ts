import type { ConnectionEvent } from "../doorbell/connection.ts";
import type { Host } from "../host.ts";
import type { Account } from "../sip/account.ts";
import { type Address, formatAddress } from "../sip/address.ts";
import type { Guard } from "../sip/gate.ts";
import { connectionEvent } from "./problems.ts";
import { SipEndpoint, type SipEndpointOptions, type SipEvent } from "./sip-endpoint.ts";

/** What the user agent has to say of calls. */
export type CallEvent = Exclude<SipEvent, { readonly type: "registration" }>;

export interface LineOwner {
	readonly host: Host;
	/** Who we are, and on which port, the next time that the socket is opened. */
	account(): Account;
	port(): number;
	/** Who is heard besides servers and peers. */
	readonly guard: Guard;
	/** Much is being asked for: all of it is done when that is over. */
	readonly deferred: boolean;
	/** What becomes of the socket and the registration. */
	onConnection(event: ConnectionEvent): void;
	/** What becomes of calls. */
	onEvent(event: CallEvent): void;
	/** All events of this turn are told. */
	onSettled(): void;
	onMoved(): void;
	onTrace(direction: "sent" | "received", text: string, peer: Address): void;
}

/** The SIP socket in the life of the doorbell: open from Connect to Disconnect, and after that for single calls. */
export class Line implements SipEndpointOptions {
	#owner: LineOwner;
	#endpoint: SipEndpoint | undefined;
	/** Opened for calls only, after Disconnect. */
	#lent = false;
	#onShutDown: (() => void) | undefined;
	#methods: readonly string[] | undefined;

	constructor(owner: LineOwner) {
		this.#owner = owner;
	}

	// For the endpoint, who gets this object in place of functions: on the board a closure takes ten slots of the heap.

	get host(): Host {
		return this.#owner.host;
	}

	get account(): Account {
		return this.#owner.account();
	}

	get port(): number {
		return this.#owner.port();
	}

	get deferred(): boolean {
		return this.#owner.deferred;
	}

	get methods(): readonly string[] | undefined {
		return this.#methods;
	}

	get guard(): Guard {
		return this.#owner.guard;
	}

	onEvent(event: SipEvent): void {
		const owner = this.#owner;
		if (event.type === "registration") owner.onConnection(connectionEvent(event.event, owner.host.clock.now()));
		else owner.onEvent(event);
	}

	onSettled(): void {
		this.#owner.onSettled();
	}

	onAddressChanged(): void {
		this.#owner.onMoved();
	}

	/** One that was replaced in the turn between its end and this news is none of ours any more. */
	onShutDown(endpoint: SipEndpoint): void {
		if (this.#endpoint === endpoint) this.#closed();
	}

	onTrace(direction: "sent" | "received", text: string, peer: Address): void {
		this.#owner.onTrace(direction, text, peer);
	}

	/** `undefined` while the socket is closed. */
	get endpoint(): SipEndpoint | undefined {
		return this.#endpoint;
	}

	/** The end of the registration's grant, on the host's clock; in the past without one. */
	get expiresAt(): number {
		return this.#endpoint?.agent.registration?.expiresAt ?? Number.NEGATIVE_INFINITY;
	}

	/** The server that holds the registration, such as "192.168.178.1:5060". */
	get server(): string | undefined {
		const server = this.#endpoint?.agent.registration?.server;
		return server && formatAddress(server);
	}

	/** Whether `shutDown` is under way. */
	get closing(): boolean {
		return this.#onShutDown !== undefined;
	}

	/** Why the socket could not be opened. */
	get problem(): string {
		return `UDP port ${this.port} is taken by another program: change sip.port`;
	}

	/** Methods outside dialogs that are handed out as events from now on; none at first. */
	set methods(methods: readonly string[] | undefined) {
		this.#methods = methods;
		this.#endpoint?.run((agent) => {
			agent.methods = methods ?? [];
		});
	}

	/** Opens the socket for good, unless it is. One that is lent to a call is taken over. */
	open(): void {
		if (this.#endpoint && !this.#lent) return;
		this.#owner.onConnection({ type: "opening" });
		if (!this.lend()) {
			this.#owner.onConnection({ type: "unopened", problem: this.problem });
			return;
		}
		this.#lent = false;
		this.#owner.onConnection({ type: "opened" });
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
		try {
			this.#endpoint = new SipEndpoint(this);
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

	#closed(): void {
		this.#endpoint = undefined;
		this.#lent = false;
		const onShutDown = this.#onShutDown;
		this.#onShutDown = undefined;
		onShutDown?.();
	}
}
