import { equal, ok } from "node:assert/strict";
import type { Hash } from "../../modules/auth/digest.ts";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import type { Response, Source } from "../../modules/http/exchange.ts";
import { stage } from "./stage.ts";

/** Bytecodes of the debug build, which has one per line more, and bytes of chunks, with those of the test itself. */
interface Limit {
	readonly bytecodes: number;
	readonly bytes: number;
}

const HEADERS = Object.freeze({
	host: "192.168.178.40",
	"accept-encoding": "gzip, deflate",
	origin: "http://192.168.178.40",
	"sec-fetch-site": "same-origin",
});
const FILE = Object.freeze({ type: "text/html; charset=utf-8", etag: '"0123456789abcdef"', bytes: new Uint8Array(4) });

/** Runs `task` twice, since the first time counts what is made once, and holds the second time against its limit. */
function within(limit: Limit, task: () => unknown): void {
	task();
	xs.gc();
	xs.resetPeaks();
	const { used } = xs.statistics().chunkBytes;
	const before = xs.meter();
	task();
	const bytecodes = xs.meter() - before;
	const bytes = xs.statistics().chunkBytes.used - used;
	print(`# ${bytecodes} bytecodes, ${bytes} bytes`);
	ok(bytecodes <= limit.bytecodes, `${bytecodes} bytecodes`);
	ok(bytes <= limit.bytes, `${bytes} bytes`);
}

function sourceOf({ body }: Response): Source {
	if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
	return body;
}

/** As cheap as that of the board, whose hash functions are native: for who has only to agree with himself. */
const hash: Hash = (algorithm, text) => `${text.length}`.padStart(algorithm === "MD5" ? 32 : 64, "0");

// Only XS counts.
if (typeof xs !== "undefined")
	describe("Cost of a page request on XS (docs/architecture.md)", () => {
		it("a file", () => {
			const side = stage({ files: { file: () => FILE } }).client();
			within({ bytecodes: 900, bytes: 1_500 }, () => side.open("/", HEADERS));
		});

		it("a file that the browser has", () => {
			const side = stage({ files: { file: () => FILE } }).client();
			within({ bytecodes: 900, bytes: 1_100 }, () => side.open("/", { ...HEADERS, "if-none-match": FILE.etag }));
		});

		it("the status", () => {
			const side = stage().client();
			within({ bytecodes: 1_300, bytes: 1_000 }, () => side.open("/api/status", HEADERS));
		});

		it("the status, with a log-in", () => {
			const house = stage({ password: "correct horse", hash });
			const digest = new DigestClient({ hash, token: () => "0123456789abcdef" });
			const challenges: string[] = [];
			for (const line of (house.client().open("/api/status", HEADERS).fields ?? "").split("\r\n"))
				if (line.startsWith("WWW-Authenticate: ")) challenges.push(line.slice(18));
			digest.challenge(challenges);
			const request = { username: "admin", password: "correct horse", method: "GET", uri: "/api/status" };
			const headers = [1, 2].map(() => ({ ...HEADERS, authorization: digest.authorize(request) }));
			const side = house.client();
			let next = 0;
			within({ bytecodes: 5_500, bytes: 6_200 }, () => {
				equal(side.open("/api/status", headers[next]).status, 200);
				next += 1;
			});
		});

		it("an event of the status", () => {
			const { client, api } = stage();
			const stream = sourceOf(client().open("/api/events", HEADERS));
			let now = 0;
			within({ bytecodes: 900, bytes: 1_100 }, () => {
				now += 1000;
				api.news();
				stream.read(now);
				stream.read(now);
			});
		});

		it("an event of the log", () => {
			const { client, device } = stage();
			const stream = sourceOf(client().open("/api/events", HEADERS));
			stream.read(0);
			within({ bytecodes: 1_100, bytes: 800 }, () => {
				device.log.add({ time: 1_767_225_600_000, level: "info", text: "SIP registration successful" });
				stream.read(0);
				stream.read(0);
			});
		});

		it("an event of the levels", () => {
			const { client, device } = stage();
			const stream = sourceOf(client().open("/api/events", HEADERS));
			device.levels = { microphone: -20, loudspeaker: -30 };
			let now = 0;
			stream.read(now);
			within({ bytecodes: 600, bytes: 400 }, () => {
				now += 200;
				stream.read(now);
				stream.read(now);
			});
		});
	});
