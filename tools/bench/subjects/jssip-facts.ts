import type { JsSipMessage } from "jssip/lib/Parser.js";
import type { Facts, Reader } from "./facts.ts";

/** Both jssip and parsip, whose parser once was that of jssip, make the same object of a message. */
export function factsOf(parse: (text: string) => JsSipMessage | undefined): Reader {
	return (text: string, facts: Facts) => {
		const message = parse(text)!;
		facts.status = message.status_code ?? 0;
		facts.viaHost = message.via.host;
		facts.viaPort = message.via.port ?? 0;
		facts.branch = message.via_branch;
		facts.fromUser = message.from.uri.user ?? "";
		facts.fromHost = message.from.uri.host;
		facts.fromTag = message.from_tag ?? "";
		facts.toUser = message.to.uri.user ?? "";
		facts.toHost = message.to.uri.host;
		facts.toTag = message.to_tag ?? "";
		facts.sequence = message.cseq;
		facts.method = message.method;
		facts.callId = message.call_id;
		const contact = message.hasHeader("contact") ? message.parseHeader("contact")?.uri : undefined;
		facts.contactUser = contact?.user ?? "";
		facts.contactHost = contact?.host ?? "";
		facts.contactPort = contact?.port ?? 0;
		facts.routes = message.getHeaders("record-route").length;
		facts.routeHost = facts.routes === 0 ? "" : (message.parseHeader("record-route")?.uri.host ?? "");
		facts.body = message.body;
	};
}
