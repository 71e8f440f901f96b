import { deepEqual, equal, match } from "node:assert/strict";
import { formatQuestion, readAnswer, TYPE_A } from "../../hosts/esp32/machines/dns-message.ts";
import { ANSWERS_PER_SECOND } from "../../hosts/esp32/machines/portal.ts";
import { WIFI_KEY } from "../../hosts/esp32/machines/wifi-store.ts";
import { FAREWELL_TIME, type Radio, Wireless } from "../../hosts/esp32/machines/wireless.ts";
import { ARMED_TIME } from "../../modules/doorbell/arming.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import type { WifiNetwork } from "../../modules/host.ts";
import type { MockHost } from "../../simulator/mock-host.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { Bell } from "../drivers/bell.ts";

/** The board in its own network, a phone in it, and one in that of the house. */
const BOARD = "192.168.4.1";
const PHONE = "192.168.4.2";
const NEIGHBOUR = "192.168.178.20";
const LEASE = "192.168.178.40";
const HOUSE = JSON.stringify({ name: "House", password: "longenough" });
/** How long the radio takes. */
const JOINING = 2_000;
const SCANNING = 1_500;

/** A radio in a house with one network, whose access point can be switched off. */
class HouseRadio implements Radio {
	readonly setUpName = "Doorbell-1B2C";
	address: string | undefined;
	/** Whether the network is there, and what it is protected with. */
	there = true;
	password = "longenough";
	/** Name of the board's own network, while it is open. */
	own = "";
	/** What the SDK refuses. */
	broken: "connect" | "scan" | "open" | undefined;
	networks: readonly WifiNetwork[] = [{ name: "House", strength: -50, open: false }];
	wireless: Wireless | undefined;
	#clock: VirtualClock;
	#attempt = 0;
	#member = false;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	connect({ name, password }: { readonly name: string; readonly password: string }): void {
		if (this.broken === "connect") throw new Error("esp_wifi_connect failed");
		const attempt = this.#next();
		this.#later(JOINING, () => {
			if (attempt !== this.#attempt) return;
			if (!this.there || name !== "House") this.wireless?.disconnected("absent");
			else if (password !== this.password) this.wireless?.disconnected("password");
			else this.#let();
		});
	}

	leave(): void {
		this.#next();
		if (!this.#member) return;
		this.#member = false;
		this.address = undefined;
		this.#later(20, () => this.wireless?.disconnected("refused"));
	}

	scan(): void {
		if (this.broken === "scan") throw new Error("scan request failed");
		this.#later(SCANNING, () => {
			for (const network of this.networks) this.wireless?.found(network);
			this.wireless?.scanned();
		});
	}

	endScan(): void {}

	open(name: string): void {
		if (this.broken === "open") throw new Error("esp_wifi_set_mode failed");
		this.own = name;
	}

	close(): void {
		this.own = "";
	}

	/** The access point is switched off. */
	vanish(): void {
		this.there = false;
		if (!this.#member) return;
		this.#member = false;
		this.address = undefined;
		this.#later(0, () => this.wireless?.disconnected("absent"));
	}

	#let(): void {
		this.#member = true;
		this.wireless?.associated();
		this.#later(300, () => {
			this.address = LEASE;
			this.wireless?.moved();
		});
	}

	#next(): number {
		this.#attempt += 1;
		return this.#attempt;
	}

	#later(milliseconds: number, action: () => void): void {
		this.#clock.timers.set(action, milliseconds);
	}
}

/** A whole doorbell with its page on the board, with Wi-Fi. */
class Board {
	readonly clock = new VirtualClock();
	readonly network = new MockNetwork({ clock: this.clock });
	readonly radio = new HouseRadio(this.clock);
	readonly bell: Bell;
	readonly wireless: Wireless;
	readonly page: PageServer;
	/** How often the network was told to be there. */
	ups = 0;
	downs = 0;
	/** Whether the board's own network was told to be open. */
	told = false;

	constructor(stored?: string) {
		const storage = new VirtualStorage();
		if (stored !== undefined) storage.write(WIFI_KEY, stored);
		this.bell = new Bell(this.network, BOARD, { storage });
		const { host, appliance } = this.bell;
		this.wireless = new Wireless(host, this.radio);
		this.radio.wireless = this.wireless;
		Object.assign(host, { wifi: this.wireless });
		equal(this.wireless.known, stored === HOUSE);
		this.wireless.start({
			note: (level, text) => appliance.note(level, text),
			networkUp: () => {
				this.ups += 1;
			},
			networkDown: () => {
				this.downs += 1;
			},
			setUpNetwork: (open) => {
				this.told = open;
			},
		});
		this.page = new PageServer({ host, appliance, port: 80, armed: !this.wireless.known });
	}

	get stored(): string | undefined {
		return this.bell.host.storage.read(WIFI_KEY);
	}

