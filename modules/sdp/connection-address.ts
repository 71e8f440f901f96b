const DOTTED = /^([0-9]{1,3})\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/;
/** Without ff00::/8, which is multicast. */
const COLONS = /^(?!ff)[0-9a-f]*:[0-9a-f:.]+$/i;
/** First octets from here on are multicast, reserved or broadcast. */
const MULTICAST = 224;

/** A literal of one host. Names are refused, because nobody resolves them; multicast, because nobody there has called. */
export function isUnicast(address: string): boolean {
	const dotted = DOTTED.exec(address);
	return dotted ? Number(dotted[1]) < MULTICAST : COLONS.test(address);
}

/** The address that means "do not send": hold in the manner of RFC 2543 (RFC 3264 §8.4). */
export function isNowhere(address: string): boolean {
	return address === "0.0.0.0" || address === "::";
}
