import type { Host, Udp } from "../host.ts";
import type { Account } from "../sip/account.ts";
import type { Address } from "../sip/address.ts";
import type { Guard } from "../sip/gate.ts";
import type { Output } from "../sip/outbox.ts";
import { UserAgent } from "../sip/user-agent.ts";
import { DeadlineTimer } from "./deadline-timer.ts";
import { lookUp } from "./look-up.ts";

/** How often the own address is compared with the one in use, milliseconds. */
export const ADDRESS_WATCH = 5_000;
/** How long `shutDown` waits for the answers to BYE and un-REGISTER, milliseconds. */
export const SHUT_DOWN_TIMEOUT = 2_000;

const TEMPORARILY_UNAVAILABLE = 480;

/** What the user agent has to say, without what the endpoint does itself. */
export type SipEvent = Exclude<Output, { readonly type: "send" } | { readonly type: "lookup" }>;

export interface SipEndpointOptions {
	readonly host: Host;
	readonly account: Account;
	/** Local UDP port; 0 lets the host choose. */
	readonly port: number;
	/** Methods outside dialogs that are handed out, see `UserAgentOptions`. */
	readonly methods?: readonly string[];
	/** Who is heard besides servers and peers, see `UserAgentOptions`. */
	readonly guard?: Guard;
	/** While this is so, `run` only keeps what is asked for, until `settle`. */
	readonly deferred?: boolean;
	/** Called in order. What this leads to may call `run` again. */
	readonly onEvent: (event: SipEvent) => void;
	/** All events of this turn are told: the place to do what they ask for, from a shallow stack. */
	readonly onSettled?: () => void;
	/** Our address changed; the socket is a new one already. */
	readonly onAddressChanged?: () => void;
	/** `shutDown` is through; the endpoint is closed. */
	readonly onShutDown?: (endpoint: SipEndpoint) => void;
	/** Every datagram, for the ladder. */
	readonly onTrace?: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** Runs a SIP user agent on a UDP socket of the host and one timer. */
export class SipEndpoint {
	#options: SipEndpointOptions;
	#host: Host;
	#agent: UserAgent;
	#socket: Udp;
	#timer: DeadlineTimer;
	#settling = false;
	#again = false;
	/** What was asked for and is still to be done, all within this turn. */
	#actions: ((agent: UserAgent, now: number) => void)[] = [];
	#closed = false;
	/** Where the last message went, and which address of ours it was sent from. */
	#remote = "";
	#local: string | undefined;
	#watchAt: number;
	#shutDownAt = Number.POSITIVE_INFINITY;

