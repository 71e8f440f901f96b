/** A network (RFC 4632 §3.1): an address in it, and how many of its bits all in it have in common. */
export interface AddressBlock {
	readonly address: string;
	readonly prefix: number;
}

const BITS = 32;
const SEPARATOR = /[\s,]+/;

/** Whether an address lies in the networks of a setting that obeys its rule. `local` gives those that we are in. */
export function isInNetworks(address: string, setting: string, local: () => readonly AddressBlock[]): boolean {
	return setting.split(SEPARATOR).some((network) => {
		if (network === "local") return local().some((block) => contains(block, address));
		const [own = "", prefix = `${BITS}`] = network.split("/");
		return contains({ address: own, prefix: Number(prefix) }, address);
	});
}

/** Whether an IPv4 address lies in a network; false for all that is no such address. */
export function contains({ address, prefix }: AddressBlock, other: string): boolean {
	const size = 2 ** (BITS - prefix);
	return Math.floor(numberOf(address) / size) === Math.floor(numberOf(other) / size);
}

/** The 32 bits of an address as a number; NaN, which equals nothing, for all that is none. */
function numberOf(address: string): number {
	const bytes = address.split(".", 5);
	if (bytes.length !== 4) return Number.NaN;
	return bytes.reduce((number, byte) => number * 256 + (byte === "" ? Number.NaN : Number(byte)), 0);
}
