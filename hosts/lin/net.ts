import { File } from "file";
import type SdkNet from "net";

const SERVERS = "/etc/resolv.conf";

function address(this: unknown, property: string): unknown {
	return native("xs_net_get").call(this, property);
}

function resolve(this: unknown, name: string, callback: (name: string, address?: string) => void): unknown {
	return native("xs_net_resolve").call(this, name, callback);
}

function nameServers(): string[] {
	if (!File.exists(SERVERS)) return [];
	const file = new File(SERVERS);
	const lines = file.read(String).split("\n");
	file.close();
	return lines.filter((line) => line.startsWith("nameserver ")).map((line) => line.slice("nameserver ".length).trim());
}

/** What the computer knows of its network: of the SDK's answers only the address is one here. */
export default Object.freeze({
	get: (property: string) => (property === "DNS" ? nameServers() : property === "IP" ? address(property) : undefined),
	resolve,
}) as typeof SdkNet;
