import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import type { Udp, UdpOptions } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

export interface UdpWorld {
	/** Opens a socket; all are closed after the fact. */
	readonly open: (options?: UdpOptions) => Udp & { readonly dropped: number };
	/** The address at which the sockets reach each other. */
	readonly address: string;
	/** How many datagrams wait in a socket at most. */
	readonly queueLimit: number;
}

/** A socket that keeps what it receives. */
function listener(world: UdpWorld): { readonly socket: Udp; readonly received: number[][] } {
	const received: number[][] = [];
	const socket = world.open({
		onReadable() {
			for (let datagram = socket.read(); datagram !== undefined; datagram = socket.read()) {
				received.push(Array.from(new Uint8Array(datagram)));
			}
		},
	});
	return { socket, received };
}

export const udpContract: readonly Fact<UdpWorld>[] = [
	{
		title: "knows its port at once: the given one, or one that was free",
		steps(world) {
			const first = world.open();
			const second = world.open({ port: 0 });
			ok(first.port > 0);
			notEqual(first.port, second.port);
			return [];
		},
	},
	{
		title: "refuses a port that is taken, and takes it when it was closed",
		steps(world) {
			const first = world.open();
			const { port } = first;
			throws(() => world.open({ port }));
			first.close();
			const second = world.open({ port });
			equal(second.port, port);
			first.close();
			throws(() => world.open({ port }));
			return [];
		},
	},
	{
		title: "refuses a port that cannot be",
		steps(world) {
			for (const port of [-1, 65536, 1.5]) throws(() => world.open({ port }), RangeError);
			return [];
		},
	},
	{
		title: "delivers a datagram with where it came from",
		steps(world) {
			const from = world.open();
			const to = world.open();
			equal(to.read(), undefined);
			from.write(Uint8Array.of(1, 2, 3), world.address, to.port);
			let datagram = to.read();
			equal(datagram, undefined);
			return [
				() => (datagram = to.read()) !== undefined,
				() => equal(datagram?.address, world.address),
				() => equal(datagram?.port, from.port),
				() => ok(datagram instanceof ArrayBuffer),
				() => deepEqual(Array.from(new Uint8Array(datagram ?? new ArrayBuffer(0))), [1, 2, 3]),
				() => equal(to.read(), undefined),
			];
		},
	},
	{
		title: "tells how many datagrams wait, in a turn of its own",
		steps(world) {
			let inside = true;
			let told = 0;
			const socket = world.open({
				onReadable(packets) {
					ok(!inside);
					ok(packets >= 1);
					inside = true;
					for (let count = 0; count < packets; count++) {
						ok(socket.read() !== undefined);
						told += 1;
					}
					inside = false;
				},
			});
			for (let count = 0; count < 3; count++) socket.write(Uint8Array.of(count), world.address, socket.port);
			inside = false;
			return [() => told === 3];
		},
	},
	{
		title: "keeps the order",
		steps(world) {
			const { socket, received } = listener(world);
			for (let count = 0; count < 20; count++) socket.write(Uint8Array.of(count), world.address, socket.port);
			return [
				() => received.length === 20,
				() => {
					for (let count = 0; count < 20; count++) deepEqual(received[count], [count]);
				},
			];
		},
	},
	{
		title: "has taken the bytes when write returns, from a buffer or a view into one",
		steps(world) {
			const { socket, received } = listener(world);
			const buffer = Uint8Array.of(1, 2, 3, 4).buffer;
			const view = new Uint8Array(buffer, 1, 2);
			socket.write(buffer, world.address, socket.port);
			socket.write(view, world.address, socket.port);
			view.fill(9);
			socket.write(new Uint8Array(0), world.address, socket.port);
			return [() => received.length === 3, () => deepEqual(received, [[1, 2, 3, 4], [2, 3], []])];
		},
	},
	{
		title: "is silent after close",
		steps(world) {
			let told = 0;
			const closed = world.open({ onReadable: () => (told += 1) });
			const { socket, received } = listener(world);
			socket.write(Uint8Array.of(1), world.address, closed.port);
			closed.close();
			closed.close();
			socket.write(Uint8Array.of(2), world.address, closed.port);
			socket.write(Uint8Array.of(3), world.address, socket.port);
			throws(() => closed.write(Uint8Array.of(4), world.address, socket.port));
			return [
				() => received.length === 1,
				() => deepEqual(received, [[3]]),
				() => equal(told, 0),
				() => equal(closed.read(), undefined),
			];
		},
	},
	{
		title: "may be closed while it tells",
		steps(world) {
			let told = 0;
			const once = world.open({
				onReadable() {
					told += 1;
					once.close();
					equal(once.read(), undefined);
				},
			});
			const { socket, received } = listener(world);
			socket.write(Uint8Array.of(1), world.address, once.port);
			socket.write(Uint8Array.of(2), world.address, once.port);
			return [
				() => told > 0,
				() => socket.write(Uint8Array.of(3), world.address, socket.port),
				() => received.length === 1,
				() => equal(told, 1),
			];
		},
	},
	{
		title: "keeps the newest datagrams when nobody reads, and counts the others",
		steps(world) {
			const from = world.open();
			const to = world.open();
			const total = world.queueLimit + 3;
			for (let count = 0; count < total; count++) {
				from.write(Uint8Array.of(count >> 8, count), world.address, to.port);
			}
			return [
				() => to.dropped === 3,
				() => {
					for (let count = 3; count < total; count++) {
						deepEqual(Array.from(new Uint8Array(to.read() ?? new ArrayBuffer(0))), [count >> 8, count & 255]);
					}
					equal(to.read(), undefined);
				},
			];
		},
	},
	{
		title: "goes on after datagrams that nobody takes or that are too long",
		steps(world) {
			const { socket, received } = listener(world);
			const gone = world.open();
			gone.close();
			socket.write(Uint8Array.of(1), world.address, gone.port);
			try {
				socket.write(new Uint8Array(70_000), world.address, socket.port);
			} catch {
				// Refused at once, or lost: both will do.
			}
			return [
				() => socket.write(Uint8Array.of(2), world.address, socket.port),
				() => received.length === 1,
				() => deepEqual(received, [[2]]),
			];
		},
	},
	{
		title: "refuses what is no address literal, and port 0",
		steps(world) {
			const socket = world.open();
			for (const address of ["", "localhost", "::1"]) throws(() => socket.write(Uint8Array.of(1), address, 5060));
			throws(() => socket.write(Uint8Array.of(1), world.address, 0), RangeError);
			return [];
		},
	},
];
