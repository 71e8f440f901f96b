import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tone } from "../hosts/node/audio-format.ts";
import { createNodeHost, type NodeHost } from "../hosts/node/host.ts";
import { readWave, writeWave } from "../hosts/node/wave.ts";
import { Appliance } from "../modules/drivers/appliance.ts";
import { ladderHead, ladderLine } from "./ladder.ts";
import { Pbx } from "./pbx.ts";
import type { Phone } from "./phone.ts";
import { toneShare } from "./tone-share.ts";

/** What the visitor and the person on the phone say, in hertz. */
const VISITOR = 440;
const RESIDENT = 1000;
/** Share of the energy that has to be the other side's tone; a busy computer makes gaps. */
const SHARE_NEEDED = 0.8;
/** Samples that are looked at, one second, and how many of them together: at every gap the tone begins anew. */
const SECOND = 8000;
const BLOCK = 400;
/** Longest wait for anything that has to happen, milliseconds. */
const PATIENCE = 3000;
const POLL = 2;
const DOOR_SECONDS = 1;

export interface VisitOptions {
	/** Where the recordings go. */
	readonly folder: string;
	readonly print: (line: string) => void;
}

/** What was measured did not satisfy. */
class Failure extends Error {
	override readonly name = "Failure";
}

interface Step {
	readonly title: string;
	/** Returns what was measured; throws a {@link Failure} with it when it does not satisfy. */
	readonly take: () => Promise<string>;
}

interface Verdict {
	readonly ok: boolean;
	readonly measured: string;
}

const NOT_REACHED: Verdict = Object.freeze({ ok: false, measured: "not reached" });

async function judge(take: Step["take"]): Promise<Verdict> {
	try {
		return { ok: true, measured: await take() };
	} catch (error) {
		if (error instanceof Failure) return { ok: false, measured: error.message };
		throw error;
	}
}

/** How much of a sound is a tone, block by block. */
function averageShare(samples: Int16Array, hertz: number): number {
	let sum = 0;
	for (let at = 0; at < samples.length; at += BLOCK) sum += toneShare(samples.subarray(at, at + BLOCK), hertz);
	return sum / Math.max(1, Math.ceil(samples.length / BLOCK));
}

/** One whole visit over UDP on the loopback interface, step by step, each with its verdict. */
export class Visit {
	readonly host: NodeHost;
	readonly pbx: Pbx;
	readonly doorbell: Appliance;
	readonly #options: VisitOptions;
	readonly #phone: Phone;
	readonly #started: number;
	#invited = false;
	/** Samples that each side had heard when both had talked for a while. */
	#heardAtDoor = 0;
	#heardOnPhone = 0;

