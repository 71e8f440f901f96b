import { tone } from "../../hosts/node/audio-format.ts";
import type { Hash } from "../../modules/auth/digest.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { PageServer } from "../../modules/drivers/page-server.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { BoardHost } from "./board-host.ts";
import { HostClock, pass, turn, until } from "./host-clock.ts";
import { ScriptedPage } from "./scripted-page.ts";
import { ScriptedPbx } from "./scripted-pbx.ts";

const PBX = "192.168.1.1";
const BROWSER = "192.168.1.2";
const DOORBELL = "192.168.1.20";
const SETTINGS = Object.freeze({
	"sip.registrar": PBX,
	"sip.user": "doorbell",
	"sip.password": "secret",
	"button.1.targets": "**9",
	"door.code": "9",
});
/** The longest that a transaction of SIP is remembered, and a little more. */
const FORGOTTEN = 40_000;

const encode = (text: string) => new Uint8Array(ArrayBuffer.fromString(text));
const decode = (bytes: ArrayBuffer | Uint8Array) => xs.decode(bytes);

/** As cheap as that of the board, which is native; the PBX does not look at what it makes. */
const hash: Hash = (algorithm, text) => `${text.length}`.padStart(algorithm === "MD5" ? 32 : 64, "0");

/** A house in the board's heap: a PBX with a phone, a browser, and the doorbell as main makes it. What happens there. */
export class House {
	readonly #network = new MockNetwork({ clock: new HostClock() });
	readonly #host = new BoardHost({
		network: this.#network,
		address: DOORBELL,
		hash,
		text: { encode, decode },
		microphone: tone(400),
		recordingSeconds: 0.2,
	});
	readonly #pbx = new ScriptedPbx({ host: this.#network.host(PBX), address: PBX, encode, decode });
	readonly #page = new ScriptedPage({ host: this.#network.host(BROWSER), address: DOORBELL, encode, decode });
	#doorbell!: Appliance;

	/** The doorbell is switched on. */
	async install(): Promise<void> {
		const host = this.#host;
		const bytes = encode("x".repeat(1_000));
		host.files = new Map([["/", { type: "text/html", etag: '"1"', bytes }]]);
		await turn(() => {
			this.#doorbell = new Appliance({ host, overrides: SETTINGS });
		});
		await turn(() => void new PageServer({ host, appliance: this.#doorbell, port: 80, open: true }));
	}

	async start(): Promise<void> {
		await turn(() => this.#doorbell.start());
		await until("registered", () => this.#doorbell.state === "REGISTERED");
	}

	async connect(): Promise<void> {
		await turn(() => this.#doorbell.connect());
		await until("registered", () => this.#doorbell.state === "REGISTERED");
	}

	/** Somebody opens the page, which then has its stream of events. Returns how the page asks for more. */
	async openPage(): Promise<(path: string) => Promise<void>> {
		const page = this.#page;
		let get!: (path: string) => void;
		await turn(() => {
			get = page.get("/");
		});
		const ask = async (path: string) => {
			const { answered } = page;
			await turn(() => get(path));
			await until(`an answer to ${path}`, () => page.answered > answered);
		};
		await until("the page", () => page.answered === 1);
		await ask("/api/config");
		await ask("/api/status");
		await turn(() => void page.get("/api/events"));
		await until("events", () => page.events.status === 1 && page.events.log > 5);
		return ask;
	}

	/** The visitor presses the button. */
	async ring(): Promise<void> {
		await turn(() => this.#host.press(1));
		await until("the phone rings", () => this.#pbx.ringing);
		await turn(() => this.#host.release(1));
	}

	/** The phone is picked up, and both talk for so many milliseconds. */
	async talk(milliseconds: number): Promise<void> {
		await turn(() => this.#pbx.answer());
		await until("answered", () => this.#doorbell.state === "CONNECTED");
		await pass(milliseconds);
		// 50 packets a second, but for the first of them.
		const least = milliseconds / 20 - 10;
		await until("sound", () => (this.#doorbell.status.call?.statistics?.received ?? 0) > least);
	}

	/** The page hears how loud it is. */
	async hearLevels(): Promise<void> {
		await until("levels", () => this.#page.events.level > 5);
	}

	/** Both sides refresh the session (RFC 4028). */
	async refresh(): Promise<void> {
		await turn(() => this.#pbx.refresh());
		await pass(46_000);
		await until("refreshed by us", () => this.#pbx.refreshes === 1);
	}

	/** A digit opens the door. */
	async openDoor(): Promise<void> {
		const { doorOpenings } = this.#host;
		await turn(() => this.#pbx.press("9"));
		await until("the door opens", () => this.#host.doorOpenings > doorOpenings);
	}

	/** The phone hangs up. */
	async hangUp(): Promise<void> {
		await turn(() => this.#pbx.hangUp());
		await until("the call ends", () => this.#doorbell.state === "REGISTERED");
	}

	/** The doorbell unregisters, and forgets all that it knew of the peers. */
	async disconnect(): Promise<void> {
		await turn(() => this.#doorbell.disconnect());
		await until("disconnected", () => this.#doorbell.state === "DISCONNECTED");
		await this.forget();
	}

	/** All transactions are over. */
	async forget(): Promise<void> {
		await pass(FORGOTTEN);
	}
}
