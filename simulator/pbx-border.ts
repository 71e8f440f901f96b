import { type Address, formatAddress } from "../modules/sip/address.ts";
import { type Message, type Request, response } from "../modules/sip/message.ts";
import { parseNameAddress } from "../modules/sip/name-address.ts";
import { parseVia } from "../modules/sip/via.ts";
import type { BorderBehaviour } from "./profiles/behaviour.ts";

/** Where the border passes calls on, which nobody outside can reach. */
const INSIDE = "sip:10.77.0.2:5060;lr";
/** Begins the branches of its own. */
const BRANCH = "z9hG4bKborder";
const REFUSED = 481;

/** A session border controller between the doorbell and the PBX (interop traps S3 to S7). */
export class Border {
	readonly #behaviour: BorderBehaviour;
	/** How the doorbell reaches it. */
	readonly #local: (remote: string) => Address;

	constructor(behaviour: BorderBehaviour, local: (remote: string) => Address) {
		this.#behaviour = behaviour;
		this.#local = local;
	}

	/** A message of the PBX to the doorbell at `remote`. */
	pass(message: Message, remote: string): void {
		const { headers } = message;
		const { addsVia, recordsRoute, isStrict, contact } = this.#behaviour;
		const own = formatAddress(this.#local(remote));
		const method = headers.get("CSeq")?.split(" ")[1];
		if (message.type === "request" && addsVia) {
			const branch = parseVia(headers.get("Via") ?? "")?.branch ?? "";
			headers.prepend("Via", `SIP/2.0/UDP ${own};branch=${BRANCH}${branch};rport`);
		}
		if (method !== "INVITE" || (message.type === "request" && message.method !== "INVITE")) return;
		const forming = message.type === "request" || (message.status > 100 && message.status < 300);
		if (!forming) return;
		if (recordsRoute) {
			// The topmost is the one that the message passed last.
			const edge = `<sip:${own}${message.type === "request" && isStrict ? "" : ";lr"}>`;
			const inside = `<${INSIDE}>`;
			headers.set("Record-Route", message.type === "request" ? `${edge}, ${inside}` : `${inside}, ${edge}`);
		}
		if (contact !== undefined) headers.set("Contact", contact);
	}

	/** A message of the doorbell: as the PBX sees it, or an answer of the border; `undefined` for what goes no further. */
	receive(message: Message, remote: string): Message | undefined {
		const { headers } = message;
		if (message.type === "response") {
			// The PBX knows of no border.
			headers.delete("Record-Route");
			if (!this.#behaviour.addsVia) return message;
			const [top, ...others] = headers.all("Via");
			if (!parseVia(top ?? "")?.branch?.startsWith(BRANCH) || others.length === 0) return undefined;
			headers.delete("Via");
			for (const via of others) headers.add("Via", via);
			return message;
		}
		const inDialog = parseNameAddress(headers.get("To") ?? "")?.tag !== undefined;
		const isAnswered = message.method !== "ACK" && message.method !== "CANCEL";
		if (!this.#behaviour.recordsRoute || !inDialog || !(isAnswered || headers.get("Route") !== undefined))
			return message;
		const target = this.#targetOf(message, remote);
		if (target === undefined) return isAnswered ? response(message, REFUSED, "Not On The Route") : undefined;
		headers.delete("Route");
		return { ...message, uri: target };
	}

	/** Where a request is to go that kept to the route; `undefined` when it did not (RFC 3261 §16.4). */
	#targetOf({ uri, headers }: Request, remote: string): string | undefined {
		const routes = headers.all("Route").map((route) => parseNameAddress(route)?.uri.text ?? "");
		const edge = `sip:${formatAddress(this.#local(remote))}`;
		if (uri === edge && routes.length === 2 && routes[0] === INSIDE) return routes[1];
		return routes.length === 2 && routes[0] === `${edge};lr` && routes[1] === INSIDE ? uri : undefined;
	}
}
