import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { GRACE, HttpListener, type HttpListenerOptions } from "../../modules/drivers/http-listener.ts";
import type { Handler } from "../../modules/http/exchange.ts";
import { LIMITS } from "../../modules/http/limits.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import type { MockTcp } from "../../simulator/mock-tcp.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { Echo, Pieces, statusOf } from "../http/client.ts";

const DOOR = "192.168.1.20";
const GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

/** A browser somewhere in the network, with one connection. */
class Browser {
	text = "";
	ended = false;
	/** Whether it leaves what comes in where it is. */
	deaf = false;
	readonly tcp: MockTcp;
	#waiting: string | undefined = "";

	constructor(network: MockNetwork, address: string, port: number) {
		this.tcp = network.host(address).connect({
			address: DOOR,
			port,
			onWritable: () => {
				const text = this.#waiting;
				this.#waiting = undefined;
				if (text) this.send(text);
			},
			onReadable: () => {
				if (!this.deaf) this.text += utf8.decode(this.tcp.read() ?? new ArrayBuffer(0));
			},
			onError: () => {
				this.ended = true;
			},
		});
	}

	send(text: string): void {
		if (this.#waiting === undefined) this.tcp.write(utf8.encode(text));
		else this.#waiting += text;
	}
}

function door(answer: Handler | Handler["handle"], options: Partial<HttpListenerOptions> = {}) {
	const handler = typeof answer === "function" ? { handle: answer } : answer;
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const host = new VirtualHost({ network, address: DOOR, hash: () => undefined });
	const problems: string[] = [];
	const listener = new HttpListener({
		host,
		port: 80,
		handler,
		log: { note: (_level, text) => problems.push(text) },
		...options,
	});
	const browse = (address = "192.168.1.30", text = "") => {
		const browser = new Browser(network, address, listener.port);
		if (text !== "") browser.send(text);
		return browser;
	};
	return { clock, network, host, listener, problems, browse };
}

describe("HTTP listener", () => {
	it("answers one client after the other, and many at once", () => {
		const { clock, network, listener, browse } = door(new Echo());
		network.longestSegment = 9;
		const browsers = [1, 2, 3].map((number) => browse(`192.168.1.3${number}`, GET));
		clock.advance(100);
		for (const { text } of browsers) match(text, /GET \/a /);
		browsers[0]!.send(GET);
		clock.advance(100);
		equal(browsers[0]!.text.match(/200 OK/g)?.length, 2);
		deepEqual([listener.port, listener.connections, listener.counters.accepted], [80, 3, 3]);
	});

	it("refuses a port that is taken, and a host without TCP", () => {
		const { host } = door(new Echo());
		throws(() => new HttpListener({ host, port: 80, handler: new Echo() }));
		const bare = Object.create(host, { Tcp: { value: undefined } });
		throws(() => new HttpListener({ host: bare, port: 81, handler: new Echo() }), /no TCP/);
	});

	it("closes connections that are idle, and waits for nothing then", () => {
		const { clock, host, listener, browse } = door(new Echo());
		const browser = browse(undefined, GET);
		clock.advance(LIMITS.idleTime + 10);
		ok(browser.ended);
		deepEqual([listener.connections, host.network.openConnections, clock.pending], [0, 0, 0]);
	});

	it("sends a long body as the client reads it, and drops a client that does not", () => {
		const body = new Uint8Array(10_000).fill(97);
		const { clock, listener, browse } = door(() => ({ status: 200, body }));
		const browser = browse(undefined, GET);
		const deaf = browse("192.168.1.31", GET);
		deaf.deaf = true;
		clock.advance(100);
		equal(browser.text.length, 10_000 + browser.text.indexOf("a".repeat(10)));
		clock.advance(LIMITS.sendTime);
		equal(listener.connections, 0);
	});

	it("pumps sources when it is woken, in a turn of its own, and at their deadlines", () => {
		const source = new Pieces("a");
		const { clock, listener, browse } = door(() => {
			listener.wake();
			return { status: 200, body: source };
		});
		const browser = browse(undefined, GET);
		clock.advance(100);
		match(browser.text, /\r\n1\r\na\r\n$/);
		source.pieces.push("b");
		clock.advance(100);
		match(browser.text, /\r\n1\r\na\r\n$/);
		listener.wake();
		equal(source.pieces.length, 1);
		source.deadline = clock.now + 500;
		clock.advance(400);
		match(browser.text, /\r\n1\r\nb\r\n$/);
		source.pieces.push("c");
		source.deadline = Number.POSITIVE_INFINITY;
		clock.advance(200);
		match(browser.text, /\r\n1\r\nc\r\n$/);
		browser.tcp.close();
		clock.advance(10);
		deepEqual([source.closed, listener.connections], [1, 0]);
	});

	it("lets an address have so many connections, and others theirs", () => {
		const source = () => ({ status: 200, body: new Pieces() });
		const { clock, listener, browse } = door(source, { connections: 4, perAddress: 2 });
		const greedy = [1, 2, 3].map(() => browse("192.168.1.66", GET));
		clock.advance(10);
		deepEqual(
			greedy.map(({ ended }) => ended),
			[false, false, true],
		);
		const other = browse(undefined, GET);
		clock.advance(10);
		equal(statusOf(other.text), 200);
		browse("192.168.1.31", GET);
		const last = browse("192.168.1.32", GET);
		clock.advance(10);
		ok(last.ended);
		deepEqual([listener.connections, listener.counters.refused], [4, 2]);
	});

	it("closes the connection that was idle for longest when there are too many", () => {
		const { clock, listener, browse } = door(new Echo(), { connections: 3, perAddress: 2 });
		const first = browse("192.168.1.31", GET);
		clock.advance(10);
		const second = browse("192.168.1.32", GET);
		const third = browse("192.168.1.33");
		clock.advance(GRACE);
		first.send(GET);
		clock.advance(10);
		const fourth = browse("192.168.1.34", GET);
		clock.advance(10);
		deepEqual(
			[first, second, third, fourth].map(({ ended }) => ended),
			[false, false, true, false],
		);
		browse("192.168.1.31");
		browse("192.168.1.31", GET);
		clock.advance(10);
		deepEqual([first.ended, second.ended, listener.counters.displaced], [true, true, 3]);
	});

	it("survives slow attackers: an honest client is served within the second", () => {
		const { clock, listener, browse } = door(new Echo());
		const attackers = Array.from({ length: 12 }, (_, index) => browse(`192.168.2.${index % 3}`, "GET / HT"));
		for (let second = 0; second < 12; second++) {
			clock.advance(1_000);
			for (const attacker of attackers) if (!attacker.ended) attacker.send("x");
			if (second % 5 !== 2) continue;
			const honest = browse("192.168.1.77", GET);
			clock.advance(500);
			match(honest.text, /GET \/a /);
			honest.tcp.close();
		}
		ok(listener.connections <= 6);
	});

	it("answers 500 when the handler throws, tells of it, and goes on", () => {
		let broken = true;
		const { clock, listener, problems, browse } = door(() => {
			if (broken) throw new Error("oops");
			return { status: 204 };
		});
		const first = browse(undefined, GET);
		clock.advance(100);
		equal(statusOf(first.text), 500);
		deepEqual(problems, ["A request to the control page failed: Error: oops"]);
		broken = false;
		const second = browse(undefined, GET);
		clock.advance(100);
		equal(statusOf(second.text), 204);
		equal(listener.counters.failed, 1);
	});

	it("takes so much of a flood in one turn, and other timers have theirs in between", () => {
		let turns = 0;
		let asked = 0;
		let together = 0;
		const { clock, browse } = door(() => {
			asked += 1;
			return { status: 204 };
		});
		const browser = browse();
		clock.advance(10);
		browser.send(GET.repeat(40));
		const tick = () => {
			turns += 1;
			together = Math.max(together, asked);
			asked = 0;
			if (turns < 200) clock.post(tick);
		};
		clock.timers.set(tick, 1);
		clock.advance(20);
		equal(browser.text.match(/ 204 /g)?.length, 40);
		equal(together, 1);
	});

	it("breaks off what runs when it is closed, also from within a request", () => {
		const source = new Pieces();
		let closing = false;
		const { clock, host, listener, browse } = door(() => {
			if (closing) listener.close();
			return { status: 200, body: source };
		});
		const stream = browse(undefined, GET);
		clock.advance(10);
		closing = true;
		const last = browse(undefined, GET);
		clock.advance(10);
		listener.close();
		listener.wake();
		clock.advance(10);
		deepEqual([stream.ended, last.ended, source.closed], [true, true, 2]);
		deepEqual([host.network.openConnections, clock.pending], [0, 0]);
	});

	it("forgets connections that break", () => {
		const { clock, listener, browse } = door(() => ({ status: 200, body: new Uint8Array(10_000) }));
		const browser = browse(undefined, GET);
		clock.advance(2.5);
		browser.tcp.break();
		clock.advance(10);
		equal(listener.connections, 0);
	});
});
