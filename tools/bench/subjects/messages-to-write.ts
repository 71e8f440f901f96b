import { CORPUS } from "../corpus.ts";

/** What the REGISTER is made of that every library writes. */
export const REGISTER = {
	uri: "sip:door.test",
	viaHost: "127.0.0.1:5040",
	branch: "z9hG4bKa83aa0f6e51f6437",
	address: "sip:phone1@door.test",
	user: "phone1",
	host: "door.test",
	tag: "f1a68b07e8613d06",
	callId: "d7f8576342723f0c",
	sequence: 24_397,
	contact: "<sip:phone1@127.0.0.1:5040>",
	expires: "300",
	userAgent: "SIP-Doorbell/0.1.0",
	allow: "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, NOTIFY",
	authorization:
		'Digest username="phone1", realm="door.test", nonce="awEFBmsBA9psykf098jKfxVii/uH8Ab+", uri="sip:door.test", algorithm=MD5, response="083b0985078ee58da89c717c978d40a4", qop=auth, nc=00000001, cnonce="bd2f9c1fa9ab88f2"',
} as const;

/** The INVITE that is answered with 200, and what the answer adds. */
export const INVITE = CORPUS.find(({ name }) => name === "INVITE with SDP")!.text;
export const ANSWER = {
	tag: "ef03a0ad4666f273",
	contact: "<sip:phone2@127.0.0.1:5090>",
	userAgent: "SIP-Doorbell/0.1.0",
	allow: REGISTER.allow,
	body: INVITE.slice(INVITE.indexOf("\r\n\r\n") + 4),
} as const;

/** Where the text goes, so that no engine finds out that nobody wants it. */
export interface Written {
	text: string;
}

export const REGISTER_NAME = "REGISTER with credentials";
export const ANSWER_NAME = "200 with SDP for an INVITE";
