import type { ReadStream } from "node:tty";
import type { LogLevel } from "../modules/doorbell/log.ts";

const CONTROL = /[\0-\x1f\x7f-\x9f]/g;
const CONTROL_BUT_LINES = /[\0-\x09\x0b-\x1f\x7f-\x9f]/g;
const PROOF = /\bresponse *= *"?[^",\s]*"?/gi;
const KEY = /^( *signal *= *)\S+/gim;
const BARE_KEY = /^content-type *: *application\/dtmf *$/im;
const CONTROL_C = "\x03";

/** A line for people: `[20:30:00] [INFO] SIP connection requested`, in local time. */
export function logLine(time: number | undefined, label: string, text: string): string {
	const date = time === undefined ? undefined : new Date(time);
	const two = (value: number) => `${value}`.padStart(2, "0");
	const clock = date ? `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` : "--:--:--";
	return `[${clock}] [${label}] ${printable(text)}`;
}

/** How a level of the log is written. */
export function levelLabel(level: LogLevel): string {
	return level.toUpperCase();
}

/** What others have sent must not steer the terminal. */
export function printable(text: string): string {
	return text.replace(CONTROL, "\ufffd");
}

/** A SIP message as indented lines, without the proof of the password and the keys that were pressed. */
export function traceLines(direction: "sent" | "received", text: string, peer: string): string {
	const plain = text.replaceAll("\r\n", "\n").trimEnd().replace(CONTROL_BUT_LINES, "\ufffd");
	const discreet = BARE_KEY.test(plain) ? plain.slice(0, plain.lastIndexOf("\n\n")) : plain;
	const lines = discreet.replace(PROOF, "response=…").replace(KEY, "$1…").split("\n");
	return [`${direction === "sent" ? "→" : "←"} ${peer}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

/**
 * Tells of every key that is pressed, or that comes as a character from a file or a pipe, line ends and blanks left out.
 * Control-C, which a terminal read key by key no longer turns into a signal, calls `onInterrupt`. Returns how to stop.
 */
export function readKeys(input: ReadStream, onKey: (key: string) => void, onInterrupt: () => void): () => void {
	const raw = input.isTTY === true;
	if (raw) input.setRawMode(true);
	input.setEncoding("utf8");
	const receive = (text: string) => {
		for (const key of text) {
			if (key === CONTROL_C) onInterrupt();
			else if (key.trim() !== "") onKey(key);
		}
	};
	input.on("data", receive);
	// A terminal that is gone is no reason to stop: that is what signals are for.
	input.on("error", () => {});
	return () => {
		input.off("data", receive);
		input.pause();
		if (raw) input.setRawMode(false);
	};
}
