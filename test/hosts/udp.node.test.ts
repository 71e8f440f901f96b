import { equal, ok } from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { RECEIVE_QUEUE, Udp } from "../../hosts/node/udp.ts";
import type { UdpOptions } from "../../modules/host.ts";
import { playInRealTime } from "./real-time.ts";
import { udpContract } from "./udp-contract.ts";

describe("UDP socket over node:dgram", () => {
	const sockets: Udp[] = [];
	const open = (options: UdpOptions = {}) => {
		const socket = new Udp(options);
		sockets.push(socket);
		return socket;
	};

	afterEach(() => {
		for (const socket of sockets.splice(0)) socket.close();
	});

	for (const { title, steps } of udpContract) {
		it(title, () => playInRealTime(steps({ open, address: "127.0.0.1", queueLimit: RECEIVE_QUEUE })));
	}

	it("says which port is taken", () => {
		const { port } = open();
		try {
			open({ port });
			ok(false);
		} catch (error) {
			ok(error instanceof Error && "code" in error);
			equal(error.code, "EADDRINUSE");
			ok(error.message.includes(String(port)));
		}
	});

	it("counts what the system refuses to send", () => {
		const socket = open();
		socket.write(new Uint8Array(70_000), "127.0.0.1", 9);
		return playInRealTime([() => socket.refused === 1]);
	});

	it("is bound to all interfaces", () => {
		const to = open();
		const from = open();
		const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
		const addresses = own.filter(({ family }) => family === "IPv4").map(({ address }) => address);
		const reached = new Set<string>();
		for (const address of addresses) from.write(new TextEncoder().encode(address), address, to.port);
		return playInRealTime([
			() => {
				const datagram = to.read();
				if (datagram !== undefined) reached.add(new TextDecoder().decode(datagram));
				return reached.size === addresses.length;
			},
		]);
	});
});
