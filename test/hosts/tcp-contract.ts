import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import type { Host, Listener, ListenerOptions, Tcp, TcpOptions } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

/** The other end, as a test has it. */
export interface TestClient {
	/** Everything that came in. */
	readonly received: readonly number[];
	/** Whether the server has closed, or the connection broke. */
	readonly ended: boolean;
	send(bytes: Uint8Array): void;
	close(): void;
	/** Leaves what comes in where it is, so that the server's room runs out. */
	pause(): void;
	resume(): void;
}

export interface TcpWorld {
	/** Opens a listener on `address`; all are closed after the fact. */
	readonly listen: (options?: Partial<ListenerOptions>) => Listener;
	readonly Tcp: NonNullable<Host["Tcp"]>;
	readonly connect: (port: number) => TestClient;
	readonly address: string;
	/** How many connections wait in a listener at most. */
	readonly backlog: number;
}

type Callbacks = Omit<TcpOptions, "from">;

/** A listener that opens the connections that come in with these callbacks; the latest one is `tcp`. */
function server(world: TcpWorld, callbacks: (state: State) => Callbacks = () => ({})) {
	const state: State = { tcp: undefined, room: 0, received: [], errors: 0 };
	const more = callbacks(state);
	const listener = world.listen({
		onReadable() {
			for (let from = listener.read(); from !== undefined; from = listener.read()) {
				let constructing = true;
				const tcp: Tcp = new world.Tcp({
					from,
					target: state,
					onReadable(bytes) {
						ok(bytes > 0 && !constructing);
						equal(this.target, state);
						if (more.onReadable !== undefined) more.onReadable.call(this, bytes);
						else state.received.push(...new Uint8Array(tcp.read() ?? new ArrayBuffer(0)));
					},
					onWritable(bytes) {
						ok(bytes > 0 && !constructing);
						equal(this.target, state);
						state.room = bytes;
						more.onWritable?.call(this, bytes);
					},
					onError() {
						equal(this.target, state);
						state.errors += 1;
						more.onError?.call(this);
					},
				});
				constructing = false;
				state.tcp = tcp;
			}
		},
	});
	return { state, listener };
}

interface State {
	tcp: Tcp | undefined;
	room: number;
	received: number[];
	errors: number;
}

