import { deepEqual, equal, match } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End, type EndOptions } from "./pair.ts";
import { answer } from "./stranger.ts";

function called(options: EndOptions = { account: { domain: "door.test", server: parseUri("sip:192.0.2.8") } }): {
	end: End;
	invite: Request;
} {
	const end = new End(options);
	end.call("sip:bob@192.0.2.9");
	return { end, invite: end.request() };
}

/** What is sent and reported after a redirection to these contacts. */
function redirected(status: number, ...contacts: string[]): string[] {
	const { end, invite } = called();
	end.take(answer(invite, status, { headers: contacts.map((contact) => `Contact: ${contact}`) }));
	return [...(end.sent() as Request[]).map(({ method, uri }) => `${method} ${uri}`), ...end.news()];
}

describe("Redirection (RFC 3261 §8.1.3.4)", () => {
	it("is followed with the same Call-ID, From and To, and CSeq + 1", () => {
		const { end, invite } = called();
		end.take(answer(invite, 302, { headers: ["Contact: <sip:carol@192.0.2.9:5090>;q=0.5"] }));
		const [acknowledgement, again] = end.sent() as Request[];
		equal(acknowledgement?.method, "ACK");
		equal(again?.uri, "sip:carol@192.0.2.9:5090");
		equal(again?.headers.get("CSeq"), "2 INVITE");
		for (const name of ["Call-ID", "From", "To"]) equal(again?.headers.get(name), invite.headers.get(name));
		end.take(answer(again!, 200, { headers: ["Contact: <sip:carol@192.0.2.9:5090>"], body: "answer" }));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["answered 1 answer"]]);
	});

	it("is followed to the host that was called, to our domain and to our server, and nowhere else", () => {
		const ACK = "ACK sip:bob@192.0.2.9";
		deepEqual(redirected(301, "<sip:carol@192.0.2.9>"), [ACK, "INVITE sip:carol@192.0.2.9"]);
		deepEqual(redirected(302, "<sip:carol@DOOR.test>"), [ACK, "INVITE sip:carol@DOOR.test"]);
		deepEqual(redirected(300, "<sip:carol@192.0.2.8>"), [ACK, "INVITE sip:carol@192.0.2.8"]);
		for (const contact of [
			"<sip:premium@192.0.2.66>",
			"<sips:carol@192.0.2.9>",
			"<tel:0900123>",
			"<sip:carol@192.0.2.9?Subject=x>",
			"*",
			"<sip:",
		]) {
			deepEqual(redirected(302, contact), [ACK, "ended 1 failed 302"]);
		}
		deepEqual(redirected(302), [ACK, "ended 1 failed 302"]);
	});

	it("goes to the first Contact that may be called", () => {
		deepEqual(redirected(300, "<sip:x@192.0.2.66>, <sip:carol@192.0.2.9>", "<sip:dave@192.0.2.9>"), [
			"ACK sip:bob@192.0.2.9",
			"INVITE sip:carol@192.0.2.9",
		]);
	});

	it("is not followed when another proxy or another service is asked for", () => {
		for (const status of [305, 380]) {
			deepEqual(redirected(status, "<sip:carol@192.0.2.9>"), ["ACK sip:bob@192.0.2.9", `ended 1 failed ${status}`]);
		}
	});

	it("is followed once", () => {
		const { end, invite } = called();
		const headers = ["Contact: <sip:carol@192.0.2.9>"];
		end.take(answer(invite, 302, { headers }));
		end.take(answer(end.sent()[1] as Request, 302, { headers }));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["ended 1 failed 302"]]);
		equal(end.agent.quiet, true);
	});

	it("the server may challenge for the new target, too", () => {
		const { end, invite } = called();
		end.take(answer(invite, 302, { headers: ["Contact: <sip:carol@192.0.2.8>"] }));
		const headers = ['WWW-Authenticate: Digest realm="r", nonce="n"'];
		end.take(answer(end.sent()[1] as Request, 401, { headers }));
		const [, again] = end.sent() as Request[];
		equal(again?.uri, "sip:carol@192.0.2.8");
		match(again?.headers.get("Authorization") ?? "", /uri="sip:carol@192.0.2.8"/);
	});

	it("a new target elsewhere gets no proof of the password, neither unasked nor asked for", () => {
		const end = new End({ account: { domain: "192.0.2.9", server: parseUri("sip:192.0.2.8") } });
		end.call("22");
		const invite = end.request();
		const headers = ['WWW-Authenticate: Digest realm="r", nonce="n"'];
		end.take(answer(invite, 401, { headers }));
		const [, again] = end.sent() as Request[];
		match(again?.headers.get("Authorization") ?? "", /nonce="n"/);
		end.take(answer(again!, 302, { headers: ["Contact: <sip:carol@192.0.2.9:5090>"] }));
		const [, elsewhere] = end.sent() as Request[];
		deepEqual([elsewhere?.uri, elsewhere?.headers.get("Authorization")], ["sip:carol@192.0.2.9:5090", undefined]);
		end.take(answer(elsewhere!, 401, { headers }));
		deepEqual([end.ladder(), end.news()], [["ACK 3"], ["ended 1 failed 401"]]);
	});

	it("works without a server of our own", () => {
		const { end, invite } = called({});
		end.take(answer(invite, 302, { headers: ["Contact: <sip:carol@192.0.2.9>"] }));
		deepEqual(end.ladder(), ["ACK 1", "INVITE 2"]);
	});
});
