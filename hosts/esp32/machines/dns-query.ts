import { type Answer, formatQuestion, NAME_ERROR, NO_ERROR, readAnswer } from "./dns-message.ts";

export const DNS_PORT = 53;
/** How long one name server may take before the next try, milliseconds. */
export const TRY_TIME = 1_500;
/** Tries in all, in turn with each name server. */
export const TRIES = 4;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * One question to the name servers of the network (RFC 1035 §4.2.1): asked again, each server in turn, until one answers or
 * all tries are through. Whoever would forge the answer has to guess the number and the port that it is asked from.
 */
export class DnsQuery {
	/** What is to be sent to {@link server}; `undefined` for what cannot be a name. */
	readonly question: Uint8Array | undefined;
	readonly #servers: readonly string[];
	#tries = 0;
	#deadline = NEVER;
	#answer: Answer | undefined;
	#ended = false;

	/** `id` is drawn, from 0 to 65,535. */
	constructor(name: string, type: number, id: number, servers: readonly string[]) {
		this.question = formatQuestion(id, name, type);
		this.#servers = servers;
		this.#ended = this.question === undefined || servers.length === 0;
	}

	get deadline(): number {
		return this.#deadline;
	}

	/** Whether nothing more will come. */
	get ended(): boolean {
		return this.#ended;
	}

	/** What was answered; `undefined` without an answer that tells something. */
	get answer(): Answer | undefined {
		return this.#answer;
	}

	/** The server to ask now; `undefined` when all tries are through, or it has ended otherwise. */
	next(now: number): string | undefined {
		if (this.#ended || this.#tries === TRIES) {
			this.#end();
			return undefined;
		}
		const server = this.#servers[this.#tries % this.#servers.length];
		this.#tries += 1;
		this.#deadline = now + TRY_TIME;
		return server;
	}

	/** A datagram came in. */
	receive(bytes: Uint8Array, address: string, port: number): void {
		if (this.#ended || port !== DNS_PORT || !this.#servers.includes(address)) return;
		const answer = this.question && readAnswer(bytes, this.question);
		if (answer === undefined) return;
		// A server that cannot tell is no reason not to ask the next one.
		if (answer.code !== NO_ERROR && answer.code !== NAME_ERROR) return;
		this.#answer = answer;
		this.#end();
	}

	#end(): void {
		this.#ended = true;
		this.#deadline = NEVER;
	}
}
