import { ARMED_TIME } from "../../../modules/doorbell/arming.ts";
import { DeadlineTimer } from "../../../modules/drivers/deadline-timer.ts";
import type { Host, Wifi, WifiNetwork } from "../../../modules/host.ts";
import { Portal } from "./portal.ts";
import { isOnSetUp, SET_UP_PAGE } from "./set-up-network.ts";
import { Sight } from "./sight.ts";
import { Station } from "./station.ts";
import type { Cause } from "./station-cause.ts";
import type { StationOutput, WifiLogin } from "./station-output.ts";
import { keepLogin, readLogin, WIFI_KEY } from "./wifi-store.ts";

/** How long the set-up network stays when another one was joined: for the page to tell how that went. Milliseconds. */
export const FAREWELL_TIME = 30_000;
/** Those who wait for networks in sight at the same time; one more is told of none. */
const SCAN_LIMIT = 4;

/** What the radio does. All of it may throw. */
export interface Radio {
	connect(login: WifiLogin): void;
	leave(): void;
	scan(): void;
	endScan(): void;
	/** Opens a network of the board's own. */
	open(name: string): void;
	close(): void;
	/** Address in the network that was joined; `undefined` while there is none. */
	readonly address: string | undefined;
	/** Name of the board's own network. */
	readonly setUpName: string;
}

/** Who is told of what happens. */
export interface WirelessOwner {
	note(level: "info" | "error", text: string): void;
	/** The network is there, for the first time or again, perhaps with another address. */
	networkUp(): void;
	/** There is no network any more. */
	networkDown(): void;
	/** The board's own network is open from now on, or no longer. */
	setUpNetwork(open: boolean): void;
}

/**
 * Wi-Fi of the board: a member of the house's network, and for a while, when somebody who has the board in his hands wants
 * it, a network of its own that leads every phone to the page.
 */
export class Wireless implements Wifi {
	#host: Pick<Host, "clock" | "timers" | "storage" | "Udp">;
	#radio: Radio;
	#owner: WirelessOwner | undefined;
	#station = new Station();
	#sight = new Sight();
	#timer: DeadlineTimer;
	#portal: Portal | undefined;
	#closeAt = Number.POSITIVE_INFINITY;
	#onScanned: ((networks: readonly WifiNetwork[]) => void)[] = [];
	/** One for each network that is tried or was given up, in their order. */
	#onJoined: ((joined: boolean, problem?: string) => void)[] = [];
	#draining = false;
	/** The network that was kept, until it is joined. */
	#login: WifiLogin | undefined;

	/** Reads which network is to be joined. */
	constructor(host: Pick<Host, "clock" | "timers" | "storage" | "Udp">, radio: Radio) {
		this.#host = host;
		this.#radio = radio;
		this.#timer = new DeadlineTimer(host, this);
		this.#login = readLogin(host.storage);
	}

	/** Joins the network that was kept; where there is none, opens the board's own. `owner` is told from now on. */
	start(owner: WirelessOwner): void {
		this.#owner = owner;
		const login = this.#login;
		this.#login = undefined;
		if (login === undefined) this.armed();
		else this.#run((station, now) => station.start(login, now));
	}

	/** Whether a network is known. */
	get known(): boolean {
		return this.#login !== undefined || this.#station.known;
	}

	/** Whether the board's own network is open. */
	get isOpen(): boolean {
		return this.#closeAt !== Number.POSITIVE_INFINITY;
	}

