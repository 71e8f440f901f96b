/** How a digit came: as telephone event (RFC 4733) or in a SIP INFO (RFC 6086). */
export type DigitMethod = "rtp" | "info";

/** Milliseconds within which both reports of one press arrive. */
const WINDOW = 1000;
/** Digits that wait for their twin. */
const WAITING = 8;

interface Report {
	readonly digit: string;
	readonly method: DigitMethod;
	readonly at: number;
}

/**
 * Some peers report a press both ways: counts it once. Reports pair up one by one, so that a key pressed twice and told
 * four times is two digits; two reports of the same kind are never one press.
 */
export class DigitFilter {
	readonly #reports: Report[] = [];

	/** True when the digit is to be acted upon; false when it has been, having come the other way. */
	receive(digit: string, method: DigitMethod, now: number): boolean {
		const reports = this.#reports;
		while (reports.length > 0 && now - reports[0]!.at > WINDOW) reports.shift();
		const twin = reports.findIndex((report) => report.digit === digit && report.method !== method);
		if (twin >= 0) {
			reports.splice(twin, 1);
			return false;
		}
		if (reports.length === WAITING) reports.shift();
		reports.push({ digit, method, at: now });
		return true;
	}
}
