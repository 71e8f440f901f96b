/** Where a datagram comes from or goes to: an address literal without brackets, and a port. */
export interface Address {
	readonly address: string;
	readonly port: number;
}

/** The address as it stands in a Via or a URI, where IPv6 needs brackets (RFC 3261 §25.1). */
export function formatAddress({ address, port }: Address): string {
	return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether both are the same place. */
export function sameAddress(one: Address | undefined, other: Address | undefined): boolean {
	return one?.port === other?.port && one?.address === other?.address;
}
