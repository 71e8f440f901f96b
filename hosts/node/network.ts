import { lookup } from "node:dns";
import { isIP, isIPv4 } from "node:net";
import type { Network, ResolveOptions } from "../../modules/host.ts";
import { openSocket } from "./udp.ts";

/** Any port does: connecting a UDP socket sends nothing. */
const DISCARD_PORT = 9;

/** The desktop's network: its routing table and its resolver, IPv4 only. */
export const network: Network = Object.freeze({
	/** Asks the routing table: a socket connected to `remote` has the address that its datagrams would carry. */
	address(remote: string): string | undefined {
		if (!isIPv4(remote)) return undefined;
		const socket = openSocket();
		try {
			socket.on("error", () => {});
			socket.connect(DISCARD_PORT, remote, () => {});
			const { address } = socket.address();
			return address === "0.0.0.0" ? undefined : address;
		} catch {
			return undefined; // no sockets left: as good as no network
		} finally {
			socket.close();
		}
	},

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		if (isIPv4(host)) {
			setImmediate(onResolved, [host]);
			return;
		}
		if (isIP(host) !== 0 || !isName(host)) {
			setImmediate(onError);
			return;
		}
		lookup(host, { family: 4, all: true }, (error, answers) => {
			const addresses = error === null ? answers.map(({ address }) => address) : [];
			if (addresses.length > 0) onResolved(addresses);
			else onError();
		});
	},
});

/** Keeps from the system's resolver what it would choke on. */
function isName(host: string): boolean {
	return /^[^\s\0/]{1,253}$/.test(host);
}
