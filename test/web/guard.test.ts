import { deepEqual, equal } from "node:assert/strict";
import { stage } from "./stage.ts";

describe("Host check against DNS rebinding", () => {
	const statusFor = (host: string | undefined, names: readonly string[] = []) =>
		stage({ names: { names } }).client().ask("GET /api/status", { headers: { host } }).status;

	it("takes addresses, names of one label and names that exist in the house only", () => {
		const ours = ["192.168.178.40", "127.0.0.1:8080", "[::1]", "[fe80::1]:8080", "localhost", "LOCALHOST:8080"];
		for (const host of [...ours, "doorbell", "sip_bell-2", "doorbell.local", "Doorbell.LOCAL:80", "a.b.local"])
			equal(statusFor(host), 200, host);
	});

	it("refuses names that anyone can register, and what is no name", () => {
		const others = ["evil.example", "doorbell.local.evil.example", "1.2.3.4.evil.example", "local.", "evil.example:80"];
		for (const host of [
			...others,
			"",
			undefined,
			":80",
			"[::1",
			"[evil.example]",
			"a b",
			"user@localhost",
			"localhost:x",
		])
			equal(statusFor(host), 403, host);
	});

	it("takes further names that are said to be ours, and only those", () => {
		equal(statusFor("Bell.Example.org:8080", ["other.example", "bell.example.ORG"]), 200);
		equal(statusFor("evil.example.org", ["example.org"]), 403);
	});

	it("is for files, too, and for calls without a log-in", () => {
		const { client } = stage();
		for (const path of ["/", "/api/access"])
			equal(client().ask(`GET ${path}`, { headers: { host: "evil.example" } }).status, 403);
	});
});

describe("Set-up network", () => {
	const PHONE = "192.168.4.2";
	const names = { names: [], portal: (address: string) => (address === PHONE ? "http://192.168.4.1/" : undefined) };
	const ask = (line: string, host: string, address = PHONE) =>
		stage({ names }).client().ask(line, { headers: { host }, address });

	it("leads every page that a phone asks for to ours, which shows it that there is one", () => {
		for (const [host, path] of [
			["captive.apple.com", "/hotspot-detect.html"],
			["connectivitycheck.gstatic.com", "/generate_204"],
			["www.msftconnecttest.com", "/connecttest.txt"],
			["detectportal.firefox.com", "/canonical.html?lang=de"],
			["evil.example:8080", "/"],
		] as const) {
			const reply = ask(`GET ${path}`, host);
			deepEqual([reply.status, reply.text], [302, ""], host);
			deepEqual([reply.field("Location"), reply.field("Cache-Control")], ["http://192.168.4.1/", "no-store"]);
		}
		equal(ask("HEAD /", "captive.apple.com").status, 302);
	});

	it("serves our own address as ever", () => {
		deepEqual([ask("GET /", "192.168.4.1").status, ask("GET /api/status", "192.168.4.1").status], [404, 200]);
	});

	it("leads nobody else, no call of the API, and nothing that changes something", () => {
		equal(ask("GET /", "captive.apple.com", "192.168.178.20").status, 403);
		equal(ask("GET /api/access", "evil.example").status, 403);
		equal(ask("POST /", "evil.example").status, 403);
		equal(ask("PUT /api/password", "evil.example").status, 403);
	});
});

describe("Same origin for everything that changes something", () => {
	const post = (headers: Readonly<Record<string, string>>) => {
		const { client, device } = stage();
		const { status } = client().ask("POST /api/door/open", { headers });
		deepEqual(device.deeds, status === 204 ? ["open the door"] : []);
		return status;
	};

	it("takes our own page, and clients that are no browser", () => {
		equal(post({}), 204);
		equal(post({ origin: "http://door.local" }), 204);
		equal(post({ origin: "http://Door.local:8080", host: "door.local:8080" }), 204);
		equal(post({ origin: "http://door.local", "sec-fetch-site": "same-origin" }), 204);
		equal(post({ "sec-fetch-site": "none" }), 204);
	});

	it("refuses the pages of others", () => {
		const others = ["http://evil.example", "https://door.local", "http://door.local:8081", "null", "", "door.local"];
		for (const origin of others) equal(post({ origin }), 403, origin);
		for (const site of ["cross-site", "same-site", "", "Same-Origin"])
			equal(post({ "sec-fetch-site": site }), 403, site);
		equal(post({ origin: "http://door.local", "sec-fetch-site": "cross-site" }), 403);
	});

	it("lets other sites read nothing either, nor take our streams", () => {
		const { client } = stage();
		const get = (site: string) => client().ask("GET /api/events", { headers: { "sec-fetch-site": site } }).status;
		deepEqual([get("cross-site"), get("same-origin")], [403, 200]);
	});
});
