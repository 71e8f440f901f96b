import { deepEqual, equal, ok } from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { levelLabel, logLine, printable, readKeys, traceLines } from "../../simulator/terminal.ts";
import { keysHelp } from "../../simulator/terminal-keys.ts";

const MESSAGE = [
	"REGISTER sip:pbx SIP/2.0",
	'Authorization: Digest username="doorbell", nonce="1", response="0123456789abcdef", algorithm=MD5',
	"Content-Length: 0",
	"",
	"",
].join("\r\n");

describe("Terminal: what it shows", () => {
	it("is a line with the local time and the level", () => {
		const time = new Date(2026, 0, 1, 20, 3, 9).getTime();
		equal(logLine(time, levelLabel("info"), "SIP connection requested"), "[20:03:09] [INFO] SIP connection requested");
		equal(logLine(undefined, levelLabel("error"), "No clock"), "[--:--:--] [ERROR] No clock");
	});

	it("is nothing that steers the terminal", () => {
		equal(printable("Eve\x1b[2J\u009b1m\nring"), "Eve\ufffd[2J\ufffd1m\ufffdring");
		equal(traceLines("sent", "A\x1b[2J\r\nB\tC", "127.0.0.1:1").includes("\x1b"), false);
	});

	it("is SIP with its direction and peer", () => {
		const lines = traceLines("received", "SIP/2.0 200 OK\r\nTo: a\r\n\r\n", "127.0.0.1:5070").split("\n");
		deepEqual(lines, ["\u2190 127.0.0.1:5070", "    SIP/2.0 200 OK", "    To: a"]);
		ok(traceLines("sent", MESSAGE, "127.0.0.1:5070").startsWith("\u2192 127.0.0.1:5070\n    REGISTER"));
	});

	it("is not the proof of the password", () => {
		const lines = traceLines("sent", MESSAGE, "127.0.0.1:5070");
		equal(lines.includes("0123456789abcdef"), false);
		ok(lines.includes('nonce="1", response=\u2026, algorithm=MD5'));
	});

	it("is not the key that was pressed", () => {
		const relay = "INFO sip:a SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=9\r\nDuration=160\r\n";
		ok(traceLines("received", relay, "a").includes("    Signal=\u2026\n    Duration=160"));
		const bare = "INFO sip:a SIP/2.0\r\nContent-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n9";
		ok(traceLines("received", bare, "a").endsWith("Content-Length: 1"));
	});

	it("is every key with what it does", () => {
		const keys = keysHelp()
			.split("\n")
			.map((line) => line.trim()[0]);
		deepEqual(keys, ["c", "d", "r", "a", "h", "o", "1", "2", "9", "i", "q"]);
	});
});

describe("Terminal: keys", () => {
	/** A terminal, or a pipe, and the keys that came from it. */
	function keyboard(isTTY: boolean) {
		const keys: string[] = [];
		const modes: boolean[] = [];
		const stream = Object.assign(new PassThrough(), { isTTY, setRawMode: (mode: boolean) => modes.push(mode) });
		const stop = readKeys(
			stream as unknown as ReadStream,
			(key) => keys.push(key),
			() => keys.push("interrupt"),
		);
		return { stream, keys, modes, stop };
	}

	it("come one by one from a terminal, Control-C among them", () => {
		const { stream, keys, modes, stop } = keyboard(true);
		stream.write("r");
		stream.write("1\x03");
		deepEqual(keys, ["r", "1", "interrupt"]);
		stop();
		stream.write("q");
		deepEqual([keys.length, modes], [3, [true, false]]);
	});

	it("come as lines or as they are from a pipe, which may end", () => {
		const { stream, keys, modes } = keyboard(false);
		stream.write("r\n1\r\n 9");
		stream.end("\u00e4h");
		deepEqual(keys, ["r", "1", "9", "\u00e4", "h"]);
		deepEqual(modes, []);
	});
});
