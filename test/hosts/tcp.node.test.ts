import { deepEqual, equal, ok } from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { BACKLOG, Listener, Tcp } from "../../hosts/node/tcp.ts";
import type { ListenerOptions } from "../../modules/host.ts";
import { playInRealTime } from "./real-time.ts";
import { type TestClient, tcpContract } from "./tcp-contract.ts";

const LOOPBACK = "127.0.0.1";

describe("TCP over node:net", () => {
	const listeners: Listener[] = [];
	const sockets: Socket[] = [];
	const listen = (options: Partial<ListenerOptions> = {}) => {
		const listener = new Listener({ port: 0, address: LOOPBACK, ...options });
		listeners.push(listener);
		return listener;
	};

	const join = (port: number): TestClient => {
		const socket = connect({ port, host: LOOPBACK });
		sockets.push(socket);
		const received: number[] = [];
		let ended = false;
		socket.on("data", (bytes) => received.push(...bytes));
		for (const event of ["end", "error", "close"]) {
			socket.on(event, () => {
				ended = true;
			});
		}
		return {
			received,
			get ended() {
				return ended;
			},
			send: (bytes) => socket.write(bytes),
			close: () => socket.end(),
			pause: () => socket.pause(),
			resume: () => socket.resume(),
		};
	};

	afterEach(() => {
		for (const socket of sockets.splice(0)) socket.destroy();
		for (const listener of listeners.splice(0)) listener.close();
	});

	for (const { title, steps } of tcpContract) {
		it(title, () => playInRealTime(steps({ listen, Tcp, connect: join, address: LOOPBACK, backlog: BACKLOG })));
	}

	it("says which port is taken", () => {
		const { port } = listen();
		try {
			listen({ port });
			ok(false);
		} catch (error) {
			ok(error instanceof Error && "code" in error);
			equal(error.code, "EADDRINUSE");
			ok(error.message.includes(String(port)));
		}
	});

	it("says that an address is not ours", () => {
		try {
			listen({ address: "192.0.2.1" });
			ok(false);
		} catch (error) {
			ok(error instanceof Error && "code" in error);
			equal(error.code, "EADDRNOTAVAIL");
		}
	});

	it("listens on the address that it is given, or on all", () => {
		const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
		const other = own.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
		const here = listen();
		const everywhere = listen({ address: undefined });
		const results: string[] = [];
		const attempt = (host: string, port: number) => {
			const socket = connect({ host, port });
			sockets.push(socket);
			socket.on("connect", () => results.push("connected"));
			socket.on("error", ({ message }) => results.push(message.split(" ")[1] ?? ""));
		};
		return playInRealTime([
			() => other !== undefined && attempt(other, here.port),
			() => results.length === 1,
			() => other !== undefined && attempt(other, everywhere.port),
			() => results.length === 2,
			() => deepEqual(results, ["ECONNREFUSED", "connected"]),
		]);
	});

	it("tells of a client that broke off before it was taken", () => {
		const listener = listen();
		const socket = connect({ port: listener.port, host: LOOPBACK });
		sockets.push(socket);
		let broken = false;
		let told = 0;
		socket.on("connect", () => {
			socket.resetAndDestroy();
			broken = true;
		});
		return playInRealTime([
			() => broken,
			() => {
				const from = listener.read();
				if (from === undefined) return false;
				new Tcp({
					from,
					onError() {
						told += 1;
					},
				});
				return true;
			},
			() => told === 1,
		]);
	});
});
