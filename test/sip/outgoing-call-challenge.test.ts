import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { CONTACT, called, fritzBox, lastInvite } from "./calls.ts";
import { answer } from "./stranger.ts";

describe("Challenged INVITE (RFC 3261 §22)", () => {
	const WWW = 'WWW-Authenticate: Digest realm="fritz.box", nonce="n1"';
	const PROXY = 'Proxy-Authenticate: Digest realm="pbx", nonce="p1", qop="auth"';

	it("F5: the 401 is acknowledged on its branch; the next INVITE has a new branch and CSeq + 1", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 401, { headers: [WWW] }));
		const [acknowledgement, again, ...more] = end.sent() as Request[];
		deepEqual(more, []);
		equal(acknowledgement?.method, "ACK");
		equal(acknowledgement?.headers.get("Via"), invite.headers.get("Via"));
		equal(acknowledgement?.headers.get("CSeq"), "1 ACK");
		equal(again?.headers.get("CSeq"), "2 INVITE");
		for (const name of ["From", "To", "Call-ID"]) equal(again?.headers.get(name), invite.headers.get(name));
		notEqual(again?.headers.get("Via"), invite.headers.get("Via"));
		match(again?.headers.get("Authorization") ?? "", /^Digest username="auth-id", realm="fritz.box", nonce="n1"/);
	});

	it("S1, S2: a 407 draws Proxy-Authorization of the authentication user, and ACK for the 200 has it too", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 407, { headers: [PROXY] }));
		const [acknowledgement, again] = end.sent() as Request[];
		equal(acknowledgement?.method, "ACK");
		const credentials = again?.headers.get("Proxy-Authorization") ?? "";
		match(credentials, /^Digest username="auth-id", realm="pbx", nonce="p1"/);
		end.take(answer(again!, 200, { headers: ["Contact: <sip:bob@192.0.2.8>"] }));
		equal(end.request().headers.get("Proxy-Authorization"), credentials);
	});

	it("who answers gets no proof of the password, though the PBX did", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 407, { headers: [PROXY] }));
		const again = lastInvite(end);
		equal(again.headers.get("Proxy-Authorization") === undefined, false);
		end.take(answer(again, 200, { headers: [CONTACT] }));
		const acknowledgement = end.request();
		deepEqual([acknowledgement.method, acknowledgement.headers.get("Proxy-Authorization")], ["ACK", undefined]);
		end.run((agent, now) => agent.hangUp(1, now));
		const bye = end.request();
		equal(bye.headers.get("Proxy-Authorization"), undefined);
		end.take(answer(bye, 401, { headers: [WWW] }));
		deepEqual(end.ladder(), []);
	});

	it("whoever is called directly gets none at all", () => {
		const { end, invite } = called({ account: fritzBox() });
		end.take(answer(invite, 401, { headers: [WWW] }));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["ended 1 failed 401"]]);
	});

	it("answers 407 and 401 in turn", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 407, { headers: [PROXY] }));
		end.take(answer(lastInvite(end), 401, { headers: [WWW] }));
		const third = lastInvite(end);
		equal(third.headers.get("CSeq"), "3 INVITE");
		match(third.headers.get("Proxy-Authorization") ?? "", /nonce="p1".*nc=00000002/);
		match(third.headers.get("Authorization") ?? "", /nonce="n1"/);
		end.take(answer(third, 200, { headers: [CONTACT] }));
		deepEqual([end.ladder(), end.news()], [["ACK 3"], ["answered 1 "]]);
	});

	it("a second refusal means a wrong password", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 401, { headers: [WWW] }));
		end.take(answer(lastInvite(end), 401, { headers: [WWW.replace("n1", "n2")] }));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["ended 1 wrong password 401"]]);
	});

	it("a stale nonce is only a new challenge", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 401, { headers: [WWW] }));
		end.take(answer(lastInvite(end), 401, { headers: [`${WWW.replace("n1", "n2")}, stale=true`] }));
		match(lastInvite(end).headers.get("Authorization") ?? "", /nonce="n2"/);
		deepEqual(end.news(), []);
	});

	it("a challenge that nobody could answer says nothing of the password", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 401));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["ended 1 failed 401"]]);
	});

	it("a challenge after the caller hung up is acknowledged only", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.run((agent, now) => agent.hangUp(1, now));
		end.take(answer(invite, 401, { headers: [WWW] }));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["ended 1 local 0"]]);
		equal(end.agent.quiet, true);
	});
});