	/** What the log said of Wi-Fi since it was asked last. */
	lines(): string[] {
		return this.bell.lines().filter((line) => /Wi-Fi|Set-up|set-up|network/.test(line));
	}

	/** Asks for a page and waits for the whole answer. */
	ask(line: string, host = BOARD, { from = PHONE, body = "" } = {}): string {
		let answer = "";
		let sent = false;
		const [method, path] = line.split(" ");
		const fields = body === "" ? "" : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
		const client: MockHost = this.network.host(from);
		const tcp = client.connect({
			address: this.network.host(BOARD).address() ?? "",
			port: 80,
			onWritable() {
				if (sent) return;
				sent = true;
				tcp.write(
					utf8.encode(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${fields}\r\n${body}`),
				);
			},
			onReadable() {
				answer += utf8.decode(tcp.read() ?? new Uint8Array(0));
			},
		});
		this.clock.run(() => answer.includes("\r\n\r\n") && client.openConnections === 0, 60_000);
		return answer;
	}

	join(password: string): void {
		const body = JSON.stringify({ name: "House", password });
		match(this.ask("POST /api/wifi/join", BOARD, { body }), /^HTTP\/1\.1 202 /);
	}

	/** The JSON of an answer that was sent in pieces. */
	read(path: string): unknown {
		const answer = this.ask(`GET ${path}`);
		return JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
	}
}

describe("Wi-Fi set-up", () => {
	it("opens the board's own network at power-up while no other is known, for ten minutes", () => {
		const board = new Board();
		equal(board.radio.own, "Doorbell-1B2C");
		board.clock.advance(ARMED_TIME - 1);
		deepEqual([board.wireless.isOpen, board.told], [true, true]);
		board.clock.advance(1);
		deepEqual([board.wireless.isOpen, board.radio.own, board.told], [false, "", false]);
		deepEqual(
			board.lines().filter((line) => line.includes("network")),
			[
				"Set-up network Doorbell-1B2C is open for ten minutes: its page is at http://192.168.4.1/",
				"Set-up network closed",
			],
		);
	});

	it("leads every probe of a phone to the page, and shows that only there", () => {
		const board = new Board();
		for (const [host, path] of [
			["captive.apple.com", "/hotspot-detect.html"],
			["connectivitycheck.gstatic.com", "/generate_204"],
			["www.msftconnecttest.com", "/connecttest.txt"],
		] as const) {
			const answer = board.ask(`GET ${path}`, host);
			match(answer, /^HTTP\/1\.1 302 /);
			match(answer, /\r\nLocation: http:\/\/192\.168\.4\.1\/\r\n/);
			match(board.ask(`GET ${path}`, host, { from: NEIGHBOUR }), /^HTTP\/1\.1 403 /);
		}
		board.clock.advance(ARMED_TIME);
		match(board.ask("GET /generate_204", "connectivitycheck.gstatic.com"), /^HTTP\/1\.1 403 /);
	});

	it("is the name server of its network, within bounds, and of no other", () => {
		const board = new Board();
		const question = formatQuestion(7, "captive.apple.com", TYPE_A)!;
		const ask = (from: string, times: number): string[] => {
			const addresses: string[] = [];
			const socket = new (board.network.host(from).Udp)({
				onReadable: () => {
					for (let packet = socket.read(); packet; packet = socket.read())
						addresses.push(...(readAnswer(new Uint8Array(packet), question)?.addresses ?? []));
				},
			});
			for (let time = 0; time < times; time++) socket.write(question, BOARD, 53);
			board.clock.advance(1_000);
			socket.close();
			return addresses;
		};
		deepEqual([ask(PHONE, 1), ask(NEIGHBOUR, 1)], [[BOARD], []]);
		equal(ask(PHONE, ANSWERS_PER_SECOND + 20).length, ANSWERS_PER_SECOND);
		board.clock.advance(ARMED_TIME);
		deepEqual(ask(PHONE, 1), []);
	});

	it("shows networks in sight to a phone that has no password yet", () => {
		const board = new Board();
		deepEqual(board.read("/api/wifi/scan"), { networks: [{ name: "House", strength: -50, open: false }] });
		board.radio.broken = "scan";
		deepEqual(board.read("/api/wifi/scan"), { networks: [] });
	});

	it("keeps a network that works, tells the phone, and closes its own a little later", () => {
		const board = new Board();
		board.lines();
		board.join("longenough");
		deepEqual(board.read("/api/wifi/join"), {
			state: "joined",
			text: `Wi-Fi network House joined: this page is at http://${BOARD}/ there`,
		});
		equal(board.stored, HOUSE);
		equal(board.wireless.isOpen, true);
		board.clock.advance(FAREWELL_TIME);
		equal(board.wireless.isOpen, false);
		equal(board.ups, 1);
		deepEqual(board.lines(), [
			"Joining the Wi-Fi network House",
			`Wi-Fi network House joined: this page is at http://${BOARD}/ there`,
			`Wi-Fi House: the address of the doorbell is ${LEASE}`,
			"Set-up network closed",
		]);
	});

	it("keeps nothing that does not work, and says why", () => {
		const board = new Board();
		board.join("wrong password");
		deepEqual(board.read("/api/wifi/join"), { state: "failed", text: "Wi-Fi network House refuses the password" });
		deepEqual([board.stored, board.wireless.isOpen, board.wireless.known], [undefined, true, false]);
		board.radio.broken = "connect";
		board.join("longenough");
		deepEqual(board.read("/api/wifi/join"), {
			state: "failed",
			text: "Wi-Fi network House does not let the doorbell in",
		});
	});

	it("goes back to the old network when another one does not work", () => {
		const board = new Board(HOUSE);
		board.clock.advance(JOINING + 1_000);
		board.bell.host.setup.press();
		board.clock.advance(3_100);
		board.bell.host.setup.release();
		equal(board.wireless.isOpen, true);
		board.join("wrong password");
		match(JSON.stringify(board.read("/api/wifi/join")), /refuses the password/);
		equal(board.radio.address, undefined);
		board.clock.advance(10_000);
		deepEqual([board.radio.address, board.stored], [LEASE, HOUSE]);
	});

	it("opens when the button inside the case is held, again and again", () => {
		const board = new Board(HOUSE);
		board.clock.advance(60_000);
		equal(board.wireless.isOpen, false);
		for (let round = 0; round < 2; round++) {
			board.bell.host.setup.press();
			board.clock.advance(3_100);
			board.bell.host.setup.release();
			board.clock.advance(100);
			equal(board.wireless.isOpen, true);
			board.clock.advance(ARMED_TIME);
			equal(board.wireless.isOpen, false);
		}
	});

	it("says so where the radio refuses", () => {
		const board = new Board(HOUSE);
		board.clock.advance(60_000);
		board.lines();
		board.radio.broken = "open";
		board.wireless.armed();
		equal(board.wireless.isOpen, false);
		deepEqual(board.lines(), ["error: The set-up network could not be opened: hold the set-up button once more"]);
	});
});

describe("Wi-Fi of a board that was set up", () => {
	it("joins its network by itself and opens none of its own", () => {
		const board = new Board(HOUSE);
		board.clock.advance(5_000);
		deepEqual([board.radio.address, board.radio.own, board.ups], [LEASE, "", 1]);
	});

	it("joins it again after hours without an access point, and opens none meanwhile", () => {
		const board = new Board(HOUSE);
		board.clock.advance(5_000);
		board.radio.vanish();
		board.clock.advance(9 * 3_600_000);
		deepEqual([board.radio.address, board.wireless.isOpen], [undefined, false]);
		board.radio.there = true;
		board.clock.advance(70_000);
		deepEqual([board.radio.address, board.ups, board.downs], [LEASE, 2, 1]);
		deepEqual(board.lines().slice(1), [
			"error: Wi-Fi House is lost: the doorbell joins it again as soon as it is back",
			"error: Wi-Fi House is not in sight, and is tried again",
			`Wi-Fi House: the address of the doorbell is ${LEASE}`,
		]);
	});

	it("opens its own network where what was kept cannot be read", () => {
		for (const broken of ["", "{", "null", "[]", '{"name":"","password":""}', '{"name":"House"}', '"House"'])
			equal(new Board(broken).wireless.isOpen, true, broken);
	});

	it("says so when the network cannot be stored", () => {
		const board = new Board();
		board.bell.host.storage.hook = (operation) => {
			if (operation !== "read") throw new Error("worn");
		};
		board.join("longenough");
		board.clock.advance(5_000);
		equal(board.radio.address, LEASE);
		equal(
			board
				.lines()
				.includes("error: The Wi-Fi network could not be stored: it has to be entered again after a restart"),
			true,
		);
	});

	it("has forgotten its network after a factory reset", () => {
		const board = new Board(HOUSE);
		board.wireless.forget();
		equal(board.stored, undefined);
	});

	it("does not let many who look for networks pile up", () => {
		const board = new Board(HOUSE);
		board.clock.advance(5_000);
		const found: number[] = [];
		for (let count = 0; count < 6; count++) board.wireless.scan((networks) => found.push(networks.length));
		deepEqual(found, []);
		board.clock.advance(SCANNING);
		deepEqual(found, [0, 0, 1, 1, 1, 1]);
	});

	it("tells each of two who try networks at the same time what became of his", () => {
		const board = new Board();
		const told: string[] = [];
		for (const password of ["wrong password", "longenough"])
			board.wireless.join("House", password, (joined, problem) => told.push(`${password}: ${problem ?? joined}`));
		deepEqual(told, []);
		board.clock.advance(10_000);
		deepEqual(told, ["wrong password: was given up for another one", "longenough: true"]);
	});
});
