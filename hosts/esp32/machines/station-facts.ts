import type { Subnet } from "../../../modules/host.ts";

/** What the network stack says of the network that the board is a member of. */
export interface StationFacts extends Subnet {
	/** Its router; "" where there is none. */
	readonly gateway: string;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
/** As good as every home has this one. */
const USUAL_PREFIX = 24;
const NO_ADDRESS = "0.0.0.0";

/** Whether a text is an IPv4 address: what the SDK's sockets take. */
export function isIpv4(text: string): boolean {
	return IPV4.test(text);
}

/** Reads "address mask gateway"; `undefined` where there is no address. */
export function readFacts(text: string | undefined): StationFacts | undefined {
	const [address = "", mask = "", gateway = ""] = (text ?? "").split(" ", 3);
	if (!isIpv4(address) || address === NO_ADDRESS) return undefined;
	return { address, prefix: prefixOf(mask), gateway: isIpv4(gateway) && gateway !== NO_ADDRESS ? gateway : "" };
}

/** Ones of a mask (RFC 4632 §3.1); those of most homes for what is no mask. */
function prefixOf(mask: string): number {
	if (!isIpv4(mask)) return USUAL_PREFIX;
	let bits = "";
	for (const byte of mask.split(".")) bits += Number(byte).toString(2).padStart(8, "0");
	const prefix = bits.indexOf("0");
	if (prefix < 0) return bits.length;
	return prefix === 0 || bits.includes("1", prefix) ? USUAL_PREFIX : prefix;
}
