import { tone } from "../../hosts/node/audio-format.ts";
import { hash } from "../../hosts/node/hash.ts";
import { text } from "../../hosts/node/text.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import type { Host } from "../../modules/host.ts";
import { parseNameAddress } from "../../modules/sip/name-address.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { Pbx } from "../../simulator/pbx.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";

/** Seconds that the registrar grants; the doorbell refreshes at half of them. */
export const GRANT = 600;
/** Seconds that each phone rings when nobody answers. */
export const RING_SECONDS = 5;

const USER = "doorbell";
const PBX_NAME = "pbx.house.test";
const PBX_ADDRESS = "192.168.1.1";
const PBX_PORT = 5070;
const NETWORK = "192.168.1.";
const FIRST_ADDRESS = 20;
const ADDRESSES = 200;
const WATCH = 10_000;
/** Lines of the diary that are kept. */
const DIARY = 30;

/** A doorbell and a PBX in a house where things fail. What fails is told here, so that a test knows what may be expected. */
export class TroubledHouse {
	readonly clock = new VirtualClock();
	readonly network = new MockNetwork({ clock: this.clock });
	readonly host: VirtualHost;
	readonly doorbell: Appliance;
	/** The longest time for which nothing stood between doorbell and registrar, and yet it was not registered, milliseconds. */
	longestOutage = 0;
	/** Counts everything that went wrong so far: a visit during which it changes proves nothing. */
	troubles = 0;
	/** What happened last, to be read when a test fails. */
	readonly diary: string[] = [];
	#pbx: Pbx | undefined;
	readonly #pbxHost: Host;
	#moves = 0;
	/** Since when nothing stands between doorbell and registrar but that the doorbell does not know. */
	#unregisteredSince = Number.POSITIVE_INFINITY;

	constructor() {
		const { network } = this;
		this.#pbxHost = new VirtualHost({ network, address: PBX_ADDRESS, hash, text });
		this.host = new VirtualHost({ network, address: this.#address(), hash, text, microphone: tone(440) });
		network.names.set(PBX_NAME, [PBX_ADDRESS]);
		this.switchPbxOn();
		this.doorbell = new Appliance({
			host: this.host,
			overrides: {
				"sip.registrar": `${PBX_NAME}:${PBX_PORT}`,
				"sip.user": USER,
				"sip.password": "secret",
				"button.1.targets": "**9",
				"button.1.seconds": RING_SECONDS,
				"door.code": "9",
			},
			onLog: ({ text }) => this.#note(text),
		});
		this.doorbell.start();
		this.#watch();
	}

	/** `undefined` while it is off. */
	get pbx(): Pbx | undefined {
		return this.#pbx;
	}

	/** Whether datagrams go from the doorbell to the PBX and back. */
	get reachable(): boolean {
		return this.#pbx !== undefined && this.host.network.up;
	}

	/** Whether the registrar has the address at which the doorbell is. */
	get registered(): boolean {
		const bindings = this.#pbx?.registrar.bindings(this.clock.now, USER) ?? [];
		return bindings[0] !== undefined && parseNameAddress(bindings[0].contact)?.uri.host === this.host.network.address();
	}

	/** Everything is forgotten there: bindings, nonces, calls. */
	switchPbxOff(): void {
		this.#pbx?.close();
		this.#pbx = undefined;
		this.#trouble("the PBX is off");
	}

	switchPbxOn(): void {
		this.#pbx ??= new Pbx({
			host: this.#pbxHost,
			port: PBX_PORT,
			users: [{ user: USER, password: "secret" }],
			maximumExpires: GRANT,
			onNews: () => this.#look(),
		});
		this.#trouble("the PBX is on");
	}

	switchWifi(on: boolean): void {
		this.host.network.up = on;
		this.#trouble(on ? "the Wi-Fi is back" : "the Wi-Fi is gone");
	}

	/** The router gives the doorbell another address. */
	move(): void {
		this.#moves += 1;
		this.host.network.move(this.#address());
		this.#trouble("another address");
	}

	/** The name server answers, or knows nothing. */
	switchNames(on: boolean): void {
		if (on) this.network.names.set(PBX_NAME, [PBX_ADDRESS]);
		else this.network.names.delete(PBX_NAME);
		this.#note(on ? "--- names again" : "--- no names");
	}

	/** Lets time pass until something is so; false when it is not within the limit. */
	until(condition: () => boolean, limit: number): boolean {
		return this.clock.run(condition, limit);
	}

	#address(): string {
		return `${NETWORK}${FIRST_ADDRESS + (this.#moves % ADDRESSES)}`;
	}

	#note(line: string): void {
		this.diary.push(`${(this.clock.now / 1000).toFixed(1)} s: ${line}`);
		if (this.diary.length > DIARY) this.diary.shift();
	}

	#trouble(what: string): void {
		this.troubles += 1;
		this.#note(`--- ${what}`);
		this.#look();
	}

	/** A binding also ends by itself. */
	#watch(): void {
		this.#look();
		this.clock.timers.set(() => this.#watch(), WATCH);
	}

	/** Measures how long the doorbell is not registered although it might be. */
	#look(): void {
		const { now } = this.clock;
		if (this.registered || !this.reachable) {
			const outage = now - this.#unregisteredSince;
			this.longestOutage = Math.max(this.longestOutage, outage);
			this.#unregisteredSince = Number.POSITIVE_INFINITY;
		} else this.#unregisteredSince = Math.min(this.#unregisteredSince, now);
	}
}
