import { type JsSipMessage, parseMessage } from "jssip/lib/Parser.js";
import { OutgoingRequest } from "jssip/lib/SIPMessage.js";
import URI from "jssip/lib/URI.js";
import { ANSWER, ANSWER_NAME, INVITE, REGISTER, REGISTER_NAME, type Written } from "./messages-to-write.ts";
import type { Operation } from "./operation.ts";

/** As much of a user agent as writing asks for. */
const AGENT = { configuration: { user_agent: REGISTER.userAgent }, contact: {} };

function register(): string {
	const address = new URI("sip", REGISTER.user, REGISTER.host);
	const values = {
		cseq: REGISTER.sequence,
		call_id: REGISTER.callId,
		from_uri: address,
		from_tag: REGISTER.tag,
		to_uri: address,
	};
	const extra = [
		`Contact: ${REGISTER.contact}`,
		`Expires: ${REGISTER.expires}`,
		`Authorization: ${REGISTER.authorization}`,
	];
	const message = new OutgoingRequest("REGISTER", new URI("sip", null, REGISTER.host), AGENT, values, extra);
	message.setHeader("via", `SIP/2.0/UDP ${REGISTER.viaHost};branch=${REGISTER.branch};rport`);
	return message.toString();
}

/** It hands its answer to the transaction. */
function answer(invite: JsSipMessage): void {
	invite.to_tag = ANSWER.tag;
	const extra = [`Contact: ${ANSWER.contact}`, `Allow: ${ANSWER.allow}`, `User-Agent: ${ANSWER.userAgent}`];
	invite.reply(200, "OK", extra, ANSWER.body);
}

export const operations = (): readonly Operation[] => {
	const written: Written = { text: "" };
	let invite: JsSipMessage | undefined;
	return [
		{ name: REGISTER_NAME, run: () => void (written.text = register()) },
		{
			name: ANSWER_NAME,
			prepare() {
				if (invite) return;
				invite = parseMessage(INVITE)!;
				invite.ua = AGENT;
				invite.server_transaction = { receiveResponse: (_status, text) => void (written.text = text) };
			},
			run: () => answer(invite!),
		},
	];
};
