import type { Udp } from "../../modules/host.ts";
import type { MockHost } from "../../simulator/mock-host.ts";

const SIP_PORT = 5060;
const RTP_PORT = 7078;
const TAG = ";tag=phone";

export interface ScriptedPbxOptions {
	readonly host: MockHost;
	readonly address: string;
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: ArrayBuffer) => string;
}

/**
 * A PBX and a phone in a few lines of text, so small that the board's heap beside it holds next to nothing but the
 * doorbell: challenges, registers, rings at once, answers when told, echoes sound, presses a key, hangs up.
 */
export class ScriptedPbx {
	#options: ScriptedPbxOptions;
	#sip: Udp;
	#rtp: Udp;
	#bell = { address: "", port: 0 };
	/** The INVITE of the call. */
	#invite: readonly string[] = [];
	#sequence = 1;
	#refreshes = 0;

	constructor(options: ScriptedPbxOptions) {
		this.#options = options;
		const { Udp } = options.host;
		this.#sip = new Udp({ port: SIP_PORT, onReadable: () => this.#receive() });
		this.#rtp = new Udp({ port: RTP_PORT, onReadable: () => this.#echo() });
	}

	get ringing(): boolean {
		return this.#invite.length > 0;
	}

	/** Times that the doorbell has refreshed the session. */
	get refreshes(): number {
		return this.#refreshes;
	}

	/** The phone is picked up. */
	answer(): void {
		const { address } = this.#options;
		const description =
			`v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio ${RTP_PORT} RTP/AVP 8 101\r\n` +
			"a=rtpmap:101 telephone-event/8000\r\n";
		const headers = `Contact: <sip:phone@${address}>\r\nContent-Type: application/sdp\r\nAllow: UPDATE\r\n`;
		this.#reply(this.#invite, "200 OK", headers, description);
	}

	/** Refreshes the session, and asks the doorbell to do so the next time. */
	refresh(): void {
		this.#request("UPDATE", `Supported: timer\r\nSession-Expires: 90;refresher=uas\r\n`, "");
	}

	/** The key is told in SIP, which takes less to script than telephone events. */
	press(key: string): void {
		this.#request("INFO", `Content-Type: application/dtmf-relay\r\n`, `Signal=${key}\r\nDuration=160\r\n`);
	}

	hangUp(): void {
		this.#request("BYE", "", "");
		this.#invite = [];
	}

	#receive(): void {
		for (let datagram = this.#sip.read(); datagram; datagram = this.#sip.read()) {
			this.#bell = { address: datagram.address, port: datagram.port };
			const lines = this.#options.decode(datagram).split("\r\n");
			const line = lines[0]!;
			if (line.startsWith("UPDATE ")) this.#refreshes += 1;
			const known = lines.some((header) => header.startsWith("Authorization: "));
			if (line.startsWith("REGISTER ") && !known) this.#challenge(lines);
			else if (line.startsWith("REGISTER ")) this.#reply(lines, "200 OK", "Expires: 600\r\n", "");
			else if (line.startsWith("INVITE ") && !known) this.#challenge(lines);
			else if (line.startsWith("INVITE ")) {
				this.#invite = lines;
				this.#sequence = 1;
				this.#reply(lines, "180 Ringing", "", "");
			} else if (/^(BYE|UPDATE) /.test(line)) this.#reply(lines, "200 OK", "", "");
		}
	}

	#challenge(lines: readonly string[]): void {
		this.#reply(
			lines,
			"401 Unauthorized",
			'WWW-Authenticate: Digest realm="door.test", nonce="n1", qop="auth"\r\n',
			"",
		);
	}

	#reply(lines: readonly string[], status: string, headers: string, body: string): void {
		let text = `SIP/2.0 ${status}\r\n`;
		for (const line of lines) {
			if (/^(Via|From|Call-ID|CSeq): /.test(line)) text += `${line}\r\n`;
			else if (line.startsWith("To: ")) text += `${line}${TAG}\r\n`;
		}
		this.#send(text, headers, body);
	}

	#request(method: string, headers: string, body: string): void {
		const header = (name: string) => this.#invite.find((line) => line.startsWith(`${name}: `))!.slice(name.length + 2);
		const { address } = this.#options;
		const line = `${method} sip:doorbell@${this.#bell.address} SIP/2.0\r\n`;
		const via = `Via: SIP/2.0/UDP ${address};branch=z9hG4bKscript${this.#sequence}\r\nMax-Forwards: 70\r\n`;
		const ends = `From: ${header("To")}${TAG}\r\nTo: ${header("From")}\r\nCall-ID: ${header("Call-ID")}\r\n`;
		this.#send(`${line}${via}${ends}CSeq: ${this.#sequence} ${method}\r\n`, headers, body);
		this.#sequence += 1;
	}

	#send(head: string, headers: string, body: string): void {
		const text = `${head}${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
		this.#sip.write(this.#options.encode(text), this.#bell.address, this.#bell.port);
	}

	#echo(): void {
		for (let datagram = this.#rtp.read(); datagram; datagram = this.#rtp.read()) {
			this.#rtp.write(datagram, datagram.address, datagram.port);
		}
	}
}
