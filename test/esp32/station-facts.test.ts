import { deepEqual, equal } from "node:assert/strict";
import { isIpv4, readFacts } from "../../hosts/esp32/machines/station-facts.ts";

describe("Facts of the Wi-Fi network", () => {
	const prefix = (mask: string) => readFacts(`10.0.0.9 ${mask} 10.0.0.1`)?.prefix;

	it("are address, mask and router", () => {
		deepEqual(readFacts("192.168.178.40 255.255.255.0 192.168.178.1"), {
			address: "192.168.178.40",
			prefix: 24,
			gateway: "192.168.178.1",
		});
	});

	it("have the mask of any network (RFC 4632 §3.1)", () => {
		deepEqual(
			["255.0.0.0", "255.255.240.0", "255.255.254.0", "255.255.255.252", "255.255.255.255", "128.0.0.0"].map(prefix),
			[8, 20, 23, 30, 32, 1],
		);
	});

	it("take the mask of most homes for one that is broken", () => {
		deepEqual(["0.0.0.0", "255.0.255.0", "x", ""].map(prefix), [24, 24, 24, 24]);
	});

	it("may lack a router", () => {
		deepEqual([readFacts("10.0.0.9 255.0.0.0 0.0.0.0")?.gateway, readFacts("10.0.0.9")?.gateway], ["", ""]);
	});

	it("are none while there is no address", () => {
		for (const text of [undefined, "", "0.0.0.0 0.0.0.0 0.0.0.0", "fe80::1", "1.2.3 255.0.0.0 1.2.3.4"])
			equal(readFacts(text), undefined, text);
	});

	it("know an IPv4 address", () => {
		for (const good of ["0.0.0.0", "255.255.255.255", "10.0.0.9"]) equal(isIpv4(good), true, good);
		for (const bad of ["256.0.0.1", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "::1", "a.b.c.d", "1..2.3", ""])
			equal(isIpv4(bad), false, bad);
	});
});
