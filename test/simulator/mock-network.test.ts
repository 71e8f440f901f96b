import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import type { UdpOptions } from "../../modules/host.ts";
import { FREE_PORTS } from "../../simulator/mock-host.ts";
import { type Fate, MockNetwork, type MockNetworkOptions, type SentDatagram } from "../../simulator/mock-network.ts";
import { MockUdp, RECEIVE_QUEUE } from "../../simulator/mock-udp.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { play } from "../hosts/contract.ts";
import { resolverContract } from "../hosts/resolver-contract.ts";
import { serviceContract } from "../hosts/service-contract.ts";
import { udpContract } from "../hosts/udp-contract.ts";

const DOOR = "192.168.1.20";
const PHONE = "192.168.1.30";

/** A network with two hosts; numbered datagrams go from one to the other, and `arrivals` says which came when. */
function pair(options?: Omit<MockNetworkOptions, "clock">) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ ...options, clock });
	const arrivals: string[] = [];
	const door = new (network.host(DOOR).Udp)({ port: 5060 });
	const phone = new (network.host(PHONE).Udp)({
		port: 5060,
		onReadable() {
			for (let datagram = phone.read(); datagram !== undefined; datagram = phone.read()) {
				arrivals.push(`${new Uint8Array(datagram)[0]}@${clock.now}`);
			}
		},
	});
	const send = (number: number) => door.write(Uint8Array.of(number), PHONE, 5060);
	return { clock, network, arrivals, door, phone, send };
}

describe("Mock network: UDP socket", () => {
	for (const { title, steps } of udpContract) {
		it(title, () => {
			const clock = new VirtualClock();
			const host = new MockNetwork({ clock }).host(DOOR);
			const open = (options: UdpOptions = {}) => {
				const socket = new host.Udp(options);
				ok(socket instanceof MockUdp);
				return socket;
			};
			play(steps({ open, address: DOOR, queueLimit: RECEIVE_QUEUE }), () => clock.advance(1));
		});
	}
});

describe("Mock network: resolver", () => {
	for (const { title, steps } of resolverContract) {
		it(title, () => {
			const clock = new VirtualClock();
			const network = new MockNetwork({ clock });
			network.names.set("pbx.example", ["192.0.2.5", "192.0.2.6"]);
			network.names.set("empty.example", []);
			const world = {
				network: network.host(DOOR),
				known: { name: "pbx.example", address: "192.0.2.5" },
				unknown: ["nobody.example", "empty.example"],
			};
			play(steps(world), () => clock.advance(1));
		});
	}
});

describe("Mock network: services", () => {
	const known = {
		name: "_sip._udp.pbx.example",
		records: [
			{ priority: 1, weight: 0, port: 5060, target: "a.pbx.example" },
			{ priority: 2, weight: 0, port: 5070, target: "b.pbx.example" },
		],
	};

	for (const { title, steps } of serviceContract) {
		it(title, () => {
			const clock = new VirtualClock();
			const network = new MockNetwork({ clock });
			network.services.set(known.name, known.records);
			const fails = title.includes("failure");
			network.nameServer.up = !fails;
			const world = { network: network.host(DOOR), known, absent: ["_sip._udp.nobody.example"], failing: [known.name] };
			play(steps(world), () => clock.advance(1));
		});
	}

	it("come as late as the name server is slow", () => {
		const clock = new VirtualClock();
		const network = new MockNetwork({ clock });
		network.nameServer.delay = 5_000;
		const times: number[] = [];
		const note = () => times.push(clock.now);
		network.host(DOOR).service({ name: known.name, onResolved: note, onError: note });
		network.host(DOOR).resolve({ host: "pbx.example", onResolved: note, onError: note });
		clock.advance(10_000);
		deepEqual(times, [5_002, 5_002]);
	});
});

