import { deepEqual, equal } from "node:assert/strict";
import type { Account } from "../../modules/sip/account.ts";
import { SILENCE } from "../../modules/sip/locator.ts";
import type { Message, Request } from "../../modules/sip/message.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { CONTACT } from "./calls.ts";
import { End } from "./pair.ts";
import { answer } from "./stranger.ts";

const CREDENTIALS = { username: "bell", password: "secret", minimum: "MD5" } as const;

/** An account at two PBXs, .8 and .9, of which the second has a domain of its own. */
function account(): Partial<Account> {
	const backup: Account = {
		user: "bell",
		displayName: "",
		domain: "192.0.2.9",
		server: parseUri("sip:192.0.2.9"),
		proxied: false,
		credentials: CREDENTIALS,
		expires: 300,
	};
	return { domain: "pbx.test", server: parseUri("sip:192.0.2.8"), backup };
}

/** An end whose target has two addresses, and the first INVITE. */
function direct(account: Partial<Account> = {}): { end: End; invite: Request } {
	const end = new End({ account });
	end.call("sip:bob@phone.test:5060");
	end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9", "192.0.2.10"], now));
	return { end, invite: end.request() };
}

/** The last INVITE sent. */
function last(end: End): Request {
	const isInvite = (message: Message): message is Request => message.type === "request" && message.method === "INVITE";
	return end.sent().filter(isInvite).at(-1)!;
}

describe("INVITE to one of several destinations (RFC 3263 §4.3)", () => {
	it("goes to the next when the first says nothing for some seconds: the same call, a new transaction", () => {
		const { end, invite } = direct();
		end.advance(SILENCE - 1);
		deepEqual(end.ladder(), ["INVITE 1", "INVITE 1", "INVITE 1"]);
		end.advance(1);
		const second = end.request();
		equal(second.headers.get("CSeq"), "2 INVITE");
		equal(second.headers.get("Call-ID"), invite.headers.get("Call-ID"));
		equal(second.headers.get("From"), invite.headers.get("From"));
		equal(second.headers.get("Via") === invite.headers.get("Via"), false);
		// The first is not repeated any more.
		end.advance(400);
		deepEqual(end.ladder(), []);
		end.take(answer(second, 180));
		end.take(answer(second, 200, { headers: [CONTACT], body: "answer" }));
		deepEqual(end.news(), ["lookup phone.test", "progress 1 180 ", "answered 1 answer"]);
		deepEqual(end.ladder(), ["ACK 2"]);
	});

	it("goes to the next at once after 503", () => {
		const { end, invite } = direct();
		end.take(answer(invite, 503));
		deepEqual([end.ladder(), end.news()], [["ACK 1", "INVITE 2"], ["lookup phone.test"]]);
	});

	it("stays with the first after any other refusal", () => {
		for (const status of [403, 404, 480, 486, 500, 603]) {
			const { end, invite } = direct();
			end.take(answer(invite, status));
			deepEqual(end.ladder(), ["ACK 1"]);
			equal(end.news().length, 2);
		}
	});

	it("stays with one that works on it, however long that takes", () => {
		const { end, invite } = direct();
		end.advance(SILENCE - 1);
		end.take(answer(invite, 100, { tag: "" }));
		end.clear();
		end.advance(120_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});

	it("answers a challenge where it came from", () => {
		const { end, invite } = direct({ domain: "phone.test", server: parseUri("sip:phone.test:5060") });
		end.advance(SILENCE);
		const second = last(end);
		end.take(answer(second, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] }));
		end.advance(SILENCE);
		// Nobody is left, so it is repeated there until Timer B.
		deepEqual(end.ladder(), ["ACK 2", "INVITE 3", "INVITE 3", "INVITE 3", "INVITE 3"]);
		equal(invite.headers.get("CSeq"), "1 INVITE");
	});

	it("ends with Timer B at the last one", () => {
		const { end } = direct();
		end.advance(SILENCE + 31_999);
		deepEqual(end.news(), ["lookup phone.test"]);
		end.advance(1);
		deepEqual(end.news(), ["ended 1 no answer 408"]);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("is not tried elsewhere once its user has hung up", () => {
		const { end } = direct();
		end.run((agent, now) => agent.hangUp(1, now));
		end.advance(31_000);
		equal(new Set(end.ladder()).size, 1);
	});
});

describe("Late answers of a destination that was given up", () => {
	/** The second INVITE is under way. */
	function gone(): { end: End; first: Request; second: Request } {
		const { end, invite } = direct();
		end.advance(SILENCE);
		const second = last(end);
		end.clear();
		return { end, first: invite, second };
	}

	it("a provisional response draws CANCEL, once, and none went before it (RFC 3261 §9.1)", () => {
		const { end, first } = gone();
		end.take(answer(first, 100, { tag: "" }));
		deepEqual(end.ladder(), ["CANCEL 1"]);
		end.take(answer(first, 180));
		deepEqual([end.ladder(), end.news()], [[], []]);
		end.take(answer(first, 487));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], []]);
	});

	it("a 2xx is acknowledged and ended by BYE, and the call goes on", () => {
		const { end, first, second } = gone();
		end.take(answer(first, 200, { headers: [CONTACT], tag: "late" }));
		deepEqual(end.ladder(), ["ACK 1", "BYE 2"]);
		end.take(answer(second, 200, { headers: [CONTACT], body: "answer" }));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["answered 1 answer"]]);
	});

	it("a refusal is acknowledged and changes nothing", () => {
		const { end, first } = gone();
		end.take(answer(first, 486));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], []]);
	});

	it("are awaited after the call, no longer than Timer B", () => {
		const { end, second } = gone();
		end.take(answer(second, 486));
		deepEqual(end.news(), ["ended 1 busy 486"]);
		equal(end.agent.quiet, false);
		end.advance(32_000 - SILENCE - 1);
		equal(end.agent.quiet, false);
		end.advance(1);
		equal(end.agent.quiet, true);
	});

	it("that ring for ever are forgotten with Timer B", () => {
		const { end, first, second } = gone();
		end.take(answer(second, 486));
		end.take(answer(first, 180));
		end.advance(70_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});
});

