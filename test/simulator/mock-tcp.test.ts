import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { ListenerOptions, Tcp } from "../../modules/host.ts";
import { MockNetwork, type MockNetworkOptions } from "../../simulator/mock-network.ts";
import { BACKLOG, type MockTcp, WINDOW } from "../../simulator/mock-tcp.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { play } from "../hosts/contract.ts";
import { type TestClient, tcpContract } from "../hosts/tcp-contract.ts";

const DOOR = "192.168.1.20";
const BROWSER = "192.168.1.30";

function house(options?: Omit<MockNetworkOptions, "clock">) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ ...options, clock });
	return { clock, network, door: network.host(DOOR), browser: network.host(BROWSER) };
}

/** A connection that keeps what arrives, with the time. */
function pair(options?: Omit<MockNetworkOptions, "clock">) {
	const { clock, network, door, browser } = house(options);
	const arrivals: { readonly bytes: number; readonly at: number }[] = [];
	const events: string[] = [];
	let server: Tcp | undefined;
	const listener = new door.Listener({
		port: 80,
		onReadable() {
			const from = listener.read();
			if (from === undefined) return;
			server = new door.Tcp({
				from,
				onReadable() {
					arrivals.push({ bytes: server?.read()?.byteLength ?? 0, at: clock.now });
				},
				onError: () => events.push(`server@${clock.now}`),
			});
		},
	});
	let connected = -1;
	const client: MockTcp = browser.connect({
		address: DOOR,
		port: 80,
		onWritable() {
			if (connected < 0) connected = clock.now;
		},
		onReadable: () => client.read(),
		onError: () => events.push(`client@${clock.now}`),
	});
	ok(clock.run(() => connected >= 0 && server !== undefined, 1_000));
	return { clock, network, door, browser, arrivals, events, connected, client, server: server! };
}

describe("Mock network: TCP", () => {
	for (const longestSegment of [Number.POSITIVE_INFINITY, 7]) {
		for (const { title, steps } of tcpContract) {
			it(`${title}${longestSegment === 7 ? ", in small segments" : ""}`, () => {
				const { clock, network, door, browser } = house();
				network.longestSegment = longestSegment;
				const listen = (options: Partial<ListenerOptions> = {}) => new door.Listener({ port: 0, ...options });
				const connect = (port: number) => join(browser.connect.bind(browser), port);
				const world = { listen, Tcp: door.Tcp, connect, address: BROWSER, backlog: BACKLOG };
				play(steps(world), () => clock.advance(1));
			});
		}
	}

	it("takes a way to connect and a way back", () => {
		equal(pair({ weather: { delay: 20 } }).connected, 40);
	});

	it("keeps the order whatever the jitter, and loses nothing in bad weather", () => {
		const { clock, arrivals, client } = pair({ weather: { delay: 5, jitter: 100, loss: 0.9, duplicate: 0.9 } });
		for (let count = 0; count < 50; count++) client.write(new Uint8Array(count + 1));
		clock.advance(200);
		deepEqual(
			arrivals.map(({ bytes }) => bytes),
			Array.from({ length: 50 }, (_, index) => index + 1),
		);
	});

	it("splits what is written at random when it is told to", () => {
		const { clock, network, arrivals, client } = pair();
		network.longestSegment = 100;
		client.write(new Uint8Array(5_000));
		clock.advance(10);
		equal(
			arrivals.reduce((sum, { bytes }) => sum + bytes, 0),
			5_000,
		);
		ok(arrivals.length > 60 && arrivals.length < 150);
		ok(new Set(arrivals.map(({ bytes }) => bytes)).size > 20);
	});

	it("has room for one window until the other side reads", () => {
		const { clock, client } = pair({ weather: { delay: 10 } });
		equal(client.write(new Uint8Array(WINDOW - 1)), 1);
		equal(client.write(new Uint8Array(1)), 0);
		throws(() => client.write(new Uint8Array(1)), RangeError);
		clock.advance(19);
		throws(() => client.write(new Uint8Array(1)), RangeError);
		clock.advance(1);
		equal(client.write(new Uint8Array(1)), WINDOW - 1);
	});

	it("tells the client when nobody listens, or too many wait", () => {
		const { clock, door, browser } = house();
		let told = 0;
		const onError = () => {
			told += 1;
		};
		browser.connect({ address: DOOR, port: 80, onError });
		browser.connect({ address: "192.168.1.99", port: 80, onError });
		clock.advance(10);
		equal(told, 2);
		new door.Listener({ port: 80 });
		for (let count = 0; count <= BACKLOG; count++) browser.connect({ address: DOOR, port: 80, onError });
		clock.advance(10);
		equal(told, 3);
		deepEqual([browser.openConnections, door.openConnections], [BACKLOG, BACKLOG]);
	});

	it("breaks for both when it is broken, when the cable is out, or when the address is given up", () => {
		const breaks: readonly ((parts: ReturnType<typeof pair>) => void)[] = [
			({ client }) => client.break(),
			({ client, door }) => {
				door.up = false;
				client.write(Uint8Array.of(1));
			},
			({ client, browser }) => {
				client.write(Uint8Array.of(1));
				browser.move("192.168.1.31");
			},
		];
		for (const breakIt of breaks) {
			const parts = pair();
			breakIt(parts);
			parts.clock.advance(10);
			deepEqual(parts.events.map((event) => event.split("@")[0]).sort(), ["client", "server"]);
			deepEqual([parts.door.openConnections, parts.browser.openConnections], [0, 0]);
			throws(() => parts.client.write(Uint8Array.of(1)));
		}
	});

	it("breaks for a client that sends to a closed end, or whose bytes nobody will read", () => {
		const sending = pair();
		sending.server.close();
		sending.client.write(Uint8Array.of(1));
		sending.clock.advance(10);
		deepEqual(
			sending.events.map((event) => event.split("@")[0]),
			["client"],
		);
	});
});

function join(
	connect: (options: Parameters<ReturnType<typeof house>["browser"]["connect"]>[0]) => MockTcp,
	port: number,
): TestClient {
	const received: number[] = [];
	let waiting: Uint8Array[] | undefined = [];
	let paused = false;
	let ended = false;
	let closing = false;
	const read = () => {
		if (!paused) received.push(...new Uint8Array(tcp.read() ?? new ArrayBuffer(0)));
	};
	const tcp: MockTcp = connect({
		address: DOOR,
		port,
		onReadable: read,
		onWritable() {
			for (const bytes of waiting ?? []) tcp.write(bytes);
			waiting = undefined;
			if (closing) tcp.close();
		},
		onError() {
			ended = true;
		},
	});
	return {
		received,
		get ended() {
			return ended;
		},
		send(bytes) {
			if (waiting === undefined) tcp.write(bytes);
			else waiting.push(bytes);
		},
		close() {
			if (waiting === undefined) tcp.close();
			else closing = true;
		},
		pause() {
			paused = true;
		},
		resume() {
			paused = false;
			read();
		},
	};
}
