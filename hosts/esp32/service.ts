import Net from "net";
import Timer from "timer";
import type { ResolveOptions, ServiceOptions } from "../../modules/host.ts";
import { attempt, guarded } from "./guard.ts";
import { type Answer, NO_ERROR, TYPE_A, TYPE_SRV } from "./machines/dns-message.ts";
import { DnsQuery } from "./machines/dns-query.ts";
import { isIpv4 } from "./machines/station-facts.ts";
import { Udp } from "./udp.ts";

/** Questions under way at once; one more fails. */
const LOOK_UP_LIMIT = 6;
/** How long the SDK may take for a name of the house, milliseconds. */
const LOCAL_TIME = 5_000;
const DNS_PORT = 53;

/** What a question has come to: `undefined` for nothing. */
type OnEnd = (answer: Answer | undefined) => void;

/**
 * Looks names and services up. It asks the name servers itself: the SDK asks one question at a time, waits for each until the
 * servers have given up, and tells one address only. Names of the house (RFC 6762) are left to the SDK. NOT RUN on hardware yet.
 */
export class Names {
	#underWay = 0;

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		if (isIpv4(host)) {
			later(() => onResolved([host]));
		} else if (host.toLowerCase().endsWith(".local")) {
			this.#askHouse(host, (address) => (address === undefined ? onError() : onResolved([address])));
		} else {
			this.#ask(host, TYPE_A, (answer) => {
				if (answer === undefined || answer.addresses.length === 0) onError();
				else onResolved(answer.addresses);
			});
		}
	}

	service({ name, onResolved, onError }: ServiceOptions): void {
		this.#ask(name, TYPE_SRV, (answer) => {
			if (answer === undefined) onError();
			else onResolved(answer.code === NO_ERROR ? answer.services : []);
		});
	}

	#ask(name: string, type: number, onEnd: OnEnd): void {
		if (!this.#begin(() => onEnd(undefined))) return;
		new Question(name, type, (answer) => {
			this.#underWay -= 1;
			onEnd(answer);
		}).ask();
	}

	/** Multicast DNS by the network stack, which may take its time: its answer counts as long as somebody waits. */
	#askHouse(host: string, onEnd: (address: string | undefined) => void): void {
		if (!this.#begin(() => onEnd(undefined))) return;
		let ended = false;
		const end = guarded("a look-up", (address: string | undefined) => {
			if (ended) return;
			ended = true;
			Timer.clear(timer);
			onEnd(address);
		});
		const timer = Timer.set(() => end(undefined), LOCAL_TIME);
		const told = (_name: string, address?: string) => {
			this.#underWay -= 1;
			end(address !== undefined && isIpv4(address) ? address : undefined);
		};
		const asked = attempt("a look-up", () => {
			Net.resolve(host, told);
			return true;
		});
		// The end comes with the timer.
		if (!asked) this.#underWay -= 1;
	}

	/** Takes one of the places; where there is none, says so in a later turn. */
	#begin(onFull: () => void): boolean {
		if (this.#underWay >= LOOK_UP_LIMIT) {
			later(onFull);
			return false;
		}
		this.#underWay += 1;
		return true;
	}
}

/** One question, from a port of its own. */
class Question {
	#query: DnsQuery;
	#onEnd: OnEnd;
	#socket: Udp | undefined;
	#timer: object | undefined;
	#told = false;

	constructor(name: string, type: number, onEnd: OnEnd) {
		this.#onEnd = onEnd;
		const servers = attempt("a look-up", () => Net.get("DNS")) ?? [];
		this.#query = new DnsQuery(name, type, Math.floor(Math.random() * 0x1_00_00), servers.filter(isIpv4));
	}

	/** Asks, and asks again until somebody answers or all tries are through; the end comes in a later turn. */
	ask(): void {
		const now = 0;
		const server = this.#query.next(now);
		const { question, deadline } = this.#query;
		this.#timer = Timer.set(
			guarded("a look-up", () => this.#expire()),
			server === undefined ? 0 : deadline - now,
		);
		if (server === undefined || question === undefined) return;
		try {
			this.#socket ??= new Udp({ port: 0, onReadable: () => this.#receive() });
			this.#socket.write(question, server, DNS_PORT);
		} catch {
			// No socket or no network: the next try, or the end of all, comes with the timer.
		}
	}

	#expire(): void {
		if (this.#query.ended) this.#end();
		else this.ask();
	}

	#receive(): void {
		for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read())
			this.#query.receive(new Uint8Array(packet), packet.address, packet.port);
		if (this.#query.ended) this.#end();
	}

	#end(): void {
		if (this.#told) return;
		this.#told = true;
		Timer.clear(this.#timer);
		this.#socket?.close();
		this.#socket = undefined;
		this.#onEnd(this.#query.answer);
	}
}

function later(callback: () => void): void {
	Timer.set(guarded("a look-up", callback), 0);
}
