import { OutgoingRequestMessage } from "sip.js/lib/core/messages/outgoing-request-message.js";
import { constructOutgoingResponse } from "sip.js/lib/core/messages/outgoing-response.js";
import { Parser, type SipJsMessage } from "sip.js/lib/core/messages/parser.js";
import { URI } from "sip.js/lib/grammar/uri.js";
import { ANSWER, ANSWER_NAME, INVITE, REGISTER, REGISTER_NAME, type Written } from "./messages-to-write.ts";
import type { Operation } from "./operation.ts";

const logger = { warn() {}, error() {} };

function register(): string {
	const address = new URI("sip", REGISTER.user, REGISTER.host);
	const options = {
		callId: REGISTER.callId,
		cseq: REGISTER.sequence,
		forceRport: true,
		fromTag: REGISTER.tag,
		userAgentString: REGISTER.userAgent,
		viaHost: REGISTER.viaHost,
	};
	const extra = [
		`Contact: ${REGISTER.contact}`,
		`Expires: ${REGISTER.expires}`,
		`Authorization: ${REGISTER.authorization}`,
		`Allow: ${REGISTER.allow}`,
	];
	const registrar = new URI("sip", "", REGISTER.host);
	const message = new OutgoingRequestMessage("REGISTER", registrar, address, address, options, extra);
	message.setViaHeader(REGISTER.branch, "UDP");
	return message.toString();
}

function answer(invite: SipJsMessage): string {
	return constructOutgoingResponse(invite, {
		statusCode: 200,
		toTag: ANSWER.tag,
		userAgent: ANSWER.userAgent,
		extraHeaders: [`Contact: ${ANSWER.contact}`, `Allow: ${ANSWER.allow}`],
		body: { contentType: "application/sdp", content: ANSWER.body },
	}).message;
}

export const operations = (): readonly Operation[] => {
	const written: Written = { text: "" };
	let invite: SipJsMessage | undefined;
	return [
		{ name: REGISTER_NAME, run: () => void (written.text = register()) },
		{
			name: ANSWER_NAME,
			prepare() {
				invite ??= Parser.parseMessage(INVITE, logger);
			},
			run: () => void (written.text = answer(invite!)),
		},
	];
};