describe("Mock network: weather", () => {
	it("delivers after 1 ms when it is calm", () => {
		const { clock, arrivals, send } = pair();
		send(1);
		clock.advance(0.5);
		send(2);
		clock.advance(10);
		deepEqual(arrivals, ["1@1", "2@1.5"]);
	});

	it("loses the given share", () => {
		const { clock, network, arrivals, send } = pair({ weather: { loss: 0.25 } });
		for (let count = 0; count < 1000; count++) {
			send(1);
			clock.advance(1);
		}
		clock.advance(10);
		const { sent, dropped, delivered } = network.counters;
		equal(sent, 1000);
		ok(dropped > 200 && dropped < 300);
		equal(delivered, sent - dropped);
		equal(arrivals.length, delivered);
	});

	it("duplicates", () => {
		const { clock, network, arrivals, send } = pair({ weather: { duplicate: 1 } });
		send(1);
		clock.advance(10);
		deepEqual(arrivals, ["1@1", "1@1"]);
		equal(network.counters.duplicated, 1);
	});

	it("varies the delay without changing the order", () => {
		const { clock, arrivals, send } = pair({ weather: { delay: 10, jitter: 40 } });
		for (let number = 0; number < 100; number++) {
			send(number);
			clock.advance(5);
		}
		clock.advance(100);
		equal(arrivals.length, 100);
		const ways: number[] = [];
		for (const [index, arrival] of arrivals.entries()) {
			const [number, at] = arrival.split("@").map(Number);
			equal(number, index);
			ways.push((at ?? 0) - 5 * index);
		}
		ok(Math.min(...ways) >= 10);
		ok(Math.max(...ways) <= 50);
		ok(Math.max(...ways) - Math.min(...ways) > 20);
	});

	it("lets datagrams overtake others when told to reorder", () => {
		const { clock, network, arrivals, send } = pair({ weather: { reorder: 1 } });
		send(1);
		clock.advance(20);
		network.weather.reorder = 0;
		send(2);
		clock.advance(100);
		deepEqual(arrivals, ["2@21", "1@31"]);
		equal(network.counters.delayed, 1);
	});

	it("is the same for the same seed, and another for another", () => {
		const course = (seed: number) => {
			const { clock, arrivals, send } = pair({ seed, weather: { loss: 0.1, duplicate: 0.1, reorder: 0.1, jitter: 9 } });
			for (let number = 0; number < 100; number++) {
				send(number);
				clock.advance(20);
			}
			return arrivals.join(" ");
		};
		equal(course(1), course(1));
		notEqual(course(1), course(2));
	});
});

describe("Mock network: rule for the n-th datagram", () => {
	function course(fate: Fate): readonly string[] {
		const { clock, network, arrivals, send } = pair({ weather: { loss: 1 } });
		network.rule = ({ number }) => (number === 2 ? fate : "deliver");
		for (const number of [1, 2, 3]) {
			send(number);
			clock.advance(20);
		}
		clock.advance(1000);
		return arrivals;
	}

	it("delivers, whatever the weather", () => deepEqual(course("deliver"), ["1@1", "2@21", "3@41"]));
	it("drops", () => deepEqual(course("drop"), ["1@1", "3@41"]));
	it("duplicates", () => deepEqual(course("duplicate"), ["1@1", "2@21", "2@21", "3@41"]));
	it("delays this one only", () => deepEqual(course({ delay: 700 }), ["1@1", "3@41", "2@721"]));

	it("leaves the others to the weather", () => {
		const { clock, network, arrivals, send } = pair({ weather: { loss: 1 } });
		network.rule = ({ number }) => (number === 1 ? "deliver" : undefined);
		send(1);
		send(2);
		clock.advance(10);
		deepEqual(arrivals, ["1@1"]);
	});

	it("sees number, way and bytes, and so does the tap, with the fate", () => {
		const { network, door, send } = pair();
		const ruled: SentDatagram[] = [];
		const tapped: [SentDatagram, Fate][] = [];
		network.rule = (datagram) => {
			ruled.push(datagram);
			return "drop";
		};
		network.tap = (datagram, fate) => tapped.push([datagram, fate]);
		send(7);
		equal(ruled[0]?.number, 1);
		deepEqual(ruled[0]?.from, { address: DOOR, port: door.port });
		deepEqual(ruled[0]?.to, { address: PHONE, port: 5060 });
		deepEqual(Array.from(ruled[0]?.bytes ?? []), [7]);
		equal(tapped[0]?.[0], ruled[0]);
		equal(tapped[0]?.[1], "drop");
	});
});

