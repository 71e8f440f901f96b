import type { Account } from "../../modules/sip/account.ts";
import { type Request, toTag } from "../../modules/sip/message.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End, type EndOptions } from "./pair.ts";
import { type Question, ring } from "./stranger.ts";

/** Where the called side, Bob, wants the requests of the dialog. */
export const CONTACT = "Contact: <sip:bob@192.0.2.9>";

/** An account whose authentication user is not its number. */
export function fritzBox(): Partial<Account> {
	return {
		domain: "fritz.box",
		server: parseUri("sip:192.0.2.8"),
		displayName: "Front door",
		credentials: { username: "auth-id", password: "secret", minimum: "MD5" },
	};
}

/** An account at the PBX that Bob is. */
export function served(): Partial<Account> {
	return { domain: "pbx.test", server: parseUri("sip:192.0.2.9") };
}

/** An end that calls, and the INVITE that it sent. */
export function called(options?: EndOptions, target?: string): { end: End; invite: Request } {
	const end = new End(options);
	end.call(target);
	return { end, invite: end.request() };
}

/** The INVITE as it was last sent. */
export function lastInvite(end: End): Request {
	return end
		.sent()
		.filter((message): message is Request => message.type === "request" && message.method === "INVITE")
		.pop()!;
}

/** Somebody calls; the 100 and the report are taken. */
export function ringing(question?: Question): End {
	const end = new End();
	end.take(ring(question));
	end.sent();
	end.news();
	return end;
}

/** The same with a 180, whose tag is returned. */
export function rung(question?: Question): { end: End; tag: string } {
	const end = ringing(question);
	end.run((agent, now) => agent.ring(-1, now));
	return { end, tag: toTag(end.response())! };
}
