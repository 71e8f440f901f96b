import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tone } from "../../hosts/node/audio-format.ts";
import { createNodeHost, type NodeHost, type OutputName } from "../../hosts/node/host.ts";
import type { Settings } from "../../modules/config/schema.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import { until } from "../support/until.ts";
import { saysTone } from "./listening.ts";
import { freePort } from "./ports.ts";
import { atEnd, makeFolder } from "./stage.ts";

/** What the doorbell says all the time, as a frequency. */
export const DOORBELL_TONE = 440;

const WITHIN = 8000;
const PRESS_TIME = 100;
/** Sound listened to at a time, samples. */
const LISTENING = 4000;

export interface DoorbellOptions {
	/** Host and port of the registrar of door.test, where it is bell; without one it is called directly, at `address`. */
	readonly registrar?: string;
	/** Whatever else differs from the defaults. */
	readonly settings?: Partial<Settings>;
	/** Folder of a doorbell that ran before; a new one if not given. */
	readonly data?: string;
}

/** A SIP message as the doorbell sent or received it. */
export interface Message {
	readonly direction: "sent" | "received";
	/** Milliseconds, on a monotonic clock. */
	readonly at: number;
	readonly text: string;
}

/** An output that was switched. */
export interface Switching {
	readonly name: OutputName;
	readonly on: boolean;
	/** Milliseconds, on a monotonic clock. */
	readonly at: number;
}

/** The whole doorbell on the desktop's host, with all that can be seen of it. */
export class Doorbell {
	readonly appliance: Appliance;
	/** Its settings are kept here. */
	readonly data: string;
	/** Its log, as `[INFO] SIP connection requested`. */
	readonly lines: string[] = [];
	/** Its states, each change once. */
	readonly states: State[] = [];
	/** Every SIP message, copies too. */
	readonly messages: Message[] = [];
	readonly #host: NodeHost;
	readonly #switchings: Switching[] = [];
	readonly #log: string;

