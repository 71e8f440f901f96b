import { type Address, sameAddress } from "./address.ts";
import { PORT_MAXIMUM } from "./host-port.ts";
import { isLiteral } from "./locator.ts";
import type { Request, Response } from "./message.ts";
import type { Stack } from "./stack.ts";
import { parseVia, viaParameters } from "./via.ts";

/** A server sees us at another address than ours: there is a router in between (RFC 3581). */
export interface Mapping {
	/** Address of the server. */
	readonly server: string;
	/** What we took for our address; when it changes, the mapping is void. */
	readonly own: Address;
	readonly seen: Address;
}

/** Takes the address at which the registrar sees us; true when it was told another one in the Contact of `sent`. */
export function learnMapping(sent: Request, response: Response, server: Address, stack: Stack): boolean {
	stack.mapping = mappingOf(sent, response, server);
	const contact = stack.contact(server.address);
	return contact !== undefined && contact !== sent.headers.get("Contact");
}

/** What `received` and `rport` in the response to a request of ours tell (RFC 3581 §4); `undefined` for nothing new. */
function mappingOf({ headers }: Request, response: Response, server: Address): Mapping | undefined {
	const sent = parseVia(headers.get("Via")!);
	const returned = parseVia(response.headers.get("Via") ?? "");
	if (!sent || !returned) return undefined;
	const parameters = viaParameters(returned);
	const own = { address: bare(sent.host), port: sent.port! };
	const received = bare(parameters.get("received") ?? "");
	const port = Number(parameters.get("rport"));
	const seen = {
		address: received.includes(":") || isLiteral(received) ? received : own.address,
		port: Number.isInteger(port) && port > 0 && port <= PORT_MAXIMUM ? port : own.port,
	};
	return sameAddress(own, seen) ? undefined : { server: server.address, own, seen };
}

/** Without the brackets of IPv6, with which some write it and some do not (RFC 5118 §4.5; interop trap F17). */
function bare(host: string): string {
	return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}
