import { deepEqual, equal, ok } from "node:assert/strict";
import type { UdpOptions } from "../../modules/host.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { ON_THE_WAY, RECEIVE_QUEUE, Weather } from "../../simulator/weather.ts";
import { play } from "../hosts/contract.ts";
import { udpContract } from "../hosts/udp-contract.ts";

const DOOR = "192.168.1.20";
const PHONE = "192.168.1.30";
const PORT = 5060;

/** What arrived, and when. */
type Arrivals = string[];

/** The door in the weather, the phone out of it; both count what comes. The network itself takes no time. */
function pair(seed?: string) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock, weather: { delay: 0 } });
	const weather = new Weather({ clock: { now: () => clock.now }, timers: clock.timers, seed });
	const open = (address: string, Udp = network.host(address).Udp) => {
		const arrivals: Arrivals = [];
		const socket = new Udp({
			port: PORT,
			onReadable() {
				for (let datagram = socket.read(); datagram; datagram = socket.read())
					arrivals.push(`${new Uint8Array(datagram)[0]}@${Math.round(clock.now)}`);
			},
		});
		return { socket, arrivals };
	};
	const door = open(DOOR, weather.over(network.host(DOOR).Udp));
	const phone = open(PHONE);
	const toPhone = (number: number) => door.socket.write(Uint8Array.of(number), PHONE, PORT);
	const toDoor = (number: number) => phone.socket.write(Uint8Array.of(number), DOOR, PORT);
	return { clock, network, weather, door, phone, toPhone, toDoor };
}

/** The datagrams' numbers, in the order in which they came. */
function numbers(arrivals: Arrivals): number[] {
	return arrivals.map((arrival) => Number(arrival.split("@", 1)[0]));
}

const STORMS: Readonly<Record<string, { readonly delay: number; readonly jitter: number }>> = {
	delay: { delay: 5, jitter: 0 },
	jitter: { delay: 0, jitter: 3 },
};

for (const [name, settings] of Object.entries(STORMS)) {
	describe(`Network weather: UDP socket with ${name}`, () => {
		for (const { title, steps } of udpContract) {
			it(title, () => {
				const clock = new VirtualClock();
				const weather = Object.assign(new Weather({ clock: { now: () => clock.now }, timers: clock.timers }), settings);
				const Udp = weather.over(new MockNetwork({ clock }).host(DOOR).Udp);
				const open = (options: UdpOptions = {}) => new Udp(options) as InstanceType<typeof Udp> & { dropped: number };
				play(steps({ open, address: DOOR, queueLimit: RECEIVE_QUEUE }), () => clock.advance(1));
			});
		}
	});
}

describe("Network weather", () => {
	it("changes nothing while it is calm", () => {
		const { clock, weather, door, phone, toPhone, toDoor } = pair();
		ok(weather.calm);
		toPhone(1);
		toDoor(2);
		// One timer for each datagram, which is the network's.
		equal(clock.pending, 2);
		clock.advance(0);
		deepEqual([phone.arrivals, door.arrivals, weather.lost], [["1@0"], ["2@0"], 0]);
	});

	it("delays both directions", () => {
		const { clock, weather, door, phone, toPhone, toDoor } = pair();
		weather.delay = 80;
		toPhone(1);
		toDoor(2);
		clock.advance(200);
		deepEqual([phone.arrivals, door.arrivals], [["1@80"], ["2@80"]]);
	});

	it("lets the delay vary within the jitter, and keeps the order", () => {
		const { clock, weather, phone, toPhone } = pair();
		Object.assign(weather, { delay: 50, jitter: 40 });
		const late: number[] = [];
		for (let number = 0; number < 100; number += 1) {
			toPhone(number);
			clock.advance(10);
		}
		clock.advance(100);
		for (const arrival of phone.arrivals) {
			const [number, at] = arrival.split("@").map(Number);
			late.push(at! - 10 * number!);
		}
		deepEqual(
			numbers(phone.arrivals),
			Array.from({ length: 100 }, (_, number) => number),
		);
		ok(Math.min(...late) >= 50 && Math.min(...late) < 60, `${Math.min(...late)}`);
		ok(Math.max(...late) <= 90 && Math.max(...late) > 80, `${Math.max(...late)}`);
	});

	it("loses the share that it shall lose, in each direction, and counts it", () => {
		const { clock, weather, door, phone, toPhone, toDoor } = pair();
		weather.loss = 0.3;
		for (let count = 0; count < 1_000; count += 1) {
			toPhone(1);
			toDoor(2);
			clock.advance(1);
		}
		clock.advance(10);
		for (const { arrivals } of [door, phone]) ok(arrivals.length > 650 && arrivals.length < 750, `${arrivals.length}`);
		equal(weather.lost, 2_000 - door.arrivals.length - phone.arrivals.length);
	});

	it("takes the same course with the same seed, and another with another", () => {
		const course = (seed: string) => {
			const { clock, weather, phone, toPhone } = pair(seed);
			Object.assign(weather, { loss: 0.2, delay: 10, jitter: 20 });
			for (let number = 0; number < 50; number += 1) {
				toPhone(number);
				clock.advance(20);
			}
			return phone.arrivals.join();
		};
		equal(course("one"), course("one"));
		ok(course("one") !== course("other"));
	});

	it("may change at any time: nothing overtakes, and calm passes at once again", () => {
		const { clock, weather, phone, toPhone } = pair();
		weather.delay = 100;
		toPhone(1);
		clock.advance(50);
		weather.delay = 0;
		toPhone(2);
		clock.advance(49);
		deepEqual(phone.arrivals, []);
		clock.advance(1);
		toPhone(3);
		clock.advance(0);
		deepEqual(phone.arrivals, ["1@100", "2@100", "3@100"]);
	});

	it("loses everything at most, and nothing any more afterwards", () => {
		const { clock, weather, door, phone, toPhone, toDoor } = pair();
		weather.loss = 1;
		toPhone(1);
		toDoor(2);
		clock.advance(10);
		weather.loss = 0;
		toPhone(3);
		toDoor(4);
		clock.advance(10);
		deepEqual([numbers(phone.arrivals), numbers(door.arrivals)], [[3], [4]]);
	});

	it("holds a bounded number of datagrams", () => {
		const { clock, weather, phone, toPhone } = pair();
		weather.delay = 1_000;
		const tooMany = 7;
		for (let count = 0; count < ON_THE_WAY + tooMany; count += 1) toPhone(1);
		equal(weather.lost, tooMany);
		weather.delay = 0;
		clock.advance(1_000);
		ok(phone.arrivals.length <= ON_THE_WAY);
	});

	it("sends what is on its way when a socket closes, and frees the port", () => {
		const { clock, network, weather, door, phone, toPhone, toDoor } = pair();
		weather.delay = 50;
		toPhone(1);
		toDoor(2);
		clock.advance(10);
		door.socket.close();
		new (network.host(DOOR).Udp)({ port: PORT });
		clock.advance(100);
		deepEqual([phone.arrivals, door.arrivals, clock.pending], [["1@10"], [], 0]);
	});
});
