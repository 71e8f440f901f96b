import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { NONCE_LIFETIME, PASSWORD_KEY } from "../../modules/web/access.ts";
import { ROUTES } from "../../modules/web/routes.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { hash } from "../support/hash.ts";
import type { Client, Reply } from "./client.ts";
import { PASSWORD, stage } from "./stage.ts";

const URI = "/api/status";

function credentials(challenges: readonly string[], password = PASSWORD, username = "admin"): DigestClient {
	const side = new DigestClient({ hash, token: () => "c" });
	side.challenge(challenges);
	const authorize = side.authorize.bind(side);
	side.authorize = (request) => authorize({ ...request, username, password });
	return side;
}

function proof(side: DigestClient): string {
	return side.authorize({ username: "", password: "", method: "GET", uri: URI }) ?? "";
}

function show(client: Client, authorization: string, now = 0): Reply {
	return client.ask(`GET ${URI}`, { headers: { authorization }, now });
}

function challengesOf(client: Client, now = 0): string[] {
	return client.ask(`GET ${URI}`, { now }).all("WWW-Authenticate");
}

describe("Access without a password", () => {
	it("is open on the desktop, until one is set", () => {
		const { client } = stage();
		equal(client().ask("GET /api/access").json.access, "open");
		equal(client().ask("PUT /api/password", { body: { new: PASSWORD } }).status, 204);
		deepEqual(client().ask("GET /api/access").json, { access: "login", armed: false, wifi: true, updates: true });
		equal(client().ask("GET /api/status").status, 401);
		equal(client(PASSWORD).ask("GET /api/status").status, 200);
	});

	it("is locked on the board: nothing works but asking how things stand", () => {
		const { client } = stage({ open: false });
		deepEqual(client().ask("GET /api/access").json, { access: "locked", armed: false, wifi: true, updates: true });
		for (const { method, path, receive } of ROUTES) {
			if (path === "/api/access") continue;
			const type = receive ? "application/octet-stream" : "application/json";
			const reply = client().ask(`${method} ${path.replace("{number}", "1")}`, { headers: { "content-type": type } });
			deepEqual([reply.status, reply.field("WWW-Authenticate")], [403, undefined], path);
			match(reply.json.error, /set-up button/);
		}
	});

	it("offers the first password and Wi-Fi while it is armed, and nothing else", () => {
		const { client, arm } = stage({ open: false });
		arm(true);
		deepEqual(client().ask("GET /api/access").json, {
			access: "first password",
			armed: true,
			wifi: true,
			updates: true,
		});
		equal(client().ask("GET /api/wifi/scan").status, 200);
		equal(client().ask("POST /api/wifi/join", { body: { name: "House", password: "" } }).status, 202);
		deepEqual(client().ask("GET /api/status").json, { error: "Set a password first" });
		equal(client().ask("PUT /api/password", { body: { new: PASSWORD } }).status, 204);
		arm(false);
		equal(client(PASSWORD).ask("GET /api/status").status, 200);
		equal(client().ask("GET /api/wifi/scan").status, 401);
	});
});