export const tcpContract: readonly Fact<TcpWorld>[] = [
	{
		title: "knows its port at once: the given one, or one that was free",
		steps(world) {
			const first = world.listen();
			const second = world.listen({ port: 0 });
			ok(first.port > 0);
			notEqual(first.port, second.port);
			equal(first.read(), undefined);
			return [];
		},
	},
	{
		title: "refuses a port that is taken, and takes it when it was closed",
		steps(world) {
			const first = world.listen();
			const { port } = first;
			throws(() => world.listen({ port }));
			return [
				() => throws(() => world.listen({ port })),
				() => first.close(),
				() => first.close(),
				() => equal(world.listen({ port }).port, port),
				() => throws(() => world.listen({ port })),
			];
		},
	},
	{
		title: "refuses a port that cannot be",
		steps(world) {
			for (const port of [-1, 65536, 1.5]) throws(() => world.listen({ port }), RangeError);
			return [];
		},
	},
	{
		title: "hands out a connection with the client's address, and tells of its room",
		steps(world) {
			const { state, listener } = server(world);
			world.connect(listener.port);
			return [
				() => state.tcp !== undefined,
				() => state.room > 0,
				() => equal(state.tcp?.remoteAddress, world.address),
				() => ok((state.tcp?.remotePort ?? 0) > 0),
				() => equal(state.tcp?.read(), undefined),
			];
		},
	},
	{
		title: "opens only what a listener has handed out, and only once",
		steps(world) {
			let from: Tcp | undefined;
			const listener = world.listen({
				onReadable() {
					from = listener.read();
				},
			});
			world.connect(listener.port);
			return [
				() => from !== undefined,
				() => throws(() => from?.write(Uint8Array.of(1))),
				() => {
					const tcp = new world.Tcp({ from: from! });
					throws(() => new world.Tcp({ from: from! }));
					throws(() => new world.Tcp({ from: tcp }));
				},
			];
		},
	},
	{
		title: "passes bytes in both directions, in order",
		steps(world) {
			const { state, listener } = server(world);
			const client = world.connect(listener.port);
			client.send(Uint8Array.of(1, 2, 3));
			client.send(Uint8Array.of(4));
			return [
				() => state.received.length === 4,
				() => deepEqual(state.received, [1, 2, 3, 4]),
				() => state.room > 0,
				() => state.tcp?.write(Uint8Array.of(5, 6).buffer),
				() => state.tcp?.write(new Uint8Array(Uint8Array.of(0, 7, 8).buffer, 1)),
				() => client.received.length === 4,
				() => deepEqual(client.received, [5, 6, 7, 8]),
			];
		},
	},
	{
		title: "keeps what came in until it is read",
		steps(world) {
			const { state, listener } = server(world, () => ({ onReadable() {} }));
			const client = world.connect(listener.port);
			client.send(Uint8Array.of(1, 2));
			let bytes: number[] = [];
			return [
				() => state.room > 0,
				() => client.send(Uint8Array.of(3)),
				() => {
					bytes = bytes.concat(...new Uint8Array(state.tcp?.read() ?? new ArrayBuffer(0)));
					return bytes.length === 3;
				},
				() => deepEqual(bytes, [1, 2, 3]),
				() => equal(state.tcp?.read(), undefined),
			];
		},
	},
	{
		title: "has taken the bytes when write returns",
		steps(world) {
			const { state, listener } = server(world);
			const client = world.connect(listener.port);
			const bytes = Uint8Array.of(1, 2, 3);
			return [
				() => state.room > 0,
				() => {
					state.tcp?.write(bytes);
					bytes.fill(9);
				},
				() => client.received.length === 3,
				() => deepEqual(client.received, [1, 2, 3]),
			];
		},
	},
	{
		title: "says how much room is left, refuses more, and tells when there is room again",
		steps(world) {
			const { state, listener } = server(world);
			const client = world.connect(listener.port);
			client.pause();
			let sent = 0;
			let told = 0;
			return [
				() => state.room > 0,
				() => {
					// Until neither the system nor the client takes any more.
					while (state.room > 0) {
						const length = Math.min(state.room, 4_000);
						state.room = state.tcp!.write(new Uint8Array(length).fill(sent & 255));
						sent += length;
					}
					throws(() => state.tcp?.write(new Uint8Array(1)), RangeError);
					told = sent;
				},
				() => client.resume(),
				() => client.received.length === told,
				() => state.room > 0,
			];
		},
	},
	{
		title: "sends everything before it closes",
		steps(world) {
			const { state, listener } = server(world);
			const client = world.connect(listener.port);
			let length = 0;
			return [
				() => state.room > 0,
				() => {
					length = state.room;
					state.tcp?.write(new Uint8Array(length).fill(7));
					state.tcp?.close();
					state.tcp?.close();
					throws(() => state.tcp?.write(Uint8Array.of(1)));
					equal(state.tcp?.read(), undefined);
				},
				() => client.ended,
				() => equal(client.received.length, length),
				() => equal(state.errors, 0),
			];
		},
	},
	{
		title: "tells once that the client has closed, after all its bytes",
		steps(world) {
			const { state, listener } = server(world, (state) => ({
				onError: () => equal(state.received.length, 3),
			}));
			const client = world.connect(listener.port);
			client.send(Uint8Array.of(1, 2, 3));
			return [
				() => state.received.length === 3,
				() => client.close(),
				() => state.errors > 0,
				() => throws(() => state.tcp?.write(Uint8Array.of(1))),
				() => state.tcp?.close(),
				() => equal(state.errors, 1),
			];
		},
	},
	{
		title: "is silent after close",
		steps(world) {
			let told = 0;
			const { state, listener } = server(world, () => ({
				onReadable() {
					told += 1;
				},
			}));
			const closed = world.connect(listener.port);
			return [
				() => state.room > 0,
				() => state.tcp?.close(),
				() => closed.ended,
				() => {
					state.room = 0;
				},
				() => closed.close(),
				() => {
					world.connect(listener.port);
				},
				() => state.room > 0,
				() => deepEqual([told, state.errors], [0, 0]),
			];
		},
	},
	{
		title: "may be closed while it tells",
		steps(world) {
			let told = 0;
			const { state, listener } = server(world, (state) => ({
				onWritable() {
					told += 1;
					state.tcp?.close();
				},
			}));
			const client = world.connect(listener.port);
			return [() => client.ended, () => deepEqual([told, state.errors], [1, 0])];
		},
	},
	{
		title: "closes what waits when the listener closes, but not what it has handed out",
		steps(world) {
			const waiting = world.listen();
			const first = world.connect(waiting.port);
			const { state, listener } = server(world);
			const second = world.connect(listener.port);
			return [
				() => state.room > 0,
				() => waiting.close(),
				() => listener.close(),
				() => first.ended,
				() => second.send(Uint8Array.of(1)),
				() => state.received.length === 1,
				() => equal(waiting.read(), undefined),
			];
		},
	},
	{
		title: "lets only so many connections wait",
		steps(world) {
			const listener = world.listen();
			const clients = Array.from({ length: world.backlog + 2 }, () => world.connect(listener.port));
			return [() => clients.filter(({ ended }) => ended).length === 2];
		},
	},
];
