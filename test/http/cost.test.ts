import { equal, ok } from "node:assert/strict";
import { Connection } from "../../modules/http/connection.ts";
import { CHROMIUM, CHROMIUM_API } from "./chromium.ts";

/** Of one request from its bytes to those of the response; the tests run on a debug build, which adds a fifth. */
const LIMITS = {
	page: { text: CHROMIUM, bytecodes: 3_800, chunkBytes: 2_700 },
	"call of the API with its log-in": { text: CHROMIUM_API, bytecodes: 5_400, chunkBytes: 4_500 },
} as const;

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
			const connection = new Connection({ handler: () => response, address: "192.0.2.7", text: codec, now: 0 });
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