	/** Somebody has the board in his hands: its own network is open from now on, for as long as it is armed. */
	armed(): void {
		const { isOpen } = this;
		const now = this.#host.clock.now();
		this.#closeAt = now + ARMED_TIME;
		if (!isOpen && !this.#open()) this.#closeAt = Number.POSITIVE_INFINITY;
		this.#follow();
	}

	portal(address: string): string | undefined {
		return this.isOpen && isOnSetUp(address) ? SET_UP_PAGE : undefined;
	}

	// Asked for by the page, at the end of a long way: what follows is done in a turn of its own, as the stack is short.

	scan(onDone: (networks: readonly WifiNetwork[]) => void): void {
		if (this.#onScanned.length === SCAN_LIMIT) {
			this.#host.timers.set(() => onDone([]), 0);
			return;
		}
		this.#onScanned.push(onDone);
		const now = this.#host.clock.now();
		this.#station.scan(now);
		this.#timer.follow(now);
	}

	join(name: string, password: string, onDone: (joined: boolean, problem?: string) => void): void {
		this.#onJoined.push(onDone);
		const now = this.#host.clock.now();
		this.#station.try({ name, password }, now);
		this.#timer.follow(now);
	}

	/** The network is left with the restart that follows: whoever asks for this hears the answer. */
	forget(): void {
		this.#host.storage.delete(WIFI_KEY);
	}

	// For the radio, in turns of their own.

	associated(): void {
		this.#run((station, now) => station.associated(now));
	}

	disconnected(cause: Cause): void {
		this.#run((station, now) => station.disconnected(cause, now));
	}

	/** The address may be another one. */
	moved(): void {
		this.#run(() => {});
	}

	found(network: WifiNetwork): void {
		this.#sight.add(network);
	}

	scanned(): void {
		this.#run((station, now) => station.scanned(now));
	}

	/** For the timer. */
	expire(): void {
		const now = this.#host.clock.now();
		if (now >= this.#closeAt) this.#close();
		this.#run((station, then) => station.expire(then));
	}

	/** Tells the station something and the address, and does what it wants. */
	#run(news: (station: Station, now: number) => void): void {
		const now = this.#host.clock.now();
		news(this.#station, now);
		this.#station.look(this.#radio.address, now);
		if (this.#draining) return;
		this.#draining = true;
		try {
			for (let output = this.#station.poll(); output; output = this.#station.poll()) this.#perform(output, now);
		} finally {
			this.#draining = false;
		}
		this.#follow();
	}

	#follow(): void {
		this.#timer.follow(Math.min(this.#station.deadline, this.#closeAt));
	}

	#perform(output: StationOutput, now: number): void {
		const radio = this.#radio;
		switch (output.type) {
			case "connect":
				this.#attempt(
					() => radio.connect(output.login),
					() => this.disconnected("refused"),
				);
				return;
			case "leave":
				this.#attempt(() => radio.leave());
				return;
			case "scan":
				this.#attempt(
					() => radio.scan(),
					() => this.scanned(),
				);
				return;
			case "end scan":
				this.#attempt(() => radio.endScan());
				return;
			case "scanned":
				this.#tellScanned();
				return;
			case "joined":
				this.#keep(output.login);
				if (this.isOpen) this.#closeAt = Math.min(this.#closeAt, now + FAREWELL_TIME);
				this.#tellJoined(true);
				return;
			case "failed":
				this.#tellJoined(false, output.problem);
				return;
			case "up":
				this.#owner?.networkUp();
				return;
			case "down":
				this.#owner?.networkDown();
				return;
			case "line":
				this.#note(output.level, output.text);
		}
	}

	/** Asks the radio for something; what it refuses is news of a later turn. */
	#attempt(action: () => void, onFailure?: () => void): void {
		try {
			action();
		} catch {
			if (onFailure) this.#host.timers.set(onFailure, 0);
		}
	}

	#tellScanned(): void {
		const networks = this.#sight.take();
		const all = this.#onScanned;
		this.#onScanned = [];
		for (const onScanned of all) onScanned(networks);
	}

	#tellJoined(joined: boolean, problem?: string): void {
		this.#onJoined.shift()?.(joined, problem);
	}

	#keep(login: WifiLogin): void {
		if (!keepLogin(this.#host.storage, login))
			this.#note("error", "The Wi-Fi network could not be stored: it has to be entered again after a restart");
	}

	#note(level: "info" | "error", text: string): void {
		this.#owner?.note(level, text);
	}

	/** Opens the board's own network; false where that cannot be. */
	#open(): boolean {
		const { setUpName } = this.#radio;
		try {
			this.#radio.open(setUpName);
		} catch {
			this.#note("error", "The set-up network could not be opened: hold the set-up button once more");
			return false;
		}
		this.#station.calm = true;
		this.#owner?.setUpNetwork(true);
		this.#note("info", `Set-up network ${setUpName} is open for ten minutes: its page is at ${SET_UP_PAGE}`);
		try {
			this.#portal = new Portal(this.#host);
		} catch {
			this.#note("error", `Phones do not find the page by themselves: open ${SET_UP_PAGE}`);
		}
		return true;
	}

	#close(): void {
		this.#closeAt = Number.POSITIVE_INFINITY;
		this.#station.calm = false;
		this.#portal?.close();
		this.#portal = undefined;
		this.#attempt(() => this.#radio.close());
		this.#owner?.setUpNetwork(false);
		this.#note("info", "Set-up network closed");
	}
}
