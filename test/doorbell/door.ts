import type { ConnectionEvent } from "../../modules/doorbell/connection.ts";
import { Doorbell, type DoorbellSettings } from "../../modules/doorbell/doorbell.ts";
import type { Caller, Code, CodeBook, Wall } from "../../modules/doorbell/lock/code.ts";
import type { CallChange, Order } from "../../modules/doorbell/order.ts";
import type { Output, State } from "../../modules/doorbell/output.ts";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import type { EndCause, Peer } from "../../modules/doorbell/words.ts";

export const SETTINGS: DoorbellSettings = Object.freeze({
	configured: true,
	buttons: [
		{ name: "Front", targets: [{ address: "attic", time: 30_000 }], inOrder: false, fallback: [] },
		{ name: "Back", targets: [{ address: "shed", time: 20_000 }], inOrder: false, fallback: [] },
	],
	sign: 8_000,
	from: "everyone",
	answer: "at once",
	answerDelay: 5_000,
	waiting: "busy",
	transfer: "refused",
	maximum: 300_000,
	hangUpAfterOpening: 0,
	listening: "every call",
	quiet: { set: false, includes: () => false, targets: [] },
	doorTime: 3_000,
	secondDoorTime: 5_000,
	lightTime: 120_000,
});

/** What codes are like where a test does not say otherwise: always good, for everyone. */
export const CODE: Code = Object.freeze({
	number: 1,
	digits: "2468",
	output: "door",
	action: "pulse",
	callers: "everyone",
	weekly: Object.freeze([]),
	until: Number.POSITIVE_INFINITY,
	once: false,
	name: "",
});

/** What a test has to say of a code. */
export type TestCode = Partial<Code> & Pick<Code, "digits">;

/** Codes by number, from 1 on, and a time of day. */
export class TestBook implements CodeBook {
	list: readonly Code[] = [];
	time: Wall | undefined;
	/** Whether used-up codes can be deleted. */
	works = true;

	constructor(codes: readonly TestCode[] = []) {
		this.set(codes);
	}

	set(codes: readonly TestCode[]): void {
		this.list = codes.map((code, index) => ({ ...CODE, number: index + 1, ...code }));
	}

	codes(): readonly Code[] {
		return this.list;
	}

	spend(number: number): boolean {
		if (this.works) this.list = this.list.filter((code) => code.number !== number);
		return this.works;
	}

	wall(): Wall | undefined {
		return this.time;
	}
}

/** One who calls the door directly. */
export const STRANGER: Caller = Object.freeze({ source: "192.168.1.99", trust: "stranger" });

export const ANNA: Peer = Object.freeze({ name: "Anna", number: "22" });

/** What is no deed: it changes nothing in the house. */
const UNSEEN: readonly Output["type"][] = Object.freeze(["log", "state", "tone", "audit", "remember", "listen"]);

/** A doorbell machine, and what it asked for, the lamp apart. Time moves only when told. */
export class Door {
	readonly doorbell: Doorbell;
	readonly book: TestBook;
	readonly settings: DoorbellSettings;
	now = 1_000;
	/** When the lamp was switched, on and off in turn. */
	readonly lamp: number[] = [];
	#outputs: Output[] = [];

	constructor({ codes, ...settings }: Partial<DoorbellSettings> & { readonly codes?: readonly TestCode[] } = {}) {
		this.book = new TestBook(codes);
		this.settings = { ...SETTINGS, ...settings };
		this.doorbell = new Doorbell(this.settings, this.book);
	}

	get state(): State {
		return this.doorbell.state;
	}

	/** Takes what was asked for since the last time. */
	take(): Output[] {
		const outputs = this.#outputs;
		this.#outputs = [];
		return outputs;
	}

	/** Takes all, and returns the log lines: those of level "info" as they are, others with their level in front. */
	lines(): string[] {
		const lines: string[] = [];
		for (const output of this.take()) {
			if (output.type === "log") lines.push(output.level === "info" ? output.text : `${output.level}: ${output.text}`);
		}
		return lines;
	}

	/** Takes all, and returns the states reported. */
	states(): State[] {
		const states: State[] = [];
		for (const output of this.take()) if (output.type === "state") states.push(output.state);
		return states;
	}