	constructor({ registrar, settings, data = makeFolder("doorbell") }: DoorbellOptions) {
		this.data = data;
		this.#log = join(data, "doorbell.log");
		this.#host = createNodeHost({
			data,
			microphone: tone(DOORBELL_TONE),
			onOutput: (name, value) => this.#switchings.push({ name, on: value === 1, at: performance.now() }),
			onProblem: (problem) => this.#note(problem),
		});
		const account = { "sip.registrar": registrar, "sip.domain": "door.test", "sip.user": "bell" };
		this.appliance = new Appliance({
			host: this.#host,
			overrides: {
				...(registrar === undefined ? {} : { ...account, "sip.registrar": registrar, "sip.password": "bell-secret" }),
				"sip.port": freePort(),
				"rtp.port": 0,
				...settings,
			},
			onLog: ({ level, text }) => {
				this.lines.push(`[${level.toUpperCase()}] ${text}`);
				this.#note(this.lines.at(-1)!);
			},
			onState: (state) => {
				this.states.push(state);
				this.#note(`state ${state}`);
			},
			onTrace: (direction, text, peer) => {
				this.messages.push({ direction, at: performance.now(), text });
				this.#note(`${direction} ${peer.address}:${peer.port}\n${text.replaceAll("\r", "")}`);
			},
		});
		atEnd(() => this.close());
	}

	/** Datagrams from addresses to which it does not listen. */
	get ignored(): number {
		return this.appliance.ignored;
	}

	/** Host and port where it is called. */
	get address(): string {
		return `127.0.0.1:${this.appliance.settings["sip.port"]}`;
	}

	/** Where to call it directly. */
	get uri(): string {
		return `sip:bell@${this.address}`;
	}

	/** SIP messages that it sent and that match, oldest first. */
	sent(pattern: RegExp): readonly Message[] {
		return this.#matching("sent", pattern);
	}

	/** SIP messages that it received and that match, oldest first. */
	received(pattern: RegExp): readonly Message[] {
		return this.#matching("received", pattern);
	}

	/** How often an output was switched on or off. */
	switched(name: OutputName): readonly Switching[] {
		return this.#switchings.filter((switching) => switching.name === name);
	}

	/** Presses and releases a bell button, and waits until it may be pressed again. */
	async press(button = 1): Promise<void> {
		const contact = this.#host.buttons[button - 1]!;
		contact.press();
		await pause(PRESS_TIME);
		contact.release();
		await pause(PRESS_TIME);
	}

	async waitForState(state: State, timeout = WITHIN): Promise<void> {
		await until(() => this.appliance.state === state, timeout, `state ${state}`);
	}

	/** Waits until a caller has heard the doorbell for longer than the notice tone kept him from that. */
	async waitUntilHeard(): Promise<void> {
		await until(() => this.appliance.status.call?.listening, WITHIN, "the microphone open");
		await pause(2 * NOTICE_TIME);
	}

	/** Waits for a line of the log, past or future. */
	async waitForLine(line: string, timeout = WITHIN): Promise<void> {
		await until(() => this.lines.includes(line), timeout, line);
	}

	/** Waits until it has sent so many messages that match, and gives back the last of them. */
	async waitForSent(pattern: RegExp, count = 1, timeout = WITHIN): Promise<Message> {
		return until(() => this.sent(pattern)[count - 1], timeout, `sent ${pattern} (${count})`);
	}

	/** Waits until it has received so many messages that match, and gives back the last of them. */
	async waitForReceived(pattern: RegExp, count = 1, timeout = WITHIN): Promise<Message> {
		return until(() => this.received(pattern)[count - 1], timeout, `received ${pattern} (${count})`);
	}

	/** Waits until the visitor hears a tone; what was heard before does not count. */
	async hear(hertz: number, timeout = WITHIN): Promise<void> {
		const { recording } = this.#host;
		recording.clear();
		const heard = () => {
			if (recording.length < LISTENING) return false;
			const samples = recording.samples();
			recording.clear();
			return saysTone(samples, hertz);
		};
		await until(heard, timeout, `${hertz} Hz at the door`);
	}

	/** Waits until everything is ended and unregistered, as the end of the program does. */
	shutDown(): Promise<void> {
		return new Promise((resolve) => this.appliance.shutDown(resolve));
	}

	/** Ends at once, as in a power cut. */
	close(): void {
		this.appliance.close();
	}

	#matching(direction: Message["direction"], pattern: RegExp): readonly Message[] {
		return this.messages.filter((message) => message.direction === direction && pattern.test(message.text));
	}

	#note(text: string): void {
		appendFileSync(this.#log, `${performance.now().toFixed()} ${text}\n`);
	}
}

/** Switches a doorbell on. */
export function startDoorbell(options: DoorbellOptions = {}): Doorbell {
	const doorbell = new Doorbell(options);
	doorbell.appliance.start();
	return doorbell;
}

/** Switches a doorbell on and waits until it is registered. */
export async function startRegisteredDoorbell(options: DoorbellOptions): Promise<Doorbell> {
	const doorbell = startDoorbell(options);
	await doorbell.waitForState("REGISTERED");
	return doorbell;
}

/** Those of the `expected` lines that were found, in order: all of them, if they are a subsequence of `lines`. */
export function inOrder(lines: readonly string[], expected: readonly string[]): readonly string[] {
	let found = 0;
	for (const line of lines) if (line === expected[found]) found += 1;
	return expected.slice(0, found);
}

/** A pattern for responses to a method, for `Doorbell.sent` and so on. */
export function responseTo(method: string, status: number): RegExp {
	return new RegExp(`^SIP/2\\.0 ${status} .*\\r\\nCSeq: *\\d+ ${method}\\r\\n`, "s");
}

/** The value of a header field, the first one if there are several; "" without one. */
export function header({ text }: Pick<Message, "text">, name: string): string {
	return text.match(new RegExp(`^${name} *: *(.*?)\\r?$`, "im"))?.[1] ?? "";
}
