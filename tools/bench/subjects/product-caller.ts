import type { Text, Udp } from "../../../modules/host.ts";
import type { MockHost } from "../../../simulator/mock-host.ts";

const SIP_PORT = 5060;
const RTP_PORT = 7078;
const EVENT_TYPE = 101;
/** Of a key, as they are sent: when it begins, and its end three times (RFC 4733 §2.5.1.4). */
const EVENTS = [
	{ end: false, duration: 160 },
	{ end: true, duration: 800 },
	{ end: true, duration: 800 },
	{ end: true, duration: 800 },
];
/** The longest that a packet of an event is. */
const EVENT_SIZE = 16;

/** A phone in a few lines of text, which leaves the engine to the doorbell: takes calls at once, calls, sends keys, hangs up. */
export class Caller {
	readonly #text: Text;
	readonly #address: string;
	readonly #doorbell: string;
	readonly #sip: Udp;
	readonly #rtp: Udp;
	/** From and To of the call as this side says them, its Call-ID, and where the doorbell hears sound. */
	#dialog = { from: "", to: "", callId: "", port: 0 };
	#calls = 0;
	#sequence = 0;
	#timestamp = 0;
	/** Whether the call stands. */
	talking = false;

	constructor(host: MockHost, text: Text, doorbell: string) {
		this.#text = text;
		this.#address = host.address() ?? "";
		this.#doorbell = doorbell;
		this.#sip = new host.Udp({ port: SIP_PORT, onReadable: () => this.#receive() });
		this.#rtp = new host.Udp({ port: RTP_PORT, onReadable: () => this.#discard() });
	}

	/** Calls the doorbell. */
	call(): void {
		this.#calls += 1;
		this.#dialog = {
			from: `<sip:phone@${this.#address}>;tag=call${this.#calls}`,
			to: `<sip:doorbell@${this.#doorbell}>`,
			callId: `call${this.#calls}@${this.#address}`,
			port: 0,
		};
		this.#request("INVITE", this.#description);
	}

	/** Presses a key, whose packets go out all at once. */
	press(key: number): void {
		const packet = new Uint8Array(EVENT_SIZE);
		const view = new DataView(packet.buffer);
		this.#timestamp += 8_000;
		for (const { end, duration } of EVENTS) {
			packet.set([0x80, EVENT_TYPE]);
			view.setUint16(2, this.#sequence++ & 0xff_ff);
			view.setUint32(4, this.#timestamp);
			view.setUint32(8, this.#calls);
			packet.set([key, end ? 0x8a : 0x0a], 12);
			view.setUint16(14, duration);
			this.#rtp.write(packet.slice(), this.#doorbell, this.#dialog.port);
		}
	}

	hangUp(): void {
		this.talking = false;
		this.#request("BYE", "");
	}

	get #description(): string {
		return (
			`v=0\r\no=- 1 1 IN IP4 ${this.#address}\r\ns=-\r\nc=IN IP4 ${this.#address}\r\nt=0 0\r\n` +
			`m=audio ${RTP_PORT} RTP/AVP 8 ${EVENT_TYPE}\r\na=rtpmap:${EVENT_TYPE} telephone-event/8000\r\n`
		);
	}

	#receive(): void {
		for (let datagram = this.#sip.read(); datagram; datagram = this.#sip.read()) {
			const text = this.#text.decode(datagram);
			if (text.startsWith("INVITE ")) this.#accept(text);
			else if (/^SIP\/2\.0 200 .*\r\nCSeq: \d+ INVITE/s.test(text)) this.#acknowledge(text);
		}
	}

	#accept(invite: string): void {
		const header = (name: string) => headerOf(invite, name);
		const tagged = `${header("To")};tag=phone`;
		this.#dialog = { from: tagged, to: header("From"), callId: header("Call-ID"), port: soundPortOf(invite) };
		const copied = ["Via", "From", "Call-ID", "CSeq"].map((name) => `${name}: ${header(name)}\r\n`).join("");
		this.#send(`SIP/2.0 200 OK\r\n${copied}To: ${tagged}\r\n`, this.#description);
		this.talking = true;
	}

	#acknowledge(response: string): void {
		this.#dialog = { ...this.#dialog, to: headerOf(response, "To"), port: soundPortOf(response) };
		this.#request("ACK", "");
		this.talking = true;
	}

	#request(method: string, body: string): void {
		const { from, to, callId } = this.#dialog;
		const number = method === "BYE" ? 2 : 1;
		this.#send(
			`${method} sip:doorbell@${this.#doorbell} SIP/2.0\r\n` +
				`Via: SIP/2.0/UDP ${this.#address};branch=z9hG4bK${method}${callId}\r\nMax-Forwards: 70\r\n` +
				`From: ${from}\r\nTo: ${to}\r\nCall-ID: ${callId}\r\nCSeq: ${number} ${method}\r\n`,
			body,
		);
	}

	#send(head: string, body: string): void {
		const type = body === "" ? "" : "Content-Type: application/sdp\r\n";
		const contact = `Contact: <sip:phone@${this.#address}>\r\n`;
		const text = `${head}${contact}${type}Content-Length: ${body.length}\r\n\r\n${body}`;
		this.#sip.write(this.#text.encode(text), this.#doorbell, SIP_PORT);
	}

	#discard(): void {
		while (this.#rtp.read());
	}
}

function headerOf(text: string, name: string): string {
	const start = text.indexOf(`\r\n${name}: `) + name.length + 4;
	return text.slice(start, text.indexOf("\r\n", start));
}

function soundPortOf(text: string): number {
	return Number(/\r\nm=audio (\d+)/.exec(text)?.[1]);
}
