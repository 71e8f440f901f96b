import type { Datagram, Host, TimerHandle } from "../modules/host.ts";
import { type Address, formatAddress } from "../modules/sip/address.ts";
import { Headers } from "../modules/sip/headers.ts";
import {
	formatMessage,
	type Message,
	parseMessage,
	type Request,
	type Response,
	request,
	response,
} from "../modules/sip/message.ts";
import { parseNameAddress } from "../modules/sip/name-address.ts";
import { parseUri } from "../modules/sip/uri.ts";
import { parseVia } from "../modules/sip/via.ts";
import { Border } from "./pbx-border.ts";
import { earlyDescription, renumberEvents, reverseCodecs, takeBothLaws } from "./pbx-sdp.ts";
import type { PbxBehaviour } from "./profiles/behaviour.ts";

/** Challenges whose opaque is remembered. */
const OPAQUE_LIMIT = 32;
/** Begins the Call-IDs of OPTIONS. */
const QUALIFIES = "qualify-";
const NONCE = /nonce="([^"]*)"/;
const OPAQUE = /opaque="([^"]*)"/;

/** What lies between the PBX by the book and the doorbell: makes it behave as one of the {@link PbxBehaviour}s. */
export class PbxWire {
	readonly #behaviour: PbxBehaviour;
	readonly #host: Host;
	readonly #port: () => number;
	readonly #border: Border | undefined;
	readonly #opaques = new Map<string, string>();
	#qualified: Address | undefined;
	#timer: TimerHandle | undefined;
	#sequence = 0;
	#send: (text: string, to: Address) => void = () => {};

	constructor(behaviour: PbxBehaviour, host: Host, port: () => number) {
		this.#behaviour = behaviour;
		this.#host = host;
		this.#port = port;
		this.#border = behaviour.border && new Border(behaviour.border, (remote) => this.#local(remote));
	}

	/** The socket class of the PBX on this wire, which hears only some addresses. */
	over(Udp: Host["Udp"], hears: (address: string) => boolean): Host["Udp"] {
		const wire = this;
		const { text } = this.#host;
		return class extends Udp {
			override read() {
				for (let datagram = super.read(); datagram; datagram = super.read()) {
					if (!hears(datagram.address)) continue;
					wire.#send = (message, to) => super.write(text.encode(message), to.address, to.port);
					const source = { address: datagram.address, port: datagram.port };
					const received = wire.#receive(text.decode(datagram), datagram.byteLength, source);
					if (received !== undefined) return asDatagram(text.encode(received), source);
				}
				return undefined;
			}

			override write(buffer: ArrayBuffer | Uint8Array, address: string, port: number) {
				wire.#send = (message, to) => super.write(text.encode(message), to.address, to.port);
				const sent = wire.#pass(text.decode(buffer), buffer.byteLength, { address, port });
				if (sent !== undefined) super.write(text.encode(sent), address, port);
			}

			override close() {
				wire.close();
				super.close();
			}
		};
	}

	close(): void {
		this.#host.timers.clear(this.#timer);
		this.#timer = undefined;
	}

	/** A datagram of the doorbell, as the PBX is to see it; `undefined` for what it does not see. */
	#receive(text: string, length: number, source: Address): string | undefined {
		const message = messageIn(text, length);
		if (!message) return text;
		if (message.headers.get("Call-ID")?.startsWith(QUALIFIES)) return undefined;
		const passed = this.#border ? this.#border.receive(message, source.address) : message;
		if (passed?.type === "response" && message.type === "request") {
			this.#send(formatMessage(passed), source);
			return undefined;
		}
		if (passed?.type !== "request") return passed && formatMessage(passed);
		if (!this.#hear(passed, source)) return undefined;
		const { reversesCodecs } = this.#behaviour;
		return formatMessage(reversesCodecs ? { ...passed, body: reverseCodecs(passed.body) } : passed);
	}

