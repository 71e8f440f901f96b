import DNS from "dns";
import Parser, { type Answer } from "dns/parser";
import Serializer from "dns/serializer";
import Net from "net";
import Timer from "timer";
import type { ServiceOptions, ServiceRecord } from "../../modules/host.ts";
import { Udp } from "./udp.ts";

const DNS_PORT = 53;
/** How long one name server may take before the next try, milliseconds. */
const TIMEOUT = 1_500;
/** Tries in all, in turn with each name server that DHCP has named. */
const TRIES = 3;
/** Answers that are looked at. */
const ANSWER_LIMIT = 16;
/** Bits of the flags: it is a response, and its code (RFC 1035 §4.1.1). */
const RESPONSE = 0x80_00;
const CODE = 0x0f;
const NO_ERROR = 0;
const NAME_ERROR = 3;

/** Asks the name servers for the servers of a service: the SDK's own resolver knows addresses only. NOT RUN on hardware yet. */
export function lookUpService(options: ServiceOptions): void {
	new ServiceQuery(options).ask();
}

/** One question (RFC 1035 §4, RFC 2782), from a port of its own and with a number that is drawn, so that few can forge the answer. */
class ServiceQuery {
	#options: ServiceOptions;
	#id = 1 + Math.floor(Math.random() * 0xff_fe);
	#socket: Udp | undefined;
	#timer: object | undefined;
	#servers: readonly string[] = [];
	#tries = 0;

	constructor(options: ServiceOptions) {
		this.#options = options;
	}

	/** Asks, and asks again until somebody answers or all tries are through. */
	ask(): void {
		this.#timer = undefined;
		if (this.#tries === TRIES) {
			this.#end(undefined);
			return;
		}
		this.#timer = Timer.set(() => this.ask(), TIMEOUT);
		this.#tries += 1;
		try {
			this.#servers = Net.get("DNS");
			this.#socket ??= new Udp({ port: 0, onReadable: () => this.#receive() });
			const server = this.#servers[(this.#tries - 1) % this.#servers.length];
			if (server !== undefined) this.#socket.write(this.#question(), server, DNS_PORT);
		} catch {
			// No socket or no network: the next try, or the end of all, comes with the timer.
		}
	}

	#question(): ArrayBuffer {
		const packet = new Serializer({ query: true, recursionDesired: true, opcode: DNS.OPCODE.QUERY, id: this.#id });
		packet.add(DNS.SECTION.QUESTION, this.#options.name, DNS.RR.SRV, DNS.CLASS.IN);
		return packet.build();
	}

	#receive(): void {
		for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read()) {
			if (packet.port === DNS_PORT && this.#servers.includes(packet.address)) this.#take(packet);
		}
	}

	#take(packet: ArrayBuffer): void {
		try {
			const message = new Parser(packet);
			if (message.id !== this.#id || (message.flags & RESPONSE) === 0) return;
			const code = message.flags & CODE;
			if (code === NO_ERROR) this.#end(this.#records(message));
			else this.#end(code === NAME_ERROR ? [] : undefined);
		} catch {
			// Not what a name server sends: the true answer may still come.
		}
	}

	#records(message: Parser): readonly ServiceRecord[] {
		const records: ServiceRecord[] = [];
		for (let index = 0; index < Math.min(message.answers, ANSWER_LIMIT); index++) {
			const answer = message.answer(index);
			if (isService(answer)) {
				const { priority, weight, port, target } = answer.rdata;
				records.push({ priority, weight, port, target: target.join(".") || "." });
			}
		}
		return records;
	}

	#end(records: readonly ServiceRecord[] | undefined): void {
		const socket = this.#socket;
		if (this.#tries > TRIES) return;
		this.#tries = TRIES + 1;
		Timer.clear(this.#timer);
		this.#socket = undefined;
		socket?.close();
		if (records) this.#options.onResolved(records);
		else this.#options.onError();
	}
}

function isService(answer: Answer | null): answer is Extract<Answer, { readonly qtype: 33 }> {
	return answer?.qtype === DNS.RR.SRV;
}
