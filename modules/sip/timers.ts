/** Round-trip time estimate (RFC 3261 §17.1.1.1), milliseconds like all that follow. */
export const T1 = 500;
/** Longest interval between copies of a non-INVITE request or of a response to INVITE (RFC 3261 §17.1.2.2). */
export const T2 = 4_000;
/** How long a message stays in the network (RFC 3261 §17.1.2.2); Timers I and K. */
export const T4 = 5_000;
/** Timers B, D, F, H, J, L and M over UDP (RFC 3261 Table 4, RFC 6026 §8.4). */
export const TRANSACTION_TIMEOUT = 64 * T1;

/** Retransmission interval that follows `interval`: twice as long, at most T2. */
export function backOff(interval: number): number {
	return Math.min(2 * interval, T2);
}