describe("Mock network: hosts", () => {
	it("counts what arrives where nobody is", () => {
		const { clock, network, door } = pair();
		door.write(Uint8Array.of(1), PHONE, 9);
		door.write(Uint8Array.of(1), "192.168.1.99", 5060);
		clock.advance(10);
		equal(network.counters.unreachable, 2);
		equal(network.counters.delivered, 0);
	});

	it("counts what a full socket displaces", () => {
		const { clock, network, door } = pair();
		const deaf = new (network.host("192.168.1.40").Udp)({ port: 9 });
		for (let count = 0; count < RECEIVE_QUEUE + 2; count++) door.write(Uint8Array.of(count), "192.168.1.40", 9);
		clock.advance(10);
		equal(network.counters.overflowed, 2);
		equal(new Uint8Array(deaf.read() ?? new ArrayBuffer(1))[0], 2);
	});

	it("gives each copy of a datagram its own bytes", () => {
		const { clock, network, door } = pair();
		network.rule = () => "duplicate";
		const other = new (network.host("192.168.1.40").Udp)({ port: 9 });
		door.write(Uint8Array.of(1), "192.168.1.40", 9);
		clock.advance(10);
		new Uint8Array(other.read() ?? new ArrayBuffer(1)).fill(9);
		equal(new Uint8Array(other.read() ?? new ArrayBuffer(1))[0], 1);
	});

	it("are the same for the same address, with ports of their own", () => {
		const { network } = pair();
		equal(network.host(DOOR), network.host(DOOR));
		equal(network.host(DOOR).address("192.168.1.30"), DOOR);
		equal(network.host(DOOR).openSockets, 1);
		throws(() => new (network.host(DOOR).Udp)({ port: 5060 }), /taken/);
		equal(new (network.host("192.168.1.40").Udp)({ port: 5060 }).port, 5060);
	});

	it("that move leave their old sockets deaf and dumb", () => {
		const { clock, network, arrivals, door, phone, send } = pair();
		const host = network.host(PHONE);
		send(1);
		host.move("192.168.1.31");
		clock.advance(10);
		door.write(Uint8Array.of(2), "192.168.1.31", 5060);
		clock.advance(10);
		deepEqual(arrivals, []);
		throws(() => phone.write(Uint8Array.of(1), DOOR, 5060), /unreachable/);
		equal(host.address(), "192.168.1.31");
		equal(host.openSockets, 0);

		const fresh = new host.Udp({ port: 5060 });
		phone.close();
		door.write(Uint8Array.of(3), "192.168.1.31", 5060);
		clock.advance(10);
		equal(fresh.read()?.byteLength, 1);
		equal(network.host("192.168.1.31"), host);
		throws(() => host.move(DOOR), /taken/);
	});

	it("that are down neither send nor receive nor find names", () => {
		const { clock, network, arrivals, phone, send } = pair();
		const host = network.host(PHONE);
		const answers: string[] = [];
		const ask = () =>
			host.resolve({
				host: DOOR,
				onResolved: () => answers.push("resolved"),
				onError: () => answers.push("error"),
			});
		host.up = false;
		equal(host.address(), undefined);
		send(1);
		throws(() => phone.write(Uint8Array.of(1), DOOR, 5060), /unreachable/);
		ask();
		clock.advance(10);
		host.up = true;
		send(2);
		ask();
		clock.advance(10);
		deepEqual(arrivals, ["2@11"]);
		deepEqual(answers, ["error", "resolved"]);
		equal(host.lookups, 2);
		equal(network.counters.unreachable, 1);
	});

	it("give free ports in turn, and run out of them", () => {
		const { network } = pair();
		const host = network.host("192.168.1.40");
		const [first, second] = [new host.Udp({}), new host.Udp({})];
		first.close();
		equal(second.port, first.port + 1);
		for (let count = 2; count < FREE_PORTS; count++) equal(new host.Udp({}).port, first.port + count);
		equal(new host.Udp({}).port, first.port);
		throws(() => new host.Udp({}), /free/);
		second.close();
		equal(new host.Udp({}).port, second.port);
	});
});
