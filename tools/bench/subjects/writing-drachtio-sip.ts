import { SipMessage } from "drachtio-sip";
import { ANSWER, ANSWER_NAME, INVITE, REGISTER, REGISTER_NAME, type Written } from "./messages-to-write.ts";
import type { Operation } from "./operation.ts";

function register(): string {
	const message = new SipMessage();
	message.method = "REGISTER";
	message.uri = REGISTER.uri;
	message.set("Via", `SIP/2.0/UDP ${REGISTER.viaHost};branch=${REGISTER.branch};rport`);
	message.set("Max-Forwards", "70");
	message.set("From", `<${REGISTER.address}>;tag=${REGISTER.tag}`);
	message.set("To", `<${REGISTER.address}>`);
	message.set("Call-ID", REGISTER.callId);
	message.set("CSeq", `${REGISTER.sequence} REGISTER`);
	message.set("Contact", REGISTER.contact);
	message.set("Expires", REGISTER.expires);
	message.set("Authorization", REGISTER.authorization);
	message.set("Allow", REGISTER.allow);
	message.set("User-Agent", REGISTER.userAgent);
	return message.toString();
}

function answer(invite: SipMessage): string {
	const message = new SipMessage();
	message.status = 200;
	message.reason = "OK";
	for (const name of ["via", "from", "call-id", "cseq"]) message.set(name, invite.get(name)!);
	message.set("to", `${invite.get("to")};tag=${ANSWER.tag}`);
	message.set("Contact", ANSWER.contact);
	message.set("Content-Type", "application/sdp");
	message.set("Allow", ANSWER.allow);
	message.set("User-Agent", ANSWER.userAgent);
	message.body = ANSWER.body;
	return message.toString();
}

export const operations = (): readonly Operation[] => {
	const written: Written = { text: "" };
	let invite: SipMessage | undefined;
	return [
		{ name: REGISTER_NAME, run: () => void (written.text = register()) },
		{
			name: ANSWER_NAME,
			prepare() {
				invite ??= new SipMessage(INVITE);
			},
			run: () => void (written.text = answer(invite!)),
		},
	];
};
