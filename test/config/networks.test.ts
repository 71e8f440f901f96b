import { equal } from "node:assert/strict";
import { contains, isInNetworks } from "../../modules/config/networks.ts";

const NONE = () => [];

describe("Networks (RFC 4632 §3.1)", () => {
	it("contain the addresses that begin with the same bits", () => {
		for (const [address, prefix, inside, outside] of [
			["192.168.178.20", 24, "192.168.178.255", "192.168.179.0"],
			["10.0.0.1", 8, "10.255.1.2", "11.0.0.1"],
			["192.168.178.20", 32, "192.168.178.20", "192.168.178.21"],
			["172.16.5.0", 20, "172.16.15.255", "172.16.16.0"],
			["192.168.178.130", 25, "192.168.178.128", "192.168.178.127"],
		] as const) {
			equal(contains({ address, prefix }, inside), true, inside);
			equal(contains({ address, prefix }, outside), false, outside);
		}
		equal(contains({ address: "0.0.0.0", prefix: 0 }, "203.0.113.9"), true);
	});

	it("contain nothing that is no IPv4 address", () => {
		for (const other of ["", "::1", "fe80::1", "192.168.178", "192.168.178.", "192.168.178.1.1", "a.b.c.d"])
			equal(contains({ address: "192.168.178.1", prefix: 0 }, other), false, other);
	});

	it("are listed by a setting, in which local means those that we are in", () => {
		const local = () => [
			{ address: "127.0.0.1", prefix: 8 },
			{ address: "192.168.178.20", prefix: 24 },
		];
		for (const [setting, address, expected] of [
			["local", "192.168.178.30", true],
			["local", "127.8.8.8", true],
			["local", "192.168.179.30", false],
			["10.0.0.0/8, local", "192.168.178.30", true],
			["10.0.0.0/8 203.0.113.9", "203.0.113.9", true],
			["10.0.0.0/8 203.0.113.9", "203.0.113.10", false],
			["10.0.0.0/8", "192.168.178.30", false],
			["", "192.168.178.30", false],
			["", "0.0.0.0", false],
		] as const)
			equal(isInNetworks(address, setting, local), expected, `${address} in ${setting}`);
		equal(isInNetworks("192.168.178.30", "local", NONE), false);
	});
});
