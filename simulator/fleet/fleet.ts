import type { Settings } from "../../modules/config/schema.ts";
import type { Clock, Host, TimerHandle, Timers } from "../../modules/host.ts";
import { Bell, type Tally } from "./bell.ts";
import { Distribution } from "./distribution.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
/** How often a call is looked at, milliseconds. */
const GLANCE = 100;

export interface FleetOptions {
	readonly bells: number;
	/** Device and settings of a doorbell, by its number from 1. */
	readonly host: (number: number) => Host;
	readonly settings: (number: number) => Partial<Settings>;
	/** How many doorbells begin, or end, per second. */
	readonly rate: number;
	/** How many buttons are pressed per minute, in all; each time that of the next doorbell that is free. */
	readonly rings: number;
	/** How long an answered call lasts, milliseconds. */
	readonly talk: number;
}

/** Many doorbells at once, to load a PBX with, or to see what one costs. All of them live on the time of the first. */
export class Fleet {
	readonly tally: Tally = {
		registering: new Distribution(),
		inviting: new Distribution(),
		answering: new Distribution(),
		lapses: 0,
		answered: 0,
		unanswered: 0,
		errors: 0,
		lastError: "",
	};
	/** Presses that found no free doorbell. */
	missed = 0;
	/** Buttons pressed. */
	pressed = 0;
	readonly #options: FleetOptions;
	readonly #bells: Bell[];
	readonly #clock: Clock;
	readonly #timers: Timers;
	/** Timers that run now: one for the next press, one for the checks, one for each answered call. */
	readonly #running = new Set<TimerHandle>();
	#next = 0;

	constructor(options: FleetOptions) {
		const hosts = Array.from({ length: options.bells }, (_, index) => options.host(index + 1));
		if (hosts.length === 0) throw new RangeError("A fleet has at least one doorbell");
		this.#options = options;
		this.#clock = hosts[0]!.clock;
		this.#timers = hosts[0]!.timers;
		this.#bells = hosts.map((host, index) => new Bell(host, options.settings(index + 1), this.tally));
	}

	/** How many are registered now. */
	get registered(): number {
		return this.#bells.reduce((sum, bell) => sum + (bell.registered ? 1 : 0), 0);
	}

	/** Starts one doorbell after the other, and tells when the last one was started. */
	start(onStarted: () => void): void {
		this.#wait(() => this.#check(), SECOND);
		this.#oneByOne((bell) => bell.start(), onStarted);
	}

	/** Presses buttons from now on. */
	ring(): void {
		if (this.#options.rings > 0) this.#ringAt(this.#clock.now());
	}

	/** Ends one doorbell after the other, and tells when all of them have ended. */
	shutDown(onShutDown: () => void): void {
		for (const timer of this.#running) this.#timers.clear(timer);
		this.#running.clear();
		let open = this.#bells.length;
		const end = (bell: Bell) => {
			bell.shutDown(() => {
				open -= 1;
				if (open === 0) onShutDown();
			});
		};
		this.#oneByOne(end, () => {});
	}

	#oneByOne(action: (bell: Bell) => void, onDone: () => void): void {
		const since = this.#clock.now();
		let index = 0;
		const step = () => {
			const due = Math.min(
				this.#bells.length,
				1 + Math.floor(((this.#clock.now() - since) * this.#options.rate) / SECOND),
			);
			while (index < due) action(this.#bells[index++]!);
			if (index === this.#bells.length) onDone();
			else this.#wait(step, SECOND / this.#options.rate);
		};
		step();
	}

	#check(): void {
		for (const bell of this.#bells) bell.check();
		this.#wait(() => this.#check(), SECOND);
	}

	/** A press counts from when it was due, so that a busy computer shows. */
	#ringAt(due: number): void {
		const bell = this.#free();
		if (bell) {
			this.pressed += 1;
			bell.press(due);
			this.#attend(bell);
		} else {
			this.missed += 1;
		}
		const next = due + MINUTE / this.#options.rings;
		this.#wait(() => this.#ringAt(next), Math.max(0, next - this.#clock.now()));
	}

	#free(): Bell | undefined {
		for (let tried = 0; tried < this.#bells.length; tried += 1) {
			const bell = this.#bells[this.#next++ % this.#bells.length]!;
			if (bell.idle) return bell;
		}
		return undefined;
	}

	/** Hangs up when the talk is over; who does not answer is left to the doorbell's own limit. */
	#attend(bell: Bell, answeredAt?: number): void {
		this.#wait(() => {
			if (bell.idle) return;
			const now = this.#clock.now();
			const since = answeredAt ?? (bell.talking ? now : undefined);
			if (since !== undefined && now - since >= this.#options.talk) bell.hangUp();
			else this.#attend(bell, since);
		}, GLANCE);
	}

	#wait(action: () => void, milliseconds: number): void {
		const timer = this.#timers.set(() => {
			this.#running.delete(timer);
			action();
		}, milliseconds);
		this.#running.add(timer);
	}
}