	/** Opens the socket; throws when the port is taken. */
	constructor(options: SipEndpointOptions) {
		const { host, account, port, methods } = options;
		this.#options = options;
		this.#host = host;
		this.#socket = this.#open(port);
		this.#timer = new DeadlineTimer(host, this);
		this.#watchAt = host.clock.now() + ADDRESS_WATCH;
		this.#agent = new UserAgent({
			account,
			methods,
			guard: options.guard,
			localAddress: (remote) => this.#localAddress(remote),
			hash: host.hash,
			token: host.token,
			random: host.random,
			product: `SIP-Doorbell/${host.firmware}`,
		});
		this.#timer.follow(this.#watchAt);
	}

	get port(): number {
		return this.#socket.port;
	}

	/** Whether the socket is closed. */
	get closed(): boolean {
		return this.#closed;
	}

	/** The user agent, to be read; what changes it goes through `run`. */
	get agent(): UserAgent {
		return this.#agent;
	}

	/**
	 * Does something with the user agent, and all that follows from it; asked for from within an event, after that event.
	 * So one thing leads to the next on a shallow stack, of which the board has little.
	 */
	run(action: (agent: UserAgent, now: number) => void): void {
		if (this.#closed) return;
		this.#actions.push(action);
		if (!this.#options.deferred) this.#settle();
	}

	/** Does what was asked for while that was deferred. */
	settle(): void {
		if (this.#actions.length > 0) this.#settle();
	}

	/** Ends calls and registration, waits for the answers within a bound, and closes. */
	shutDown(): void {
		if (this.#closed || this.#leaving) return;
		this.#shutDownAt = this.#host.clock.now() + SHUT_DOWN_TIMEOUT;
		this.run((agent, now) => agent.retire(now));
	}

	/** Takes `shutDown` back: there is a new use for the socket. */
	stay(): void {
		this.#shutDownAt = Number.POSITIVE_INFINITY;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#timer.close();
		this.#socket.close();
	}

	get #leaving(): boolean {
		return this.#shutDownAt !== Number.POSITIVE_INFINITY;
	}

	#open(port: number): Udp {
		return new this.#host.Udp({ port, onReadable: () => this.#receive() });
	}

	#receive(): void {
		for (let datagram = this.#socket.read(); datagram; datagram = this.#closed ? undefined : this.#socket.read()) {
			const source = { address: datagram.address, port: datagram.port };
			const now = this.#host.clock.now();
			if (this.#agent.hears(source, now)) {
				const text = this.#host.text.decode(datagram);
				this.#options.onTrace?.("received", text, source);
				this.#agent.receive(text, datagram.byteLength, source, now);
			} else if (!this.#agent.hasOutput) continue;
			this.#settle();
		}
	}

	/** For the timer. */
	expire(): void {
		const now = this.#host.clock.now();
		if (now >= this.#watchAt) this.#watch(now);
		this.#agent.expire(now);
		this.#settle();
	}

	/** Drains the agent and does what was asked for, until there is nothing of either; asked for meanwhile, once more. */
	#settle(): void {
		this.#again = true;
		if (this.#settling) return;
		this.#settling = true;
		try {
			while (this.#again && !this.#closed) {
				this.#actions.shift()?.(this.#agent, this.#host.clock.now());
				for (let output = this.#agent.poll(); output && !this.#closed; output = this.#agent.poll()) {
					if (output.type === "send") this.#send(output.text, output.to);
					else if (output.type === "lookup") lookUp(output, this.#host.network, (action) => this.run(action));
					else if (output.type === "incoming" && this.#leaving)
						this.#agent.reject(output.call, TEMPORARILY_UNAVAILABLE, this.#host.clock.now());
					else this.#options.onEvent(output);
				}
				this.#again = this.#actions.length > 0;
				if (!this.#again && this.#rest()) this.#options.onSettled?.();
			}
		} finally {
			// Whatever an event handler threw, the next turn works again.
			this.#settling = false;
		}
	}

	/** Nothing is left to do for now. False when nothing will be left for ever. */
	#rest(): boolean {
		if (this.#closed) return false;
		if (this.#leaving && (this.#agent.quiet || this.#host.clock.now() >= this.#shutDownAt)) {
			this.close();
			// In a turn of its own: another endpoint may begin there, and the stack is short.
			this.#host.timers.set(() => this.#shutDownIsThrough(), 0);
			return false;
		}
		this.#timer.follow(Math.min(this.#agent.deadline, this.#watchAt, this.#shutDownAt));
		return true;
	}

	#shutDownIsThrough(): void {
		this.#options.onShutDown?.(this);
		this.#options.onSettled?.();
	}

	#send(text: string, to: Address): void {
		this.#options.onTrace?.("sent", text, to);
		try {
			this.#socket.write(this.#host.text.encode(text), to.address, to.port);
		} catch {
			// A datagram that the host could not take is lost like one on the wire: retransmission covers it.
		}
	}

	#localAddress(remote: string): Address | undefined {
		const { network, clock } = this.#host;
		const address = network.address(remote);
		if (address === undefined) return undefined;
		const before = this.#local === undefined ? undefined : network.address(this.#remote);
		if (before !== undefined && before !== this.#local) {
			// It changed since the last look: the next one shall still see that, and comes at once.
			this.#watchAt = clock.now();
		} else {
			this.#remote = remote;
			this.#local = address;
		}
		return { address, port: this.#socket.port };
	}

	/** A changed address needs a new socket, a new registration and new offers (interop trap E4). */
	#watch(now: number): void {
		this.#watchAt = now + ADDRESS_WATCH;
		if (this.#local === undefined || this.#leaving) return;
		const address = this.#host.network.address(this.#remote);
		if (address === undefined || address === this.#local) return;
		const { port } = this.#socket;
		this.#socket.close();
		try {
			this.#socket = this.#open(port);
		} catch {
			// Another program took the port in between; the next look tries again.
			return;
		}
		this.#local = address;
		this.#options.onAddressChanged?.();
	}
}
