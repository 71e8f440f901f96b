import { equal, ok } from "node:assert/strict";
import { Connection } from "../../modules/http/connection.ts";
import type { Sink } from "../../modules/http/exchange.ts";
import { CHROMIUM, CHROMIUM_API } from "./chromium.ts";

/** Of one request from its bytes to those of the response; the tests run on a debug build, which adds a fifth. */
const LIMITS = {
	page: { text: CHROMIUM, bytecodes: 3_900, chunkBytes: 2_700 },
	"call of the API with its log-in": { text: CHROMIUM_API, bytecodes: 5_400, chunkBytes: 4_500 },
} as const;

/**
 * The longest step that a hostile client can make us do. At two million bytecodes a second it is 7 ms on the board:
 * about a third of a frame of sound.
 */
const STEP_LIMIT = 14_000;
/** Bytes that arrive at once. */
const SEGMENT = 1_436;

const HOST = "Host: 192.168.178.40\r\n";
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`;
/** Requests that are made to be dear. */
const HOSTILE: Readonly<Record<string, string>> = {
	"as many short headers as there may be": `GET / HTTP/1.1\r\n${HOST}${"a:b\r\n".repeat(600)}\r\n`,
	"known headers over and over again": `GET / HTTP/1.1\r\n${HOST}${"Origin: x\r\n".repeat(200)}\r\n`,
	"a long target with escapes": `GET /${"%41".repeat(800)} HTTP/1.1\r\n${HOST}\r\n`,
	"many segments and queries": `GET ${"/a?&".repeat(400)} HTTP/1.1\r\n${HOST}\r\n`,
	"a head that never ends": `GET / HTTP/1.1\r\nX: ${"y".repeat(4_000)}`,
	"bare line ends": `GET / HTTP/1.1\n${"\n\r".repeat(1_500)}`,
	"tiny chunks": CHUNKED + "1\r\nx\r\n".repeat(600),
	"chunks with extensions": `${CHUNKED}${"1;a=b;c=d;e=f\r\nx\r\n".repeat(150)}`,
	"many requests at once": `GET / HTTP/1.1\r\n${HOST}\r\n`.repeat(80),
	"no HTTP at all": "\0\xff\r\n".repeat(800),
};

const FIELDS =
	"Content-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\nCache-Control: no-store\r\n";

/** The XS test host; elsewhere nothing is measured. */
const host: typeof xs | undefined = "xs" in globalThis ? xs : undefined;

describe("HTTP request's cost on XS", () => {
	for (const [name, { text, bytecodes, chunkBytes }] of Object.entries(LIMITS)) {
		it(`is within its limits for a ${name}`, () => {
			if (host === undefined) return;
			const codec = {
				encode: (words: string) => new Uint8Array(ArrayBuffer.fromString(words)),
				decode: (bytes: Uint8Array) => xs.decode(bytes),
			};
			const response = { status: 200, fields: FIELDS, body: '{"state":"REGISTERED"}' };
			const connection = new Connection({
				handler: { handle: () => response },
				address: "192.0.2.7",
				text: codec,
				now: 0,
			});
			const bytes = codec.encode(text);
			const ask = () => {
				connection.receive(bytes, 0);
				return connection.write(1_436, 0);
			};
			ask();
			host.gc();
			const before = { meter: host.meter(), used: host.statistics().chunkBytes.used };
			const length = ask()?.length ?? 0;
			const spent = { bytecodes: host.meter() - before.meter, bytes: host.statistics().chunkBytes.used - before.used };
			print(`# ${name}: ${spent.bytecodes} bytecodes, ${spent.bytes} bytes of chunks`);
			ok(length > 200);
			ok(spent.bytecodes <= bytecodes, `${spent.bytecodes} bytecodes`);
			ok(spent.bytes <= chunkBytes, `${spent.bytes} bytes of chunks`);
			equal(connection.busy, false);
		});
	}
});

describe("Hostile HTTP requests' cost on XS", () => {
	for (const [name, text] of Object.entries(HOSTILE)) {
		it(`is within a step's limit for ${name}`, () => {
			if (host === undefined) return;
			const codec = {
				encode: (words: string) => new Uint8Array(ArrayBuffer.fromString(words)),
				decode: (bytes: Uint8Array) => xs.decode(bytes),
			};
			const sink: Sink = { limit: 8_192, write: () => undefined, end: () => ({ status: 204 }), abort() {} };
			const connection = new Connection({ handler: { handle: () => sink }, address: "192.0.2.7", text: codec, now: 0 });
			const bytes = codec.encode(text);
			let longest = 0;
			const step = (action: () => void) => {
				const before = host.meter();
				action();
				longest = Math.max(longest, host.meter() - before);
			};
			for (let at = 0; at < bytes.length && !connection.closed; at += SEGMENT) {
				if (connection.hungry) step(() => connection.receive(bytes.slice(at, at + SEGMENT), 0));
				do step(() => connection.write(SEGMENT, 0));
				while (connection.pending && !connection.closed);
			}
			print(`# ${name}: ${longest} bytecodes`);
			ok(longest <= STEP_LIMIT, `${longest} bytecodes`);
		});
	}
});
