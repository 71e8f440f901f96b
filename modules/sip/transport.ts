/** What depends on the transport; the rest of a user agent does not care. */
export interface Transport {
	/** As it stands in a Via (RFC 3261 §20.42). */
	readonly name: string;
	/** Under which servers stand in DNS, before the domain (RFC 3263 §4.2, RFC 2782). */
	readonly service: string;
	/** Where no port is given (RFC 3261 §19.1.2). */
	readonly port: number;
}

/** The only one there is. */
export const UDP: Transport = Object.freeze({ name: "UDP", service: "_sip._udp", port: 5060 });
