import { readFileSync } from "node:fs";

let last = 20_000;

/**
 * A port that no other peer of this test file uses, and the nine after it: every file has a network of its own
 * (run.ts), so counting is enough.
 */
export function freePort(): number {
	last += 10;
	return last;
}

/** True once some program of this network has bound the UDP port. */
export function isBound(port: number): boolean {
	const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
	const sockets = readFileSync("/proc/net/udp", "utf8").trim().split("\n").slice(1);
	return sockets.some((socket) => socket.trim().split(/\s+/)[1]?.endsWith(local));
}