	constructor(options: VisitOptions) {
		const { folder, print } = options;
		this.#options = options;
		this.host = createNodeHost({ data: folder, microphone: tone(VISITOR) });
		this.#started = this.host.clock.now();
		const password = this.host.token();
		this.pbx = new Pbx({
			host: this.host,
			port: 0,
			users: [{ user: "doorbell", password }],
			hears: (address) => address.startsWith("127."),
			recordingSeconds: 60,
		});
		this.#phone = this.pbx.phones[0]!;
		this.#phone.say(tone(RESIDENT));
		this.doorbell = new Appliance({
			host: this.host,
			overrides: {
				"sip.registrar": `127.0.0.1:${this.pbx.port}`,
				"sip.user": "doorbell",
				"sip.password": password,
				"sip.port": 0,
				"rtp.port": 0,
				"button.1.targets": "**9",
				"door.code": "9",
				"door.seconds": DOOR_SECONDS,
			},
			onTrace: (direction, text) => {
				if (text.startsWith("INVITE ")) this.#invited = true;
				print(ladderLine({ at: this.#now - this.#started, direction, text }));
			},
		});
	}

	/** Takes all steps; true when every verdict is "ok". After a failure the others are not tried. */
	async run(): Promise<boolean> {
		const { print } = this.#options;
		print(ladderHead("Doorbell", "PBX"));
		let well = true;
		for (const { title, take } of this.#steps()) {
			const verdict: Verdict = well ? await judge(take) : NOT_REACHED;
			well = verdict.ok;
			print(`${(well ? "ok" : "FAILED").padEnd(8)}${title.padEnd(31)}${verdict.measured}`);
		}
		return well;
	}

	close(): void {
		this.doorbell.close();
		this.pbx.close();
	}

	get #now(): number {
		return this.host.clock.now();
	}

	#steps(): readonly Step[] {
		return [
			{ title: "The doorbell registers", take: () => this.#register() },
			{ title: "The visitor rings", take: () => this.#press() },
			{ title: "Both phones ring", take: () => this.#ring() },
			{ title: "Phone 1 answers", take: () => this.#answer() },
			{ title: "Both talk", take: () => this.#talk() },
			{ title: "Key 9 opens the door", take: () => this.#open() },
			{ title: "Phone 1 hangs up", take: () => this.#hangUp() },
			{ title: "The doorbell unregisters", take: () => this.#unregister() },
			{
				title: "Phone 1 has heard the visitor",
				take: () => this.#recorded("phone-1.wav", this.#phone.heard, this.#heardOnPhone, VISITOR),
			},
			{
				title: "The visitor has heard phone 1",
				take: () => this.#recorded("door.wav", this.host.recording.samples(), this.#heardAtDoor, RESIDENT),
			},
		];
	}

	async #register(): Promise<string> {
		this.doorbell.start();
		const time = await this.#until(() => this.doorbell.state === "REGISTERED", "not registered");
		if (!this.pbx.knows("doorbell")) throw new Failure("the PBX knows nothing of it");
		return `after ${time} ms, for ${this.doorbell.status.registration.expiresIn} s`;
	}

	async #press(): Promise<string> {
		const button = this.host.buttons[0]!;
		button.press();
		const time = await this.#until(() => this.#invited, "no INVITE");
		button.release();
		return `INVITE ${time} ms after the button`;
	}

	async #ring(): Promise<string> {
		const time = await this.#until(
			() => this.#states("ringing") && this.doorbell.status.call?.state === "ringing",
			"not all ring",
		);
		await pause(300);
		return `after ${time} ms`;
	}

	async #answer(): Promise<string> {
		this.#phone.answer();
		const time = await this.#until(() => this.doorbell.state === "CONNECTED", "not connected");
		const other = this.pbx.phones[1]!;
		if (other.state !== "idle") throw new Failure(`${other.name} is ${other.state}`);
		return `after ${time} ms; ${other.name} is quiet again`;
	}

	async #talk(): Promise<string> {
		await pause(1800);
		this.#heardAtDoor = this.host.recording.length;
		this.#heardOnPhone = this.#phone.heard.length;
		const { statistics } = this.doorbell.status.call ?? {};
		const measured = `${statistics?.law}, ${statistics?.sent} packets sent, ${statistics?.received} received, ${statistics?.lost} lost`;
		if (!statistics || statistics.received < 50) throw new Failure(measured);
		return measured;
	}

	async #open(): Promise<string> {
		const { door } = this.host.outputs;
		this.#phone.press("9");
		const time = await this.#until(() => door.value === 1, "the door stays shut");
		const open = await this.#until(() => door.value === 0, "the door stays open");
		const measured = `after ${time} ms, for ${(open / 1000).toFixed(2)} s`;
		if (Math.abs(open - DOOR_SECONDS * 1000) > 300) throw new Failure(measured);
		return measured;
	}

	async #hangUp(): Promise<string> {
		this.#phone.hangUp();
		const time = await this.#until(() => this.doorbell.state === "REGISTERED" && this.#states("idle"), "no end");
		return `after ${time} ms: ${this.doorbell.lastReason}`;
	}

	async #unregister(): Promise<string> {
		this.doorbell.disconnect();
		// The socket closes when the answer to the REGISTER is there.
		const time = await this.#until(() => this.doorbell.sipPort === undefined, "still registered");
		if (this.pbx.knows("doorbell")) throw new Failure("the PBX still knows of it");
		return `after ${time} ms`;
	}

	/** Writes a recording, reads it again, and looks for a tone in the last second before `end`. */
	async #recorded(name: string, samples: Int16Array, end: number, hertz: number): Promise<string> {
		const path = join(this.#options.folder, name);
		writeWave(path, samples);
		const share = averageShare(readWave(path).subarray(Math.max(0, end - SECOND), end), hertz);
		const measured = `${(share * 100).toFixed(1)} % of ${path} at ${hertz} Hz`;
		if (share < SHARE_NEEDED) throw new Failure(measured);
		return measured;
	}

	#states(state: Phone["state"]): boolean {
		return this.pbx.phones.every((phone) => phone.state === state);
	}

	/** Waits until something is so; returns how long that took, milliseconds. */
	async #until(condition: () => boolean, problem: string): Promise<number> {
		const start = this.#now;
		while (!condition()) {
			if (this.#now - start > PATIENCE) throw new Failure(`${problem} within ${PATIENCE / 1000} s`);
			await pause(POLL);
		}
		return Math.round(this.#now - start);
	}
}