	/** Takes all, and returns what was asked for of calls, connection, door and light, in short. */
	deeds(): string[] {
		const deeds: string[] = [];
		for (const output of this.take()) {
			if (UNSEEN.includes(output.type)) continue;
			const { type, ...rest } = output;
			deeds.push([type, ...Object.values(rest)].join(" "));
		}
		return deeds;
	}

	/** Takes all, and returns the tones, as "busy to visitor". */
	tones(): string[] {
		const tones: string[] = [];
		for (const output of this.take()) if (output.type === "tone") tones.push(`${output.tone} to ${output.to}`);
		return tones;
	}

	/** Takes all, and returns the tones and when the microphone was opened, as "listen to -1". */
	sounds(): string[] {
		const sounds: string[] = [];
		for (const output of this.take()) {
			if (output.type === "tone") sounds.push(`${output.tone} to ${output.to}`);
			else if (output.type === "listen") sounds.push(`listen to ${output.call}`);
		}
		return sounds;
	}

	tell(news: (doorbell: Doorbell, now: number) => void): this {
		news(this.doorbell, this.now);
		for (let output = this.doorbell.poll(); output; output = this.doorbell.poll()) {
			if (output.type === "switch" && output.name === "lamp") this.lamp.push(this.now);
			else this.#outputs.push(output);
		}
		return this;
	}

	/** Lets time pass, deadline by deadline. */
	pass(milliseconds: number): this {
		const end = this.now + milliseconds;
		while (this.doorbell.deadline <= end) {
			this.now = Math.max(this.now, this.doorbell.deadline);
			this.tell((doorbell, now) => doorbell.expire(now));
		}
		this.now = end;
		return this;
	}

	start(): this {
		return this.tell((doorbell, now) => doorbell.start(now));
	}

	connect(): this {
		return this.tell((doorbell, now) => doorbell.connect(now));
	}

	disconnect(): this {
		return this.tell((doorbell, now) => doorbell.disconnect(now));
	}

	/** Things happen to socket and registration. */
	happens(
		...events: readonly (ConnectionEvent | Exclude<ConnectionEvent["type"], "registered" | "unopened" | "failed">)[]
	): this {
		for (const event of events) {
			this.tell((doorbell, now) =>
				doorbell.connection(typeof event === "string" ? ({ type: event } as ConnectionEvent) : event, now),
			);
		}
		return this;
	}

	/** The registration succeeds, with a challenge on the way. */
	registers(): this {
		return this.happens("started", "located", "sent", "challenged", "authenticating", "sent", {
			type: "registered",
			seconds: 300,
		});
	}

	press(button = 1): this {
		return this.tell((doorbell, now) => doorbell.press(button, now));
	}

	hangUp(): this {
		return this.tell((doorbell, now) => doorbell.hangUp(now));
	}

	answer(): this {
		return this.tell((doorbell, now) => doorbell.answer(now));
	}

	called(call: number, peer = ANNA, caller = STRANGER): this {
		return this.tell((doorbell, now) => doorbell.called(call, peer, caller, now));
	}

	connected(call: number): this {
		return this.tell((doorbell, now) => doorbell.connected(call, now));
	}

	progress(call: number): this {
		return this.tell((doorbell, now) => doorbell.progress(call, now));
	}

	order(order: Order | "hold" | "resume" | "switch" | "reject"): this {
		const whole = typeof order === "string" ? { type: order } : order;
		return this.tell((doorbell, now) => doorbell.order(whole, now));
	}

	changed(change: CallChange): this {
		return this.tell((doorbell, now) => doorbell.changed(change, now));
	}

	ended(call: number, cause: EndCause = "remote", status = 0): this {
		return this.tell((doorbell, now) => doorbell.ended(call, cause, status, now));
	}

	/** Keys of the phone, one after the other within a second. */
	keys(call: number, keys: string): this {
		for (const digit of keys) {
			this.tell((doorbell, now) => doorbell.digit(call, digit, now));
			this.pass(200);
		}
		return this;
	}

	/** An incoming call that talks, and may listen. */
	talks(call: number, caller = STRANGER): this {
		return this.called(call, ANNA, caller).connected(call).pass(NOTICE_TIME);
	}

	/** A call placed by the first button that talks; its number is 1 in a new doorbell. */
	placed(call = 1): this {
		return this.press().connected(call);
	}
}
