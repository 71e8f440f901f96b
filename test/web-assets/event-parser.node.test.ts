import { deepEqual, throws } from "node:assert/strict";
import { EVENT_LIMIT, eventParser, type ServerEvent } from "../../web-assets/event-parser.ts";

const STREAM =
	": hello\n\n" +
	'event: status\ndata: {"state":"REGISTERED"}\n\n' +
	'event: log\r\nid: 3fa2-1\r\ndata: {"text":"Tür"}\r\n\r\n' +
	"data:one\rdata: two\r\r" +
	"retry: 500\nevent\ndata\n\n" +
	"event: nothing\n\n" +
	"data: unfinished";

const EVENTS: readonly ServerEvent[] = [
	{ event: "status", data: '{"state":"REGISTERED"}', id: "" },
	{ event: "log", data: '{"text":"Tür"}', id: "3fa2-1" },
	{ event: "message", data: "one\ntwo", id: "3fa2-1" },
	{ event: "message", data: "", id: "3fa2-1" },
];

describe("Event stream (HTML Living Standard §9.2.6)", () => {
	it("gives its events with their types and ids", () => {
		deepEqual(eventParser()(STREAM), EVENTS);
	});

	it("may be split anywhere", () => {
		const bytes = new TextEncoder().encode(STREAM);
		for (let split = 0; split <= bytes.length; split++) {
			const parser = eventParser();
			const decoder = new TextDecoder();
			const first = parser(decoder.decode(bytes.subarray(0, split), { stream: true }));
			const second = parser(decoder.decode(bytes.subarray(split), { stream: true }));
			deepEqual([...first, ...second], EVENTS, `split at ${split}`);
		}
	});

	it("may come byte by byte", () => {
		const parser = eventParser();
		const decoder = new TextDecoder();
		const events = Array.from(new TextEncoder().encode(STREAM), (byte) =>
			parser(decoder.decode(Uint8Array.of(byte), { stream: true })),
		);
		deepEqual(events.flat(), EVENTS);
	});

	it("is given up when an event does not end", () => {
		const parser = eventParser();
		const line = `data: ${"x".repeat(1000)}\n`;
		throws(() => {
			for (let size = 0; size <= EVENT_LIMIT; size += 1000) parser(line);
		}, RangeError);
		throws(() => eventParser()("x".repeat(EVENT_LIMIT + 1)), RangeError);
	});
});
