import { Appliance } from "../../../modules/drivers/appliance.ts";
import { PageServer } from "../../../modules/drivers/page-server.ts";
import type { Hash, HostSound, Text } from "../../../modules/host.ts";
import type { MockHost } from "../../../simulator/mock-host.ts";
import { MockNetwork } from "../../../simulator/mock-network.ts";
import type { VirtualClock } from "../../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../../simulator/virtual-host.ts";
import { CHROMIUM_API } from "../../../test/http/chromium.ts";
import { meteredHost, Work } from "./metered-host.ts";
import { Caller } from "./product-caller.ts";

const DOORBELL = "192.168.1.20";
const PHONE = "192.168.1.2";
const BROWSER = "192.168.1.3";
const HTTP_PORT = 80;
const KEY = 9;
/** All transactions are forgotten after that, milliseconds. */
const PAUSE = 40_000;
const WITHIN = 5_000;
const STEP = 5;

/** The courses that are measured: what happens, and what the doorbell has done at the end. */
export const COURSES = Object.freeze([
	"Button pressed, INVITE sent",
	"INVITE received, 200 sent",
	"Key received, relay switched",
	"Page's request received, answer sent",
] as const);

/** The engine, and its time. */
export interface Life {
	readonly clock: VirtualClock;
	readonly text: Text;
	readonly hash: Hash;
	/** The work on samples in native code; without, that of the modules. */
	readonly sound?: HostSound;
	/** Counts what the engine does: bytecodes on XS, microseconds on Node. */
	meter(): number;
	pass(milliseconds: number): Promise<void>;
}

/** The whole doorbell in a virtual house with a phone and a browser: measures only what the doorbell itself does. */
export class Product {
	readonly #life: Life;
	readonly #work: Work;
	readonly #doorbell: Appliance;
	readonly #phone: Caller;
	readonly #browser: MockHost;
	/** What ends the course under way, and what it took. */
	#awaited = "";
	#taken: number | undefined;

	constructor(life: Life) {
		const { clock, text, hash, sound } = life;
		const network = new MockNetwork({ clock });
		this.#life = life;
		this.#browser = network.host(BROWSER);
		this.#work = new Work(life.meter);
		const virtual = new VirtualHost({ network, address: DOORBELL, hash, text, recordingSeconds: 0.2 });
		const metered = meteredHost(virtual, this.#work, (what) => this.#hear(what));
		const host = { ...metered, sound };
		const settings = { "button.1.targets": `sip:phone@${PHONE}`, "door.code": `${KEY}` };
		this.#phone = new Caller(network.host(PHONE), text, DOORBELL);
		this.#doorbell = new Appliance({ host, overrides: settings });
		this.#doorbell.start();
		new PageServer({ host, appliance: this.#doorbell, port: HTTP_PORT, open: true });
	}

	/** One of each course; what they took, in the order of {@link COURSES}. */
	async run(): Promise<readonly number[]> {
		const { pass } = this.#life;
		const pressed = await this.#course("INVITE ", () => this.#work.run(() => this.#doorbell.press(1)));
		await this.#until("the call", () => this.#phone.talking && this.#doorbell.state === "CONNECTED");
		await pass(1_000);
		const opened = await this.#course("door", () => this.#phone.press(KEY));
		await this.#hangUp();
		const answered = await this.#course("SIP/2.0 200", () => this.#phone.call());
		await this.#until("the call", () => this.#phone.talking && this.#doorbell.state === "CONNECTED");
		await this.#hangUp();
		const shown = await this.#answer();
		return [pressed, answered, opened, shown];
	}

	async #hangUp(): Promise<void> {
		this.#phone.hangUp();
		await this.#until("the end of the call", () => this.#doorbell.state !== "CONNECTED");
		await this.#life.pass(PAUSE);
	}

	/** What the doorbell does from `begin` until it has done what is awaited. */
	async #course(awaited: string, begin: () => void): Promise<number> {
		const { spent } = this.#work;
		this.#awaited = awaited;
		this.#taken = undefined;
		begin();
		await this.#until(awaited, () => this.#taken !== undefined);
		return this.#taken! - spent;
	}

	/** What the doorbell does for a request of the page on a connection that is open. */
	async #answer(): Promise<number> {
		let open = false;
		let answered = false;
		const tcp = this.#browser.connect({
			address: DOORBELL,
			port: HTTP_PORT,
			onWritable: () => {
				open = true;
			},
			onReadable: () => {
				while (tcp.read()) answered = true;
			},
		});
		await this.#until("a connection", () => open);
		const { spent } = this.#work;
		tcp.write(this.#life.text.encode(CHROMIUM_API));
		await this.#until("an answer", () => answered);
		const taken = this.#work.spent - spent;
		tcp.close();
		return taken;
	}

	#hear(what: string): void {
		if (this.#taken === undefined && this.#awaited !== "" && what.startsWith(this.#awaited))
			this.#taken = this.#work.spent;
	}

	async #until(what: string, happens: () => boolean): Promise<void> {
		for (let left = WITHIN; !happens(); left -= STEP) {
			if (left < 0) throw new Error(`${what} did not come`);
			await this.#life.pass(STEP);
		}
	}
}
