import { Headers } from "../../../modules/sip/headers.ts";
import { addTag, formatMessage, parseMessage, type Request, request, response } from "../../../modules/sip/message.ts";
import { ANSWER, ANSWER_NAME, INVITE, REGISTER, REGISTER_NAME, type Written } from "./messages-to-write.ts";
import type { Operation } from "./operation.ts";

function register(): string {
	const headers = new Headers();
	headers.add("Via", `SIP/2.0/UDP ${REGISTER.viaHost};branch=${REGISTER.branch};rport`);
	headers.add("Max-Forwards", "70");
	headers.add("From", `<${REGISTER.address}>;tag=${REGISTER.tag}`);
	headers.add("To", `<${REGISTER.address}>`);
	headers.add("Call-ID", REGISTER.callId);
	headers.add("CSeq", `${REGISTER.sequence} REGISTER`);
	headers.add("Contact", REGISTER.contact);
	headers.add("Expires", REGISTER.expires);
	headers.add("Authorization", REGISTER.authorization);
	headers.add("Allow", REGISTER.allow);
	headers.add("User-Agent", REGISTER.userAgent);
	return formatMessage(request("REGISTER", REGISTER.uri, headers));
}

function answer(invite: Request): string {
	const message = response(invite, 200, "OK");
	addTag(message, ANSWER.tag);
	message.headers.add("Contact", ANSWER.contact);
	message.headers.add("Content-Type", "application/sdp");
	message.headers.add("Allow", ANSWER.allow);
	message.headers.add("User-Agent", ANSWER.userAgent);
	return formatMessage({ ...message, body: ANSWER.body });
}

export const operations = (): readonly Operation[] => {
	const written: Written = { text: "" };
	const result = parseMessage(INVITE, INVITE.length);
	if (!result || "bad" in result || result.message.type !== "request") throw new Error("not read");
	const invite = result.message;
	return [
		{ name: REGISTER_NAME, run: () => void (written.text = register()) },
		{ name: ANSWER_NAME, run: () => void (written.text = answer(invite)) },
	];
};
