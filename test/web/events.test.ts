import { deepEqual, equal, ok } from "node:assert/strict";
import type { Source } from "../../modules/http/exchange.ts";
import {
	COMMENT_INTERVAL,
	LEVEL_INTERVAL,
	STATUS_INTERVAL,
	STATUS_INTERVAL_IN_CALL,
	STATUS_PAUSE,
} from "../../modules/web/events.ts";
import { type Stage, stage } from "./stage.ts";

function open({ client }: Stage, target = "/api/events", headers = {}): Source {
	const { status, fields = "", body } = client().open(target, headers);
	equal(status, 200);
	ok(fields.includes("Content-Type: text/event-stream\r\n"));
	if (typeof body !== "object" || !("read" in body)) throw new Error("no stream");
	return body;
}

/** What a stream says now: the kind of each event, with the text of log lines. */
function said(stream: Source, now: number): string[] {
	const events: string[] = [];
	for (let piece = stream.read(now); piece !== undefined; piece = stream.read(now))
		events.push(describeEvent(`${piece}`));
	return events;
}

function describeEvent(piece: string): string {
	equal(piece.endsWith("\n\n"), true, piece);
	const lines = piece.slice(0, -2).split("\n");
	if (lines[0] === ":") return "comment";
	const values = new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
	const data = JSON.parse(values.get("data") ?? "");
	const id = values.has("id") ? ` ${values.get("id")}` : "";
	return `${values.get("event")}${id}${data.text === undefined ? "" : ` ${data.text}`}`;
}

/** Goes through time as a driver does that is woken by nothing but the deadline. */
function follow(stream: Source, from: number, until: number): string[] {
	const events: string[] = [];
	for (let now = from; now <= until; now = stream.deadline)
		for (const event of said(stream, now)) events.push(`${now} ${event}`);
	return events;
}

describe("Event stream (HTML §9.2)", () => {
	it("begins with the status, then tells the log that is kept, then what comes", () => {
		const house = stage();
		const note = (text: string) => house.device.log.add({ time: undefined, level: "info", text });
		note("one");
		note("two");
		const stream = open(house);
		deepEqual(said(stream, 0), ["status", "log b00t-1 one", "log b00t-2 two"]);
		note("three");
		house.api.news();
		deepEqual(said(stream, 10), ["log b00t-3 three"]);
		deepEqual(said(stream, 10), []);
	});

	it("goes on after the last event that was seen, by header or query", () => {
		const house = stage();
		for (const text of ["one", "two", "three"]) house.device.log.add({ time: 5, level: "info", text });
		deepEqual(said(open(house, "/api/events", { "last-event-id": "b00t-2" }), 0), ["status", "log b00t-3 three"]);
		deepEqual(said(open(house, "/api/events?last=b00t-3"), 0), ["status"]);
	});

	it("begins anew after an event of an earlier run, or of none", () => {
		for (const last of ["0ld-2", "b00t", "b00t-", "b00t-x", "-2", "2", "%00", "b00t--2", "b00t-1e1"]) {
			const house = stage();
			house.device.log.add({ time: 5, level: "info", text: "one" });
			deepEqual(said(open(house, `/api/events?last=${last}`), 0), ["status", "log b00t-1 one"], last);
		}
	});

	it("does not wait for events that a client makes up", () => {
		const house = stage();
		house.device.log.add({ time: 5, level: "info", text: "one" });
		const stream = open(house, "/api/events?last=b00t-999");
		deepEqual(said(stream, 0), ["status"]);
		house.device.log.add({ time: 5, level: "info", text: "two" });
		deepEqual(said(stream, 0), ["log b00t-2 two"]);
	});

	it("leaves out what the log has dropped while the client took nothing", () => {
		const house = stage();
		const stream = open(house);
		deepEqual(said(stream, 0), ["status"]);
		for (let line = 1; line <= 12; line++) house.device.log.add({ time: 5, level: "info", text: `line ${line}` });
		deepEqual(
			said(stream, 0),
			[8, 9, 10, 11, 12].map((line) => `log b00t-${line} line ${line}`),
		);
	});

	it("tells changes of the status together, every 250 ms at most", () => {
		const house = stage();
		const stream = open(house);
		said(stream, 1000);
		for (let change = 0; change < 50; change++) {
			house.api.news();
			deepEqual(said(stream, 1000 + change), []);
			equal(stream.deadline, 1000 + STATUS_PAUSE);
		}
		deepEqual(said(stream, 1000 + STATUS_PAUSE), ["status"]);
		house.api.news();
		deepEqual(said(stream, 3000), ["status"]);
	});

	it("without news tells the status each 30 s and shows each 15 s that it is alive", () => {
		const stream = open(stage());
		deepEqual(follow(stream, 0, STATUS_INTERVAL + COMMENT_INTERVAL), [
			"0 status",
			"15000 comment",
			"30000 status",
			"45000 comment",
		]);
	});

	it("in a call tells the status each 5 s, and how loud it is each 200 ms", () => {
		const house = stage();
		const stream = open(house);
		said(stream, 0);
		house.device.levels = { microphone: -23, loudspeaker: -96 };
		house.api.news();
		const events = follow(stream, 1000, 1000 + 2 * STATUS_INTERVAL_IN_CALL);
		equal(events.filter((event) => event.endsWith("level")).length, 1 + (2 * STATUS_INTERVAL_IN_CALL) / LEVEL_INTERVAL);
		deepEqual(
			events.filter((event) => event.endsWith("status")),
			["1000 status", "6000 status", "11000 status"],
		);
		house.device.levels = undefined;
		house.api.news();
		deepEqual(follow(stream, 12_000, 14_000), ["12000 status"]);
	});

	it("keeps each event on one line, whatever is in it", () => {
		const house = stage();
		house.device.log.add({ time: 5, level: "received", text: 'a\nevent: x\r\ndata: y\r"\0\u2028' });
		const stream = open(house);
		stream.read(0);
		const piece = `${stream.read(0)}`;
		equal(piece.split("\n").length, 5);
		equal(piece.includes("\r"), false);
		equal(JSON.parse(piece.slice(piece.indexOf("data: ") + 6)).text, 'a\nevent: x\r\ndata: y\r"\0\u2028');
	});

	it("is not for everyone at once: who gets none is told when to ask again", () => {
		const house = stage({ eventStreams: 2 });
		const [first] = [open(house), open(house)];
		const refused = house.client().ask("GET /api/events");
		deepEqual([refused.status, refused.field("Retry-After")], [503, "30"]);
		first?.close();
		first?.close();
		open(house);
		equal(house.client().ask("GET /api/events").status, 503);
	});

	it("of one page does not hold up that of another", () => {
		const house = stage();
		const [fast, slow] = [open(house), open(house)] as const;
		house.device.log.add({ time: 5, level: "info", text: "one" });
		deepEqual(said(fast, 0), ["status", "log b00t-1 one"]);
		house.device.log.add({ time: 5, level: "info", text: "two" });
		deepEqual(said(fast, 0), ["log b00t-2 two"]);
		deepEqual(said(slow, 0), ["status", "log b00t-1 one", "log b00t-2 two"]);
	});
});