describe("Password of the administrator", () => {
	it("has 8 to 64 characters", () => {
		const { client, arm } = stage({ open: false });
		arm(true);
		for (const text of ["", "1234567", "x".repeat(65)]) {
			const reply = client().ask("PUT /api/password", { body: { new: text } });
			deepEqual([reply.status, reply.json], [422, { errors: { new: "8 to 64 characters" } }]);
		}
		equal(client().ask("PUT /api/password", { body: { new: "ä".repeat(64) } }).status, 204);
		equal(client("ä".repeat(64)).ask("GET /api/status").status, 200);
	});

	it("is changed by whoever is logged in and knows the old one", () => {
		const { client, lines } = stage({ password: PASSWORD });
		const change = (old: string | undefined) =>
			client(PASSWORD).ask("PUT /api/password", { body: { old, new: "staple battery" } });
		deepEqual(change(undefined).json, { errors: { old: "the present password" } });
		deepEqual(change("wrong").json, { errors: { old: "is wrong" } });
		equal(change(PASSWORD).status, 204);
		equal(client(PASSWORD).ask("GET /api/status").status, 401);
		equal(client("staple battery").ask("GET /api/status").status, 200);
		deepEqual(lines.slice(0, 2), [
			"error: Wrong password for the control page from 192.0.2.9",
			"info: Password of the control page changed from 192.0.2.9",
		]);
	});

	it("cannot be changed, nor the old one be guessed, without a log-in", () => {
		const { client, lines } = stage({ password: PASSWORD });
		equal(client().ask("PUT /api/password", { body: { old: PASSWORD, new: "staple battery" } }).status, 401);
		deepEqual(lines, []);
	});

	it("that is forgotten is replaced while the device is armed, without the old one", () => {
		const { client, arm } = stage({ password: PASSWORD });
		arm(true);
		deepEqual(client().ask("GET /api/access").json, { access: "login", armed: true, wifi: true, updates: true });
		equal(client().ask("GET /api/status").status, 401);
		equal(client().ask("PUT /api/password", { body: { new: "staple battery" } }).status, 204);
		equal(client("staple battery").ask("GET /api/status").status, 200);
	});

	it("once set, is needed by everyone: the device is armed no longer", () => {
		const { client, arm } = stage({ open: false });
		arm(true);
		equal(client().ask("PUT /api/password", { body: { new: PASSWORD } }).status, 204);
		equal(client().ask("PUT /api/password", { body: { new: "staple battery" } }).status, 401);
		equal(client(PASSWORD).ask("PUT /api/password", { body: { new: "staple battery" } }).status, 422);
		equal(client(PASSWORD).ask("GET /api/status").status, 200);
	});

	it("is kept as hashes with a salt, and counts again after a restart", () => {
		const storage = new VirtualStorage();
		stage({ storage, password: PASSWORD });
		const stored = storage.read(PASSWORD_KEY) ?? "";
		equal(stored.includes(PASSWORD), false);
		const [salt] = stored.split(" ");
		const a1 = `admin:SIP doorbell ${salt}:${PASSWORD}`;
		equal(stored, [salt, hash("SHA-256", a1), hash("MD5", a1)].join(" "));
		const { client } = stage({ storage, open: true });
		equal(client(PASSWORD).ask("GET /api/status").status, 200);
		equal(client("wrong wrong").ask("GET /api/status").status, 401);
	});

	it("that cannot be read any more locks the device", () => {
		for (const stored of ["", "garbage", `${"0".repeat(16)} ${"0".repeat(64)}`]) {
			const storage = new VirtualStorage();
			storage.write(PASSWORD_KEY, stored);
			equal(stage({ storage, open: false }).access.state, "locked");
		}
	});

	it("goes on counting where a new one cannot be stored", () => {
		const { client, storage } = stage({ password: PASSWORD });
		storage.hook = (operation) => {
			if (operation === "write") throw new Error("full");
		};
		const reply = client(PASSWORD).ask("PUT /api/password", { body: { old: PASSWORD, new: "staple battery" } });
		deepEqual([reply.status, reply.json.error], [503, "The password cannot be stored"]);
		storage.hook = undefined;
		equal(client(PASSWORD).ask("GET /api/status").status, 200);
	});

	it("is forgotten by a factory reset", () => {
		const { access, storage } = stage({ password: PASSWORD, open: false });
		access.forget();
		deepEqual([access.state, storage.read(PASSWORD_KEY)], ["locked", undefined]);
	});

	it("given on the command line stays the same as long as it is the same", () => {
		const { access, storage } = stage({ password: PASSWORD });
		const stored = storage.read(PASSWORD_KEY);
		equal(access.set(PASSWORD), true);
		equal(storage.read(PASSWORD_KEY), stored);
		equal(access.set("short"), false);
		equal(access.set("staple battery"), true);
		notEqual(storage.read(PASSWORD_KEY), stored);
	});
});

