import type { LogLevel } from "../../modules/doorbell/log.ts";
import { writeSerial } from "./native/serial.ts";

/**
 * Writes a log line on the serial port: by the debugger in debug builds, else by ourselves, as the SDK's `trace` prints
 * nothing then. Log lines have no secrets in them.
 */
export function writeLog(level: LogLevel, text: string): void {
	const line = `[${level.toUpperCase()}] ${text}`;
	trace(line, "\n");
	writeSerial(line);
}
