import { Parser } from "sip.js/lib/core/messages/parser.js";
import { type Facts, readings } from "./facts.ts";

const logger = { warn() {}, error() {} };

export function read(text: string, facts: Facts): void {
	const message = Parser.parseMessage(text, logger)!;
	facts.status = message.statusCode ?? 0;
	facts.viaHost = message.via.host;
	facts.viaPort = message.via.port ?? 0;
	facts.branch = message.viaBranch;
	facts.fromUser = message.from.uri.user ?? "";
	facts.fromHost = message.from.uri.host;
	facts.fromTag = message.fromTag ?? "";
	facts.toUser = message.to.uri.user ?? "";
	facts.toHost = message.to.uri.host;
	facts.toTag = message.toTag ?? "";
	facts.sequence = message.cseq;
	facts.method = message.method;
	facts.callId = message.callId;
	const contact = message.parseHeader("contact")?.uri;
	facts.contactUser = contact?.user ?? "";
	facts.contactHost = contact?.host ?? "";
	facts.contactPort = contact?.port ?? 0;
	const routes = message.getHeaders("record-route");
	facts.routes = routes.length;
	facts.routeHost = message.parseHeader("record-route")?.uri.host ?? "";
	facts.body = message.body;
}

export const operations = () => readings(read);
