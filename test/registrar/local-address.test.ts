import { equal } from "node:assert/strict";
import { isLocal } from "../../modules/registrar/local-address.ts";

const LOCAL = [
	"10.0.0.1",
	"127.0.0.1",
	"169.254.7.7",
	"172.16.0.1",
	"172.31.255.254",
	"192.168.178.30",
	"::1",
	"fd00::1",
	"fe80::1",
];
const WORLD = [
	"8.8.8.8",
	"100.64.0.1",
	"172.15.0.1",
	"172.32.0.1",
	"192.169.0.1",
	"193.168.0.1",
	"110.0.0.1",
	"2001:db8::1",
	"::2",
	"",
];

describe("Local address (RFC 1918, RFC 3927, RFC 4193, RFC 4291)", () => {
	for (const address of LOCAL) it(`${address} is one`, () => equal(isLocal(address), true));
	for (const address of WORLD) it(`${address || "nothing"} is none`, () => equal(isLocal(address), false));
});
