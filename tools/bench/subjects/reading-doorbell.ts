import { parseCommandSequence, parseMessage } from "../../../modules/sip/message.ts";
import { parseNameAddress } from "../../../modules/sip/name-address.ts";
import { parseVia } from "../../../modules/sip/via.ts";
import { type Facts, readings } from "./facts.ts";

export function read(text: string, facts: Facts): void {
	// The length on the wire comes with the datagram.
	const result = parseMessage(text, text.length);
	if (!result || "bad" in result) throw new Error("not read");
	const { message } = result;
	const { headers } = message;
	facts.status = message.type === "response" ? message.status : 0;
	const via = parseVia(headers.get("Via")!)!;
	facts.viaHost = via.host;
	facts.viaPort = via.port ?? 0;
	facts.branch = via.branch ?? "";
	const from = parseNameAddress(headers.get("From")!)!;
	facts.fromUser = from.uri.user ?? "";
	facts.fromHost = from.uri.host;
	facts.fromTag = from.tag ?? "";
	const to = parseNameAddress(headers.get("To")!)!;
	facts.toUser = to.uri.user ?? "";
	facts.toHost = to.uri.host;
	facts.toTag = to.tag ?? "";
	const sequence = parseCommandSequence(headers.get("CSeq"))!;
	facts.sequence = sequence.number;
	facts.method = sequence.method;
	facts.callId = headers.get("Call-ID")!;
	const value = headers.get("Contact");
	const contact = value === undefined ? undefined : parseNameAddress(value);
	facts.contactUser = contact?.uri.user ?? "";
	facts.contactHost = contact?.uri.host ?? "";
	facts.contactPort = contact?.uri.port ?? 0;
	const routes = headers.all("Record-Route");
	facts.routes = routes.length;
	facts.routeHost = routes.length === 0 ? "" : parseNameAddress(routes[0]!)!.uri.host;
	facts.body = message.body;
}

export const operations = () => readings(read);