describe("A call by the server", () => {
	it("goes to the second one, at its domain, when the first is silent", () => {
		const end = new End({ account: account() });
		end.call("**610");
		equal(end.request().uri, "sip:**610@pbx.test");
		end.advance(SILENCE);
		const second = last(end);
		equal(second.uri, "sip:**610@192.0.2.9");
		equal(second.headers.get("To"), "<sip:**610@192.0.2.9>");
		equal(second.headers.get("From")?.includes("sip:bell@192.0.2.9"), true);
	});

	it("goes to where the registration is, and makes it look to itself when that one is silent", () => {
		const end = new End({ account: account() });
		end.run((agent, now) => agent.registration?.register(now));
		end.advance(SILENCE);
		const registers = end.sent() as Request[];
		end.take(answer(registers.at(-1)!, 200, { headers: ["Expires: 300"] }));
		equal(end.agent.registration?.server?.address, "192.0.2.9");
		end.call("**610");
		equal(end.request().uri, "sip:**610@192.0.2.9");
		end.advance(SILENCE);
		const after = (end.sent() as Request[]).filter(({ headers }) => !headers.get("CSeq")?.startsWith("1 INVITE"));
		deepEqual(
			after.map(({ method, uri }) => `${method} ${uri}`),
			["INVITE sip:**610@pbx.test", "REGISTER sip:192.0.2.9"],
		);
	});

	it("does not wait for a name server while the registration is known", () => {
		const end = new End({ account: { domain: "pbx.test", server: parseUri("sip:pbx.test") } });
		end.run((agent, now) => agent.registration?.register(now));
		end.run((agent, now) => agent.served("_sip._udp.pbx.test", [], now));
		end.run((agent, now) => agent.resolved("pbx.test", ["192.0.2.8"], now));
		end.take(answer(end.request(), 200, { headers: ["Expires: 3000"] }));
		end.advance(600_000);
		end.clear();
		end.call("**610");
		equal(end.request().uri, "sip:**610@pbx.test");
	});
});
