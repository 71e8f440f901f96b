/** What ESP-IDF knows of the board's Wi-Fi station and the SDK does not tell: in C. */

/**
 * Makes the station ready, once, when Wi-Fi has started: reasons are kept, sockets can be opened without a network, and the
 * radio does not sleep. False where something of that failed.
 */
export function prepareStation(this: unknown): boolean {
	return native("xs_station_prepare").call(this) as boolean;
}

/** Why the station was disconnected last: the number of ESP-IDF's `wifi_err_reason_t`; 0 when it never was. */
export function stationReason(this: unknown): number {
	return native("xs_station_reason").call(this) as number;
}

/** Address, mask and gateway, dotted, with spaces between; `undefined` while there is no address. */
export function stationFacts(this: unknown): string | undefined {
	return native("xs_station_facts").call(this) as string | undefined;
}
