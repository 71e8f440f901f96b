import { createHash, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { until } from "../support/until.ts";
import { atEnd } from "./stage.ts";

const ANSWER_WITHIN = 2000;

/** Registers bell at a registrar of door.test in the plainest way, to see how the registrar behaves. */
export class Registrant {
	/** Everything that came, oldest first. */
	readonly received: string[] = [];
	readonly #registrar: number;
	readonly #socket: Socket = createSocket("udp4");
	readonly #callId = randomBytes(8).toString("hex");
	#sequence = 0;

	private constructor(registrar: number) {
		this.#registrar = registrar;
		this.#socket.on("message", (message) => this.received.push(message.toString()));
		atEnd(() => {
			this.#socket.close();
		});
	}

	static async open(registrar: number): Promise<Registrant> {
		const registrant = new Registrant(registrar);
		registrant.#socket.bind(0, "127.0.0.1");
		await once(registrant.#socket, "listening");
		return registrant;
	}

	/** Sends REGISTER with an answer to `challenge`, if given, and returns the response. */
	async register(challenge?: string, expires = 60): Promise<string> {
		const sequence = ++this.#sequence;
		const { port } = this.#socket.address();
		const lines = [
			"REGISTER sip:door.test SIP/2.0",
			`Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${this.#callId}${sequence}`,
			"Max-Forwards: 70",
			"From: <sip:bell@door.test>;tag=1",
			"To: <sip:bell@door.test>",
			`Call-ID: ${this.#callId}`,
			`CSeq: ${sequence} REGISTER`,
			`Contact: <sip:bell@127.0.0.1:${port}>;expires=${expires}`,
			...(challenge === undefined ? [] : [authorization(challenge)]),
			"Content-Length: 0",
		];
		this.#socket.send(`${lines.join("\r\n")}\r\n\r\n`, this.#registrar, "127.0.0.1");
		const isAnswer = (message: string) => message.includes(`CSeq: ${sequence} REGISTER`);
		return until(() => this.received.find(isAnswer), ANSWER_WITHIN, "response to REGISTER");
	}
}

/** Answers a 401 (RFC 7616 §3.4). */
function authorization(challenge: string): string {
	const parameter = (name: string) => challenge.match(new RegExp(`\\b${name}="?([^",\\r]*)`))?.[1];
	const hash = (text: string) =>
		createHash(parameter("algorithm") === "SHA-256" ? "sha256" : "md5")
			.update(text)
			.digest("hex");
	const { realm, nonce } = { realm: parameter("realm"), nonce: parameter("nonce") };
	const hasQop = parameter("qop") !== undefined;
	const secret = hash(`bell:${realm}:bell-secret`);
	const request = hash("REGISTER:sip:door.test");
	const response = hash(`${secret}:${nonce}:${hasQop ? "00000001:1234:auth:" : ""}${request}`);
	const fields = `username="bell", realm="${realm}", nonce="${nonce}", uri="sip:door.test", response="${response}"`;
	const algorithm = parameter("algorithm") === undefined ? "" : `, algorithm=${parameter("algorithm")}`;
	return `Authorization: Digest ${fields}${algorithm}${hasQop ? ', qop=auth, nc=00000001, cnonce="1234"' : ""}`;
}
