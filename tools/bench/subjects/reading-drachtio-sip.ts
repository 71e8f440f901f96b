import { SipMessage } from "drachtio-sip";
import { type Facts, readings } from "./facts.ts";

export function read(text: string, facts: Facts): void {
	const message = new SipMessage(text);
	facts.status = message.status ?? 0;
	const via = message.getParsedHeader("via")[0]!;
	facts.viaHost = via.host;
	facts.viaPort = via.port ?? 0;
	facts.branch = via.params.branch ?? "";
	const from = message.getParsedHeader("from");
	const fromUri = SipMessage.parseUri(from.uri)!;
	facts.fromUser = fromUri.user ?? "";
	facts.fromHost = fromUri.host;
	facts.fromTag = from.params.tag ?? "";
	const to = message.getParsedHeader("to");
	const toUri = SipMessage.parseUri(to.uri)!;
	facts.toUser = toUri.user ?? "";
	facts.toHost = toUri.host;
	facts.toTag = to.params.tag ?? "";
	const sequence = message.getParsedHeader("cseq");
	facts.sequence = sequence.seq;
	facts.method = sequence.method;
	facts.callId = message.get("call-id")!;
	const value = message.has("contact") ? message.getParsedHeader("contact")[0] : undefined;
	const contact = value && SipMessage.parseUri(value.uri);
	facts.contactUser = contact?.user ?? "";
	facts.contactHost = contact?.host ?? "";
	facts.contactPort = contact?.port || 0;
	const routes = message.has("record-route") ? message.getParsedHeader("record-route") : undefined;
	facts.routes = routes?.length ?? 0;
	facts.routeHost = routes?.[0]?.uri.host ?? "";
	facts.body = message.body ?? "";
}

export const operations = () => readings(read);
