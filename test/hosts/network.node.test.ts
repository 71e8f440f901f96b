import { equal, ok } from "node:assert/strict";
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { network } from "../../hosts/node/network.ts";
import { playInRealTime } from "./real-time.ts";
import { resolverContract } from "./resolver-contract.ts";

describe("Network of Node: own address", () => {
	it("is loopback for loopback", () => {
		equal(network.address("127.0.0.1"), "127.0.0.1");
		equal(network.address("127.1.2.3"), "127.0.0.1");
	});

	it("is the address itself for each address of this machine", () => {
		const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
		for (const { address, family } of own) {
			if (family === "IPv4") equal(network.address(address), address);
		}
	});

	it("is one of this machine, or none, for the rest of the world", () => {
		const address = network.address("198.51.100.1");
		ok(address === undefined || isIPv4(address));
		ok(address !== "0.0.0.0");
	});

	it("is unknown for what is no IPv4 address", () => {
		for (const remote of ["", "localhost", "::1", "300.1.1.1", "255.255.255.255"]) {
			equal(network.address(remote), undefined);
		}
	});
});

describe("Network of Node: subnets", () => {
	it("are those of the machine's IPv4 addresses, the loopback among them", () => {
		const subnets = network.subnets();
		ok(subnets.some(({ address, prefix }) => address === "127.0.0.1" && prefix === 8));
		ok(subnets.every(({ address, prefix }) => isIPv4(address) && prefix >= 0 && prefix <= 32));
	});
});

describe("Network of Node: resolver", () => {
	const world = {
		network,
		known: { name: "localhost", address: "127.0.0.1" },
		unknown: ["", "::1", "no name", "a\0b", "x".repeat(300), `${"x".repeat(64)}.invalid`],
	};
	for (const { title, steps } of resolverContract) it(title, () => playInRealTime(steps(world)));
});
