import { deepEqual, equal, ok } from "node:assert/strict";
import type { Source } from "../../modules/http/exchange.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { type Stage, stage } from "./stage.ts";

const LOCAL = Object.freeze({ address: "192.0.2.7", port: 5060 });
const REMOTE = Object.freeze({ address: "192.0.2.1", port: 5070 });

function traced({ device }: Stage, direction: "sent" | "received", text: string, time?: number, at = 1500): void {
	device.trace.add({ time, at, direction, local: LOCAL, remote: REMOTE, text });
}

function sourceOf({ client }: Stage, target: string): Source {
	const { body } = client().open(target);
	if (typeof body !== "object" || !("read" in body)) throw new Error("no source");
	return body;
}

describe("Log as JSON", () => {
	it("has the entries that are kept, or those after a number", () => {
		const { client, device } = stage();
		deepEqual(client().ask("GET /api/log").json, { boot: "b00t", entries: [] });
		device.log.add({ time: undefined, level: "info", text: "one" });
		device.log.add({ time: 1_767_225_600_000, level: "error", text: 'two "2"' });
		deepEqual(client().ask("GET /api/log").json, {
			boot: "b00t",
			entries: [
				{ id: 1, time: null, level: "info", text: "one" },
				{ id: 2, time: 1_767_225_600_000, level: "error", text: 'two "2"' },
			],
		});
		deepEqual(
			client()
				.ask("GET /api/log?x=1&since=1")
				.json.entries.map(({ id }: { id: number }) => id),
			[2],
		);
		deepEqual(client().ask("GET /api/log?since=99").json.entries, []);
	});

	it("comes in pieces, and ends although the log goes on", () => {
		const house = stage();
		const note = () => house.device.log.add({ time: 0, level: "info", text: "x".repeat(160) });
		for (let line = 0; line < 5; line++) note();
		for (let line = 0; line < 5; line++) note();
		const source = sourceOf(house, "/api/log");
		let text = "";
		for (let piece = source.read(0); piece !== ""; piece = source.read(0)) {
			ok(piece !== undefined && piece.length < 1300);
			text += piece;
			if (text.length < 5000) note();
		}
		const ids = JSON.parse(text).entries.map(({ id }: { id: number }) => id);
		ok(ids.length > 0 && Math.max(...ids) <= 10);
	});
});

describe("Trace as JSON", () => {
	it("has the messages with both ends", () => {
		const house = stage();
		traced(house, "sent", "OPTIONS sip:a SIP/2.0\r\n\r\n", 7);
		deepEqual(house.client().ask("GET /api/trace").json, {
			boot: "b00t",
			messages: [
				{
					id: 1,
					time: 7,
					at: 1500,
					direction: "sent",
					local: LOCAL,
					remote: REMOTE,
					text: "OPTIONS sip:a SIP/2.0\r\n\r\n",
				},
			],
		});
	});
});

describe("Trace as a capture file (pcap 2.4)", () => {
	it("has a head alone where nothing was sent", () => {
		const reply = stage().client().ask("GET /api/trace.pcap");
		equal(reply.field("Content-Type"), "application/vnd.tcpdump.pcap");
		equal(reply.field("Content-Disposition"), 'attachment; filename="doorbell.pcap"');
		equal(hexadecimal(reply.bytes), "a1b2c3d40002000400000000000000000000ffff00000065");
	});

	it("has each message as an IPv4 packet (RFC 791) with a UDP datagram (RFC 768)", () => {
		const house = stage();
		traced(house, "received", "é\r\n", 1_767_225_600_123);
		const record = hexadecimal(house.client().ask("GET /api/trace.pcap").bytes).slice(48);
		const time = (1_767_225_600).toString(16) + (123_000).toString(16).padStart(8, "0");
		equal(record.slice(0, 32), `${time}0000002000000020`);
		equal(record.slice(32, 72), "45000020000000004011f6c4c0000201c0000207");
		equal(record.slice(72), "13ce13c4000c0000c3a90d0a");
	});

	it("takes the time since the start where the time of day was not known", () => {
		const house = stage();
		traced(house, "sent", "x", undefined, 61_500.25);
		const record = hexadecimal(house.client().ask("GET /api/trace.pcap").bytes).slice(48);
		equal(record.slice(0, 16), `0000003d${(500_250).toString(16).padStart(8, "0")}`);
	});

	it("has no address where there is none of IPv4", () => {
		const house = stage();
		house.device.trace.add({
			time: 0,
			at: 0,
			direction: "sent",
			local: { address: "::1", port: 5060 },
			remote: { address: "fritz.box", port: 5060 },
			text: "x",
		});
		equal(hexadecimal(house.client().ask("GET /api/trace.pcap").bytes).slice(104, 120), "0".repeat(16));
	});

	it("ends although the trace goes on", () => {
		const house = stage();
		traced(house, "sent", "one", 0);
		const source = sourceOf(house, "/api/trace.pcap");
		source.read(0);
		traced(house, "sent", "two", 0);
		const record = source.read(0);
		ok(typeof record === "object" && utf8.decode(record).endsWith("one"));
		equal(source.read(0), "");
	});
});

function hexadecimal(bytes: Uint8Array | undefined): string {
	return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, "0")).join("");
}