describe("Log-in (RFC 7616)", () => {
	it("offers SHA-256 and then MD5, in a realm of this password alone", () => {
		const { client } = stage({ password: PASSWORD });
		const challenges = challengesOf(client());
		equal(challenges.length, 2);
		match(challenges[0]!, /^Digest realm="SIP doorbell [0-9a-f]{16}", nonce="\w+", algorithm=SHA-256, qop="auth"$/);
		match(challenges[1]!, /^Digest realm="SIP doorbell [0-9a-f]{16}", nonce="\w+", algorithm=MD5, qop="auth"$/);
	});

	it("is possible with either", () => {
		const { client } = stage({ password: PASSWORD });
		for (const challenge of challengesOf(client()))
			equal(show(client(), proof(credentials([challenge]))).status, 200, challenge);
	});

	it("is asked for by every call but one", () => {
		const { client } = stage({ password: PASSWORD });
		for (const { method, path, receive } of ROUTES) {
			const type = receive ? "application/octet-stream" : "application/json";
			const line = `${method} ${path.replace("{number}", "1")}`;
			equal(client().ask(line, { headers: { "content-type": type } }).status, path === "/api/access" ? 200 : 401, line);
		}
	});

	it("is refused to another user, another method, another target and another scheme", () => {
		const { client } = stage({ password: PASSWORD });
		equal(show(client(), proof(credentials(challengesOf(client()), PASSWORD, "root"))).status, 401);
		const authorization = proof(credentials(challengesOf(client())));
		equal(client().ask("HEAD /api/status", { headers: { authorization } }).status, 401);
		equal(client().ask("GET /api/config", { headers: { authorization } }).status, 401);
		equal(show(client(), "Basic YWRtaW46Y29ycmVjdCBob3JzZQ==").status, 401);
		equal(show(client(), "Digest").status, 401);
	});

	it("is refused with anything else in the user name", () => {
		const { client } = stage({ password: PASSWORD });
		const authorization = proof(credentials(challengesOf(client())));
		equal(show(client(), authorization.replace("admin", "admin\x07")).status, 401);
		equal(show(client(), authorization).status, 200);
	});

	it("takes a proof once: who has overheard it can do nothing with it", () => {
		const { client, device } = stage({ password: PASSWORD });
		const side = credentials(challengesOf(client()));
		const uri = "/api/door/open";
		const authorization = side.authorize({ username: "", password: "", method: "POST", uri });
		equal(client().ask(`POST ${uri}`, { headers: { authorization } }).status, 204);
		const replayed = client().ask(`POST ${uri}`, { headers: { authorization } });
		equal(replayed.status, 401);
		match(replayed.field("WWW-Authenticate") ?? "", /stale=true/);
		deepEqual(device.deeds, ["open the door"]);
	});

	it("lasts an hour, then a new proof is asked for, which is no wrong try", () => {
		const { client, lines } = stage({ password: PASSWORD });
		const side = credentials(challengesOf(client(), 0));
		equal(show(client(), proof(side), NONCE_LIFETIME).status, 200);
		for (let turn = 0; turn < 9; turn++) {
			const late = show(client(), proof(side), NONCE_LIFETIME + 1);
			equal(late.status, 401);
			match(late.field("WWW-Authenticate") ?? "", /stale=true/);
		}
		deepEqual(lines, []);
	});

	it("ends for everyone when the password changes, which is no wrong try of anyone", () => {
		const { client, lines } = stage({ password: PASSWORD });
		const side = credentials(challengesOf(client()));
		equal(show(client(), proof(side)).status, 200);
		client(PASSWORD).ask("PUT /api/password", { body: { old: PASSWORD, new: "staple battery" } });
		for (let turn = 0; turn < 9; turn++) equal(show(client(), proof(side)).status, 401);
		equal(lines.length, 1);
	});
});
