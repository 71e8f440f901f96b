import type { ConnectionEvent } from "../../modules/doorbell/connection.ts";
import { Doorbell, type DoorbellSettings } from "../../modules/doorbell/doorbell.ts";
import type { Output, State } from "../../modules/doorbell/output.ts";
import type { EndCause, Peer } from "../../modules/doorbell/words.ts";

export const SETTINGS: DoorbellSettings = Object.freeze({
	configured: true,
	buttons: [
		{ name: "Front", targets: [{ address: "attic", time: 30_000 }], inOrder: false },
		{ name: "Back", targets: [{ address: "shed", time: 20_000 }], inOrder: false },
	],
	answer: "at once",
	answerDelay: 5_000,
	maximum: 300_000,
	hangUpAfterOpening: 0,
	codes: [],
	doorTime: 3_000,
	lightMode: "pulse",
	lightTime: 120_000,
});

export const ANNA: Peer = Object.freeze({ name: "Anna", number: "22" });

/** A doorbell machine, and what it asked for, the lamp apart. Time moves only when told. */
export class Door {
	readonly doorbell: Doorbell;
	now = 1_000;
	/** When the lamp was switched, on and off in turn. */
	readonly lamp: number[] = [];
	#outputs: Output[] = [];

	constructor(settings: Partial<DoorbellSettings> = {}) {
		this.doorbell = new Doorbell({ ...SETTINGS, ...settings });
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
			if (output.type === "log" || output.type === "state" || output.type === "tone") continue;
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

	called(call: number, peer = ANNA): this {
		return this.tell((doorbell, now) => doorbell.called(call, peer, now));
	}

	connected(call: number): this {
		return this.tell((doorbell, now) => doorbell.connected(call, now));
	}

	progress(call: number): this {
		return this.tell((doorbell, now) => doorbell.progress(call, now));
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

	/** An incoming call that talks. */
	talks(call: number): this {
		return this.called(call).connected(call);
	}

	/** A call placed by the first button that talks; its number is 1 in a new doorbell. */
	placed(call = 1): this {
		return this.press().connected(call);
	}
}
