import { equal } from "node:assert/strict";
import { type Account, nextHop, routeOf, targetUri } from "../../modules/sip/account.ts";
import { parseUri, type Uri } from "../../modules/sip/uri.ts";

function account(server: string | undefined, more: Partial<Account> = {}): Account {
	return {
		user: "620",
		displayName: "Bell",
		domain: server === undefined ? "" : "pbx.test",
		server: server === undefined ? undefined : parseUri(`sip:${server}`),
		proxied: false,
		credentials: { username: "620", password: "secret", minimum: "MD5" },
		expires: 600,
		...more,
	};
}

function uri(text: string): Uri {
	const result = parseUri(text);
	if (!result) throw new Error(text);
	return result;
}

describe("Targets as people write them (RFC 3261 §19.1)", () => {
	const pbx = account("pbx.test");

	function target(text: string, who = pbx): string | undefined {
		return targetUri(text, who)?.text;
	}

	it("F8: keep * and write # as %23, and strip nothing", () => {
		equal(target("**610"), "sip:**610@pbx.test");
		equal(target("*#21#"), "sip:*%2321%23@pbx.test");
		equal(target("+49301234"), "sip:+49301234@pbx.test");
		equal(target("0012-34"), "sip:0012-34@pbx.test");
		equal(target(" front door "), "sip:front%20door@pbx.test");
		equal(target("#1@10.0.0.7"), "sip:%231@10.0.0.7");
		equal(target("sip:#1@10.0.0.7"), "sip:%231@10.0.0.7");
	});

	it("may be an address with a host of its own", () => {
		equal(target("phone@10.0.0.7"), "sip:phone@10.0.0.7");
		equal(target("sip:phone@10.0.0.7:5070;transport=udp"), "sip:phone@10.0.0.7:5070;transport=udp");
		equal(target("SIPS:phone@[2001:db8::1]"), "SIPS:phone@[2001:db8::1]");
		equal(target("sip:10.0.0.7"), "sip:10.0.0.7");
		equal(target("50%25@10.0.0.7"), "sip:50%25@10.0.0.7");
	});

	it("name nobody when they are empty or broken, or a number without a server", () => {
		equal(target(""), undefined);
		equal(target("  "), undefined);
		equal(target("sip:"), undefined);
		equal(target("a b@host"), undefined);
		equal(target("**610", account(undefined)), undefined);
		equal(target("phone@10.0.0.7", account(undefined)), "sip:phone@10.0.0.7");
	});
});

describe("Next hop outside a dialog (RFC 3261 §8.1.2)", () => {
	function hop(target: string, who: Account): string {
		return nextHop(uri(target), who).text;
	}

	it("is the server for its domain", () => {
		equal(hop("sip:611@pbx.test", account("10.0.0.1:5070")), "sip:10.0.0.1:5070");
		equal(hop("sip:611@PBX.test", account("10.0.0.1:5070")), "sip:10.0.0.1:5070");
	});

	it("is the server for the server's own address", () => {
		equal(hop("sip:611@Edge.test:5070", account("edge.test:5070")), "sip:edge.test:5070");
	});

	it("is the host that the URI names otherwise", () => {
		equal(hop("sip:phone@10.0.0.7", account("10.0.0.1")), "sip:phone@10.0.0.7");
		equal(hop("sip:phone@10.0.0.7", account(undefined)), "sip:phone@10.0.0.7");
	});

	it("is not the server for another port of the same machine", () => {
		const here = account("127.0.0.1:5070", { domain: "127.0.0.1" });
		equal(hop("sip:611@127.0.0.1", here), "sip:127.0.0.1:5070");
		equal(hop("sip:611@127.0.0.1:5070", here), "sip:127.0.0.1:5070");
		equal(hop("sip:phone@127.0.0.1:5071", here), "sip:phone@127.0.0.1:5071");
	});

	it("is an outbound proxy for all of the domain", () => {
		const proxied = account("proxy.test", { proxied: true });
		equal(hop("sip:611@pbx.test", proxied), "sip:proxy.test");
		equal(hop("sip:611@pbx.test:5080", proxied), "sip:proxy.test");
		equal(hop("sip:phone@10.0.0.7", proxied), "sip:phone@10.0.0.7");
	});
});

describe("Route to an outbound proxy (RFC 3261 §8.1.2, §16.12)", () => {
	it("is told to a proxy alone", () => {
		equal(routeOf(uri("sip:611@pbx.test"), account("pbx.test")), undefined);
		equal(routeOf(uri("sip:611@pbx.test"), account(undefined, { proxied: true })), undefined);
		equal(routeOf(uri("sip:611@pbx.test"), account("edge.test:5070", { proxied: true })), "<sip:edge.test:5070;lr>");
	});

	it("says once that the proxy routes loosely", () => {
		equal(routeOf(uri("sip:611@pbx.test"), account("edge.test;lr", { proxied: true })), "<sip:edge.test;lr>");
	});

	it("is not told to a phone that is called directly", () => {
		equal(routeOf(uri("sip:phone@10.0.0.7"), account("edge.test", { proxied: true })), undefined);
	});
});
