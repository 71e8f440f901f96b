import { lookup, Resolver } from "node:dns";
import { isIP, isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import type { Network, ResolveOptions, ServiceOptions, Subnet } from "../../modules/host.ts";
import { openSocket } from "./udp.ts";

/** Any port does: connecting a UDP socket sends nothing. */
const DISCARD_PORT = 9;

/** How long one try with a name server may take, and how many there are: SRV may be waited for. Milliseconds. */
const SERVICE_TIMEOUT = 1_500;
const SERVICE_TRIES = 2;
/** The name server's way to say that there is no such name, and that it has no such records. */
const ABSENT: readonly unknown[] = Object.freeze(["ENOTFOUND", "ENODATA"]);

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

	/** Those of all interfaces, the loopback among them. */
	subnets(): readonly Subnet[] {
		const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
		return all.flatMap(({ family, cidr }) => {
			const [address, prefix] = (cidr ?? "").split("/");
			return family === "IPv4" && address && prefix ? [{ address, prefix: Number(prefix) }] : [];
		});
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

	service(options: ServiceOptions): void {
		lookUpService(new Resolver({ timeout: SERVICE_TIMEOUT, tries: SERVICE_TRIES }), options);
	},
});

/** Looks the servers of a service up with a resolver of its own, so that no other question waits for this one. */
export function lookUpService(resolver: Resolver, { name, onResolved, onError }: ServiceOptions): void {
	if (!isName(name)) {
		setImmediate(onError);
		return;
	}
	resolver.resolveSrv(name, (error, records) => {
		if (error && !ABSENT.includes(error.code)) onError();
		else if (error) onResolved([]);
		else onResolved(records.map(({ priority, weight, port, name: target }) => ({ priority, weight, port, target })));
	});
}

/** Keeps from the system's resolver what it would choke on. */
function isName(host: string): boolean {
	return /^[^\s\0/]{1,253}$/.test(host);
}
