import { ok } from "node:assert/strict";
import { ROUTES } from "../../modules/web/routes.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { mutateBytes, seeded } from "../rtp/random.ts";
import { PASSWORD, stage } from "./stage.ts";

const ROUNDS = 1_500;
const METHODS = Object.freeze(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", ""]);
const BODIES = Object.freeze([
	'{"on":true,"target":"**610","digits":"4711","new":"correct horse","confirm":true,"name":"a","password":""}',
	'{"version":1,"sip.user":"620","sip.port":5060,"sip.password":"x","button.1.targets":"**9, **8 20"}',
	'{"sip.expires":[1,{"a":null}],"__proto__":{"on":true},"constructor":1,"toString":"x"}',
]);
const HEADERS: readonly (readonly [string, string])[] = Object.freeze([
	["host", "[fe80::1]:8080"] as const,
	["origin", "http://door.local"] as const,
	["sec-fetch-site", "same-origin"] as const,
	["content-type", "application/octet-stream; charset=utf-8"] as const,
	["if-none-match", 'W/"abc", "def"'] as const,
	["accept-encoding", "gzip;q=0.5, *;q=0"] as const,
	["last-event-id", "b00t-12"] as const,
	[
		"authorization",
		'Digest username="admin", realm="SIP doorbell 0000000000000001", nonce="00000", uri="/api/status", response="0123", algorithm=SHA-256, cnonce="c", qop=auth, nc=00000001',
	] as const,
]);

describe("Hostile requests", () => {
	for (const password of [undefined, PASSWORD])
		it(`are answered, ${password === undefined ? "open" : "with a password"}`, () => {
			const random = seeded(3);
			const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)]!;
			const spoil = (text: string) =>
				random() < 0.5 ? text : utf8.decode(mutateBytes(utf8.encode(text), random)).replaceAll(" ", "");
			const options = password === undefined ? {} : { password };
			let house = stage(options);
			for (let round = 0; round < ROUNDS; round++) {
				// Some of them succeed, and change what the next ones meet.
				if (round % 100 === 0) house = stage(options);
				const { path, method } = pick(ROUTES);
				const headers: Record<string, string> = {};
				for (const [name, value] of HEADERS) if (random() < 0.2) headers[name] = spoil(value);
				const target = `${spoil(path.replace("{number}", "1"))}${random() < 0.2 ? spoil("?since=1&preview=true&last=b00t-1") : ""}`;
				const line = `${random() < 0.7 ? method : pick(METHODS)} ${target}`;
				const body = mutateBytes(utf8.encode(pick(BODIES)), random);
				const asked = { headers, body, now: 50 * round, address: `192.0.2.${round % 40}` };
				const { status, fields } = house.client(random() < 0.3 ? password : undefined).ask(line, asked);
				ok(Number.isInteger(status) && status >= 200 && status < 504 && status !== 500, `${line}: ${status}`);
				ok(
					fields
						.split("\r\n")
						.slice(0, -1)
						.every((field) => /^[A-Za-z-]+: \S/.test(field)),
					`${line}: ${fields}`,
				);
			}
		});
});
