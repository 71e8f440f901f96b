import { Failures } from "./machines/failures.ts";
import { PLANNED, startReason } from "./machines/start-reason.ts";
import { keepWords, lastWords, resetReason, restartCount, restartNow, setRestartCount } from "./native/restart.ts";

/** Where failures are told of. */
export interface Reporter {
	note(level: "info" | "error", text: string): void;
}

/** What the guard needs of the platform. */
export interface GuardOptions {
	readonly clock: { now(): number };
	/** The platform's own timers. */
	readonly timers: { set(callback: () => void, milliseconds: number): object };
	readonly reporter: Reporter;
}

/** Aborts of XS that the machine survives when its hook says so (`fxAbort` of the SDK). */
const SURVIVABLE: readonly string[] = Object.freeze(["unhandled exception", "unhandled rejection"]);
/** Characters of the technical reason. */
const DETAIL_LIMIT = 100;
/** How long the last log lines have to reach their readers before a restart, milliseconds. */
const LAST_LINES = 500;

/** The one guard of the board; there before anything is guarded. */
let guard: Guard | undefined;

/**
 * What stands between the doorbell and the platform: callbacks that fail are told of and counted, and the board goes on.
 * When nothing else helps it restarts, with the reason kept for the next start. NOT RUN on hardware yet.
 */
export class Guard {
	/** Why the board has started, in a plain sentence. */
	readonly reason: string;
	/** Whether nobody asked for that, and the power was there. */
	readonly unplanned: boolean;
	#failures: Failures;
	#clock: GuardOptions["clock"];
	#timers: GuardOptions["timers"];
	#reporter: Reporter;
	#leaving = false;

	/** Watches from now on. */
	constructor({ clock, timers, reporter }: GuardOptions) {
		const { text, unplanned } = startReason(resetReason(), lastWords());
		const restarts = unplanned ? restartCount() + 1 : 0;
		setRestartCount(restarts);
		keepWords("");
		this.reason = text;
		this.unplanned = unplanned;
		this.#clock = clock;
		this.#timers = timers;
		this.#reporter = reporter;
		this.#failures = new Failures(restarts, clock.now());
		guard = this;
		(globalThis as { abort?: unknown }).abort = aborted;
		this.#steady();
	}

	/** From now on failures go there. */
	report(reporter: Reporter): void {
		this.#reporter = reporter;
	}

	/** A callback has failed: `name` says where, as a noun. */
	failed(name: string, error: unknown): void {
		const many = this.#failures.count(this.#clock.now());
		this.#tell(`Something failed in ${name}, and the doorbell goes on: ${detail(error)}`);
		if (!many || this.#leaving) return;
		this.#leaving = true;
		this.#tell("Too much fails: the doorbell starts again");
		keepWords(`too much failed, at last in ${name}: ${detail(error)}`);
		this.#timers.set(restartNow, LAST_LINES);
	}

	/** Starts the board again, because somebody asked for it. */
	restart(): void {
		keepWords(PLANNED);
		restartNow();
	}

	#tell(text: string): void {
		try {
			this.#reporter.note("error", text);
		} catch {
			// Whoever shows the log fails himself: it was counted, and nothing more can be done.
		}
	}

	/** Forgets earlier restarts when the board has run for a while. */
	#steady(): void {
		const now = this.#clock.now();
		if (this.#failures.expire(now)) setRestartCount(0);
		else this.#timers.set(() => this.#steady(), this.#failures.deadline - now);
	}
}

/**
 * The same callback, whose failures are survived: for everything that the platform calls. `name` says where it is, as a
 * noun of the log line "Something failed in …". It passes on `this` and two arguments, more than which no callback has.
 */
export function guarded<This, Items extends readonly unknown[]>(
	name: string,
	callback: (this: This, ...items: Items) => void,
): (this: This, ...items: Items) => void {
	const call = callback as unknown as (this: This, first: unknown, second: unknown) => void;
	// Named, not a list of all: that would be made anew with every call.
	return function (this: This, first: unknown, second: unknown): void {
		try {
			call.call(this, first, second);
		} catch (error) {
			failed(name, error);
		}
	} as unknown as (this: This, ...items: Items) => void;
}

/** Does something that may fail without harm to the rest; `undefined` where it did. */
export function attempt<Result>(name: string, action: () => Result): Result | undefined {
	try {
		return action();
	} catch (error) {
		failed(name, error);
		return undefined;
	}
}

/** A callback has failed that is guarded by other means. */
export function failed(name: string, error: unknown): void {
	guard?.failed(name, error);
}

/**
 * XS gives up: "memory full" and their like end in a restart, whose reason is kept first, as that takes no memory.
 * `false` says to go on. Full stacks do not come here.
 */
function aborted(message: string, error: unknown): boolean {
	if (!SURVIVABLE.includes(message)) {
		keepWords(message);
		return true;
	}
	failed("a callback", error);
	return false;
}

/** The technical reason: what a developer asks for first. */
function detail(error: unknown): string {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return text.slice(0, DETAIL_LIMIT);
}
