import { equal, match } from "node:assert/strict";
import { host, keys, server, user, zone } from "../../modules/config/rules.ts";
import type { TextRule } from "../../modules/config/setting.ts";

function takes(rule: TextRule, ...texts: readonly string[]): void {
	for (const text of texts) equal(rule(text), undefined, text);
}

function refuses(rule: TextRule, why: RegExp, ...texts: readonly string[]): void {
	for (const text of texts) match(rule(text) ?? "", why, text);
}

describe("Rules for texts in the settings", () => {
	it("a host is a name or an address", () => {
		takes(host, "", "fritz.box", "pbx", "my_pbx", "3cx.example.com", "192.168.178.1", "255.0.0.10", "[fe80::1]");
		refuses(host, /^a host name or an address/, "fritz box", "fritz.box:5060", "-x", "192.168.178", "1.2.3.400");
		refuses(host, /^a host name or an address/, "1.2.3.4.", "620", "fe80::1", "sip:fritz.box", "a@b");
		refuses(
			host,
			/^a host name or an address/,
			"a..b",
			".a",
			"a-.b",
			"a.",
			"[fe80::1",
			"[]",
			"1.2.3.x.4",
			"1.2.3.99999",
		);
	});

	it("a server is a host, perhaps with a port", () => {
		takes(server, "", "fritz.box", "fritz.box:5062", "127.0.0.1:65535", "[::1]", "[::1]:5060");
		refuses(server, /perhaps with a port/, ":5060", "fritz.box:", "fritz.box:0", "fritz.box:65536", "fritz.box:sip");
		refuses(server, /perhaps with a port/, "::1", "sip:fritz.box:5060", "fritz.box:5060:1", "256.1.1.1:5060");
	});

	it("a user has no sip: and no @", () => {
		takes(user, "", "620", "**620", "front-door_1.a", "o'neil%40home");
		refuses(user, /^a user name alone/, "sip:620", "620@fritz.box", "front door", 'a"b', "<620>");
	});

	it("keys are those of a phone", () => {
		takes(keys, "", "9", "*1#", "0123456789*#");
		refuses(keys, /^only the keys/, "12a", "1 2", "A");
	});

	it("a time zone has the POSIX form", () => {
		takes(zone, "UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "IST-5:30", "<+0545>-5:45");
		takes(zone, "NZST-12NZDT,M9.5.0,M4.1.0/3", "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
		takes(zone, "AAA3BBB,J60/2:30:00,300");
		refuses(zone, /^a POSIX time zone/, "", "CET", "Europe/Berlin", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "E5");
		refuses(zone, /^a POSIX time zone/, "UTC0,M3.5.0,M10.5.0", "AAA1BBB,J1", "AAA1BBB,J1,", "AAA1BBB,J1,J2,J3");
	});

	it("are judged in a time that grows with the text only", () => {
		for (const piece of ["a", "a.", "a-", "1.", "[", ":", "a:", "a1", "<", "1:00", "/", "M1.1.0,", "J1/"]) {
			const text = piece.repeat(128).slice(0, 128);
			for (const rule of [host, server, user, keys, zone]) {
				rule(text);
				rule(`AAA1BBB,${text}!`);
				rule(`AAA1BBB,J1,J2/${text}!`);
			}
		}
	});
});
