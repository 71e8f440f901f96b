import { parse, parseUri } from "sip";
import { type Facts, readings } from "./facts.ts";

export function read(text: string, facts: Facts): void {
	const message = parse(text)!;
	const { headers } = message;
	facts.status = message.status ?? 0;
	const via = headers.via[0]!;
	facts.viaHost = via.host;
	facts.viaPort = via.port ?? 0;
	facts.branch = via.params.branch ?? "";
	const from = parseUri(headers.from.uri)!;
	facts.fromUser = from.user ?? "";
	facts.fromHost = from.host;
	facts.fromTag = headers.from.params.tag ?? "";
	const to = parseUri(headers.to.uri)!;
	facts.toUser = to.user ?? "";
	facts.toHost = to.host;
	facts.toTag = headers.to.params.tag ?? "";
	facts.sequence = headers.cseq.seq;
	facts.method = headers.cseq.method;
	facts.callId = headers["call-id"];
	const value = headers.contact?.[0];
	const contact = value && parseUri(value.uri);
	facts.contactUser = contact?.user ?? "";
	facts.contactHost = contact?.host ?? "";
	facts.contactPort = contact?.port || 0;
	const routes = headers["record-route"];
	facts.routes = routes?.length ?? 0;
	facts.routeHost = routes?.[0]?.uri.host ?? "";
	facts.body = message.content;
}

export const operations = () => readings(read);
