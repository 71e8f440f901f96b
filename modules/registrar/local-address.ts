/** Begin the addresses of networks that no router on the way to the world passes on (RFC 1918, 3927, 1122, 4193, 4291). */
const IPV4 = /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./;
const IPV6 = /^(?:f[cd]|fe[89ab])/i;

/** Whether an address literal, without brackets, lies in a local network. */
export function isLocal(address: string): boolean {
	return IPV4.test(address) || (address.includes(":") && (address === "::1" || IPV6.test(address)));
}