	/** Whether the PBX takes a request. */
	#hear(message: Request, source: Address): boolean {
		const { headers, method, uri } = message;
		const {
			ignoresUserInRegister,
			registerHeaders = Number.POSITIVE_INFINITY,
			opaque,
			sessionMinimum = 0,
		} = this.#behaviour;
		if (method === "REGISTER") {
			if (ignoresUserInRegister && parseUri(uri)?.user !== undefined) return false;
			if (headers.count > registerHeaders) return false;
		}
		if (opaque) for (const name of ["Authorization", "Proxy-Authorization"]) this.#checkOpaque(headers, name);
		const asked = Number.parseInt(headers.get("Session-Expires") ?? "", 10);
		if (method === "INVITE" && asked < sessionMinimum) {
			const refusal = response(message, 422, "Session Interval Too Small");
			refusal.headers.set("To", `${headers.get("To")};tag=brief`);
			refusal.headers.add("Min-SE", `${sessionMinimum}`);
			this.#send(formatMessage(refusal), source);
			return false;
		}
		return !(method === "ACK" && parseNameAddress(headers.get("To") ?? "")?.tag === "brief");
	}

	/** Credentials with another opaque than their nonce came with are none. */
	#checkOpaque(headers: Headers, name: string): void {
		const value = headers.get(name);
		if (value === undefined) return;
		const expected = this.#opaques.get(NONCE.exec(value)?.[1] ?? "");
		if (expected !== OPAQUE.exec(value)?.[1]) headers.delete(name);
	}

	/** A message of the PBX, as it goes over the wire; `undefined` for what does not. */
	#pass(text: string, length: number, to: Address): string | undefined {
		const message = messageIn(text, length);
		if (!message) return text;
		const changed = this.#change(message, to);
		if (!changed) return undefined;
		this.#border?.pass(changed, to.address);
		const written = formatMessage(changed);
		return this.#behaviour.spacedLength ? written.replace("Content-Length: ", "Content-Length:   ") : written;
	}

	#change(message: Message, to: Address): Message | undefined {
		const { headers } = message;
		const method = headers.get("CSeq")?.split(" ")[1];
		const { cancelReason, sessionInterval } = this.#behaviour;
		if (message.type === "request") {
			if (message.method === "CANCEL" && cancelReason) headers.set("Reason", cancelReason);
			if (
				message.method === "INVITE" &&
				sessionInterval &&
				parseNameAddress(headers.get("To") ?? "")?.tag !== undefined
			) {
				headers.set("Session-Expires", `${sessionInterval};refresher=uac`);
			}
			return message;
		}
		if (message.status === 401 || message.status === 407) this.#challenge(message);
		if (method === "REGISTER" && message.status === 200) this.#registered(message, to);
		return method === "INVITE" ? this.#ring(message, to) : message;
	}

	#challenge({ headers }: Response): void {
		const { unsaidStale, opaque, tagIsBranch } = this.#behaviour;
		for (const name of ["WWW-Authenticate", "Proxy-Authenticate"]) {
			const values = headers.all(name);
			headers.delete(name);
			for (const [index, value] of values.entries()) {
				const said = unsaidStale ? value.replace(", stale=true", "") : value;
				headers.add(name, opaque ? `${said}, opaque="${this.#opaque(said, index)}"` : said);
			}
		}
		if (!tagIsBranch) return;
		const branch = parseVia(headers.get("Via") ?? "")?.branch ?? "";
		headers.set("To", (headers.get("To") ?? "").replace(/;tag=.*/, `;tag=${branch}`));
	}

	#opaque(challenge: string, index: number): string {
		const nonce = NONCE.exec(challenge)?.[1] ?? "";
		const opaque = `${nonce.slice(-8)}${index}`;
		this.#opaques.set(nonce, opaque);
		if (this.#opaques.size > OPAQUE_LIMIT) this.#opaques.delete(this.#opaques.keys().next().value!);
		return opaque;
	}

	#registered({ headers }: Response, to: Address): void {
		const { otherContact, qualifies } = this.#behaviour;
		if (headers.get("Contact") === undefined) {
			this.#qualified = undefined;
			return;
		}
		if (otherContact) headers.prepend("Contact", otherContact);
		if (qualifies === undefined) return;
		this.#qualified = to;
		this.#qualify(qualifies);
	}

	/** Asks whether the doorbell is there, now and from time to time (interop traps A7, L8). */
	#qualify(seconds: number): void {
		this.close();
		const to = this.#qualified;
		if (!to) return;
		this.#sequence += 1;
		const own = formatAddress(this.#local(to.address));
		const headers = new Headers();
		headers.add("Via", `SIP/2.0/UDP ${own};rport;branch=z9hG4bKqualify${this.#sequence}`);
		headers.add("Max-Forwards", "70");
		headers.add("From", `<sip:pbx@${own}>;tag=qualify`);
		headers.add("To", `<sip:doorbell@${formatAddress(to)}>`);
		headers.add("Call-ID", `${QUALIFIES}${this.#sequence}`);
		headers.add("CSeq", `${this.#sequence} OPTIONS`);
		this.#send(formatMessage(request("OPTIONS", `sip:doorbell@${formatAddress(to)}`, headers)), to);
		this.#timer = this.#host.timers.set(() => this.#qualify(seconds), seconds * 1000);
	}

	/** A response to INVITE. */
	#ring(message: Response, to: Address): Response | undefined {
		const { noRinging, earlyMedia, eventType, reversesCodecs, sessionInterval } = this.#behaviour;
		if (message.status === 180) {
			if (noRinging) return undefined;
			if (!earlyMedia) return message;
			message.headers.set("Content-Type", "application/sdp");
			return {
				...message,
				status: 183,
				reason: "Session Progress",
				body: earlyDescription(this.#local(to.address).address),
			};
		}
		if (message.status !== 200) return message;
		let { body } = message;
		if (eventType !== undefined) body = renumberEvents(body, eventType);
		if (reversesCodecs) body = takeBothLaws(body);
		if (sessionInterval) message.headers.set("Session-Expires", `${sessionInterval};refresher=uas`);
		return { ...message, body };
	}

	#local(remote: string): Address {
		return { address: this.#host.network.address(remote) ?? "0.0.0.0", port: this.#port() };
	}
}

function messageIn(text: string, length: number): Message | undefined {
	const parsed = parseMessage(text, length);
	return parsed && "message" in parsed ? parsed.message : undefined;
}

function asDatagram(bytes: Uint8Array, source: Address): Datagram {
	const buffer = new ArrayBuffer(bytes.byteLength);
	new Uint8Array(buffer).set(bytes);
	return Object.assign(buffer, source);
}
