import type { Udp } from "../../modules/host.ts";
import type { MockNetwork } from "../../simulator/mock-network.ts";
import { utf8 } from "../../simulator/utf8.ts";

/** What a peer answers to a request; `undefined` is silence. */
export type Answer = (request: string) => string | undefined;

/** A response to `request`, such as "200 OK", with further header lines. */
export function reply(request: string, status: string, ...headers: readonly string[]): string {
	const lines = [`SIP/2.0 ${status}`];
	for (const line of request.split("\r\n")) {
		if (line.startsWith("To:") && !line.includes(";tag=")) lines.push(`${line};tag=peer`);
		else if (/^(?:Via|From|To|Call-ID|CSeq):/.test(line)) lines.push(line);
	}
	lines.push(...headers, "Content-Length: 0", "", "");
	return lines.join("\r\n");
}

/** The value of a header line. */
export function header(text: string, name: string): string | undefined {
	const line = text.split("\r\n").find((candidate) => candidate.startsWith(`${name}: `));
	return line?.slice(name.length + 2);
}

/** A request of the peer within the call that `invite` of ours has begun; `sequence` tells it from others. */
export function within(invite: string, method: string, sequence: number, type = "", body = ""): string {
	const via = header(invite, "Via") ?? "";
	const [, target = ""] = /^INVITE sip:[^@]*@(\S+) /.exec(invite) ?? [];
	const doorbell = via.slice(via.indexOf(" ") + 1, via.indexOf(";"));
	return [
		`${method} sip:doorbell@${doorbell} SIP/2.0`,
		`Via: SIP/2.0/UDP ${target};branch=z9hG4bK${method}${sequence}`,
		"Max-Forwards: 70",
		`From: ${header(invite, "To")};tag=peer`,
		`To: ${header(invite, "From")}`,
		`Call-ID: ${header(invite, "Call-ID")}`,
		`CSeq: ${sequence} ${method}`,
		`Contact: <sip:phone@${target}>`,
		...(type === "" ? [] : [`Content-Type: ${type}`]),
		`Content-Length: ${body.length}`,
		"",
		body,
	].join("\r\n");
}

/** Grants registrations for so many seconds, after a challenge where there is to be one. */
export function registrar(seconds: number, challenge?: "challenge"): Answer {
	return (request) => {
		if (!request.startsWith("REGISTER ")) return undefined;
		if (challenge && !header(request, "Authorization")) {
			return reply(request, "401 Unauthorized", 'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth"');
		}
		return reply(request, "200 OK", `Contact: ${header(request, "Contact")}`, `Expires: ${seconds}`);
	};
}

/** A description of G.711 and telephone events on port 4000. */
export function description(address: string, direction = "sendrecv"): string {
	return [
		"v=0",
		`o=- 1 1 IN IP4 ${address}`,
		"s=-",
		`c=IN IP4 ${address}`,
		"t=0 0",
		"m=audio 4000 RTP/AVP 8 101",
		"a=rtpmap:101 telephone-event/8000",
		`a=${direction}`,
		"",
	].join("\r\n");
}

/** Answers calls as a phone at this address does, and takes whatever follows. */
export function phone(address: string): Answer {
	return (request) => {
		if (request.startsWith("ACK ")) return undefined;
		if (!request.startsWith("INVITE ")) return reply(request, "200 OK");
		const body = description(address);
		const head = reply(request, "200 OK", `Contact: <sip:phone@${address}>`, "Content-Type: application/sdp");
		return head.replace("Content-Length: 0", `Content-Length: ${body.length}`) + body;
	};
}

/** A SIP peer made of text: remembers what it received, and answers as told. */
export class Peer {
	/** Datagrams received, oldest first. */
	readonly received: string[] = [];
	answer: Answer;
	readonly #udp: Udp;

	constructor(network: MockNetwork, address: string, answer: Answer = () => undefined) {
		this.answer = answer;
		this.#udp = new (network.host(address).Udp)({ port: 5060, onReadable: () => this.#receive() });
	}

	/** The first lines of what was received, without the version. */
	get requests(): string[] {
		return this.received.map((text) => text.slice(0, text.indexOf(" SIP/2.0")));
	}

	/** The first INVITE received. */
	get invite(): string {
		return this.received.find((text) => text.startsWith("INVITE ")) ?? "";
	}

	/** The methods of the requests received, copies too. */
	get methods(): string[] {
		return this.requests.map((line) => line.split(" ", 1)[0]!);
	}

	send(text: string, address: string, port = 5060): void {
		this.#udp.write(utf8.encode(text), address, port);
	}

	#receive(): void {
		for (let datagram = this.#udp.read(); datagram; datagram = this.#udp.read()) {
			const text = utf8.decode(datagram);
			this.received.push(text);
			const answer = text.startsWith("SIP/2.0") ? undefined : this.answer(text);
			if (answer) this.send(answer, datagram.address, datagram.port);
		}
	}
}
