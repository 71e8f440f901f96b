/** Servers that are asked after the router, which most routers are themselves. */
export const TIME_SERVERS: readonly string[] = Object.freeze(["pool.ntp.org", "time.cloudflare.com"]);
/** How long one server may take, milliseconds. */
export const ASK_TIME = 12_000;
/** How often the time is asked for, and how much later at most: doorbells shall not ask in step. */
export const ASK_INTERVAL = 3_600_000;
export const ASK_JITTER = 600_000;
/** First pause when no server has answered; it doubles up to the longest. */
export const FIRST_TIME_PAUSE = 30_000;
export const LONGEST_TIME_PAUSE = 1_800_000;
/** A time that differs from our clock by more than so many seconds is not believed before a second answer agrees. */
export const DOUBT = 300;
/** How far two answers that agree may be apart, seconds. */
export const AGREEMENT = 10;
/** Without an answer for so long, the clock is no longer to be trusted, milliseconds. */
export const STALE_TIME = 86_400_000;

/** Times that a server may tell: 2025-01-01 to 2100-01-01, in seconds since 1970. */
const EARLIEST = 1_735_689_600;
const LATEST = 4_102_444_800;
const NEVER = Number.POSITIVE_INFINITY;

export type TimeOutput =
	/** Ask a server; answered by `answered` or `failed`. */
	| { readonly type: "ask"; readonly server: string }
	/** Ask no longer. */
	| { readonly type: "give up" }
	/** Set the clock; seconds since 1970. */
	| { readonly type: "set"; readonly seconds: number }
	| { readonly type: "line"; readonly level: "info" | "error"; readonly text: string };

/**
 * Keeps the clock right: asks for the time every hour, several servers in turn (RFC 4330 §10: one question at a time, with
 * pauses that grow). Door codes may count at some times only, so a time that is far off is not believed at once.
 */
export class TimeKeeper {
	#random: () => number;
	#servers: readonly string[] = [];
	/** The server whose turn it is, and how many have failed in a row. */
	#turn = 0;
	#failures = 0;
	#pauses = 0;
	/** Whether a server is being asked. */
	#asking = false;
	#deadline = NEVER;
	/** What the clock was set to, and when; -1 before that. */
	#seconds = -1;
	#setAt = 0;
	/** How far off the last answer was that nobody has confirmed yet; 0 for none. */
	#doubtful = 0;
	#complained = false;
	#outputs: TimeOutput[] = [];

	constructor(random: () => number) {
		this.#random = random;
	}

	/** The next thing to do, in order. */
	poll(): TimeOutput | undefined {
		return this.#outputs.shift();
	}

	get deadline(): number {
		return this.#deadline;
	}

	/** The network is there; `router` is its router's address, "" where it has none. */
	up(router: string, now: number): void {
		const servers = router === "" ? TIME_SERVERS : [router, ...TIME_SERVERS];
		if (servers.join() !== this.#servers.join()) this.#turn = 0;
		this.#servers = servers;
		this.#failures = 0;
		this.#pauses = 0;
		if (!this.#asking) this.#ask(now);
	}

	/** The server that is asked has told the time, in seconds since 1970. */
	answered(seconds: number, now: number): void {
		if (!this.#asking) return;
		if (!(seconds >= EARLIEST && seconds < LATEST)) {
			this.failed(now);
			return;
		}
		const off = this.#seconds < 0 ? 0 : seconds - (this.#seconds + (now - this.#setAt) / 1000);
		if (Math.abs(off) > DOUBT && (this.#doubtful === 0 || Math.abs(off - this.#doubtful) > AGREEMENT)) {
			this.#doubtful = off;
			this.failed(now);
			return;
		}
		this.#asking = false;
		this.#set(seconds, now);
		this.#deadline = now + ASK_INTERVAL + this.#random() * ASK_JITTER;
	}

	/** The server that is asked does not tell the time. */
	failed(now: number): void {
		if (!this.#asking) return;
		this.#asking = false;
		this.#turn = (this.#turn + 1) % this.#servers.length;
		this.#failures += 1;
		if (this.#failures < this.#servers.length) {
			this.#ask(now);
			return;
		}
		this.#failures = 0;
		this.#complain(now);
		const pause = Math.min(FIRST_TIME_PAUSE * 2 ** this.#pauses, LONGEST_TIME_PAUSE);
		if (pause < LONGEST_TIME_PAUSE) this.#pauses += 1;
		this.#deadline = now + pause * (0.5 + this.#random() / 2);
	}

	/** Does what is due. */
	expire(now: number): void {
		if (now < this.#deadline) return;
		if (this.#asking) {
			this.#outputs.push({ type: "give up" });
			this.failed(now);
		} else {
			this.#ask(now);
		}
	}

	#ask(now: number): void {
		this.#asking = true;
		this.#deadline = now + ASK_TIME;
		this.#outputs.push({ type: "ask", server: this.#servers[this.#turn]! });
	}

	#set(seconds: number, now: number): void {
		const first = this.#seconds < 0;
		if (first) this.#line("info", `The time of day is known now, from ${this.#servers[this.#turn]}`);
		else if (this.#complained) this.#line("info", "The clock is set again");
		this.#complained = false;
		this.#failures = 0;
		this.#pauses = 0;
		this.#doubtful = 0;
		this.#seconds = seconds;
		this.#setAt = now;
		this.#outputs.push({ type: "set", seconds });
	}

	/** Once, until there is a time again. */
	#complain(now: number): void {
		const missing = this.#seconds < 0;
		if (this.#complained || !(missing || now > this.#setAt + STALE_TIME)) return;
		this.#complained = true;
		const what = missing ? "The time of day is not known" : "The clock has not been set for a day";
		this.#line("error", `${what}: no time server answers. What depends on the time of day may not work`);
	}

	#line(level: "info" | "error", text: string): void {
		this.#outputs.push({ type: "line", level, text });
	}
}
