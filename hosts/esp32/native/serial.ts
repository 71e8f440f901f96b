/** Writes a log line on the serial port, in C; nothing in debug builds, whose port the debugger has. Never waits. */
export function writeSerial(this: unknown, line: string): void {
	native("xs_serial_write").call(this, line);
}
