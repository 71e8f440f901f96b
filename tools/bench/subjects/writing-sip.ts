import { makeResponse, parse, stringify } from "sip";
import { ANSWER, ANSWER_NAME, INVITE, REGISTER, REGISTER_NAME, type Written } from "./messages-to-write.ts";
import type { Operation } from "./operation.ts";

function register(): string {
	return stringify({
		method: "REGISTER",
		uri: REGISTER.uri,
		headers: {
			via: [
				{
					version: "2.0",
					protocol: "UDP",
					host: REGISTER.viaHost,
					params: { branch: REGISTER.branch, rport: null },
				},
			],
			"max-forwards": "70",
			from: { uri: REGISTER.address, params: { tag: REGISTER.tag } },
			to: { uri: REGISTER.address },
			"call-id": REGISTER.callId,
			cseq: { seq: REGISTER.sequence, method: "REGISTER" },
			contact: REGISTER.contact,
			expires: REGISTER.expires,
			authorization: REGISTER.authorization,
			allow: REGISTER.allow,
			"user-agent": REGISTER.userAgent,
		},
	});
}

function answer(invite: NonNullable<ReturnType<typeof parse>>): string {
	const to = { ...invite.headers.to, params: { ...invite.headers.to.params, tag: ANSWER.tag } };
	const headers = {
		to,
		contact: ANSWER.contact,
		"content-type": "application/sdp",
		allow: ANSWER.allow,
		"user-agent": ANSWER.userAgent,
	};
	return stringify(makeResponse(invite, 200, "OK", { headers, content: ANSWER.body }));
}

export const operations = (): readonly Operation[] => {
	const written: Written = { text: "" };
	let invite: ReturnType<typeof parse>;
	return [
		{ name: REGISTER_NAME, run: () => void (written.text = register()) },
		{
			name: ANSWER_NAME,
			prepare() {
				invite ??= parse(INVITE);
			},
			run: () => void (written.text = answer(invite!)),
		},
	];
};
