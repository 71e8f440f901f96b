import { isInNetworks } from "../config/networks.ts";
import type { Settings } from "../config/schema.ts";
import type { Host } from "../host.ts";
import type { Address } from "../sip/address.ts";
import type { Guard } from "../sip/gate.ts";
import type { Request } from "../sip/message.ts";
import { parseNameAddress } from "../sip/name-address.ts";
import type { Refusal } from "../sip/request-rules.ts";
import { unescapeUser } from "../sip/uri.ts";
import type { Voucher } from "./callers.ts";
import type { Line } from "./line.ts";
import type { Phones } from "./phones.ts";

export interface GatekeeperOwner {
	readonly host: Host;
	readonly line: Line;
	readonly current: Settings;
	/** There while phones may register at the doorbell itself. */
	readonly phoneBook: Phones | undefined;
}

/** While phones have no password, nobody can log in. */
const FORBIDDEN: Refusal = Object.freeze({ status: 403 });

/** Who may send to the doorbell besides its PBX, and whom that makes. */
export class Gatekeeper implements Guard {
	#owner: GatekeeperOwner;

	constructor(owner: GatekeeperOwner) {
		this.#owner = owner;
	}

	/** Those in the networks of direct callers, and the phones that are registered here, wherever they are. */
	admits(address: string): boolean {
		const { host, current, phoneBook } = this.#owner;
		const isNear = isInNetworks(address, current["sip.networks"], () => host.network.subnets());
		return isNear || (phoneBook?.holds(address) ?? false);
	}

	/** Who calls directly logs in, where that is asked for; a phone has logged in when it registered. */
	objection(request: Request, source: Address, now: number): Refusal | undefined {
		const { phoneBook } = this.#owner;
		if (!this.#asksForLogIn || phoneBook?.holds(source.address, callerIn(request))) return undefined;
		return phoneBook ? phoneBook.admit(request, source, now) : FORBIDDEN;
	}

	/** Who vouches for the From of a call that came in. */
	voucher(request: Request, source: Address): Voucher {
		const { line, phoneBook } = this.#owner;
		if (line.endpoint?.agent.isServer(source)) return "server";
		if (phoneBook?.holds(source.address, callerIn(request))) return "phone";
		return this.#asksForLogIn ? "log-in" : undefined;
	}

	get #asksForLogIn(): boolean {
		return this.#owner.current["call.login"] === "direct callers";
	}
}

/** The user that From names. */
function callerIn({ headers }: Request): string {
	return unescapeUser(parseNameAddress(headers.get("From") ?? "")?.uri.user ?? "").toLowerCase();
}
