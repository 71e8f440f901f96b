import SNTP from "sntp";
import Time from "time";
import { DeadlineTimer } from "../../modules/drivers/deadline-timer.ts";
import type { Host } from "../../modules/host.ts";
import { failed, guarded, type Reporter } from "./guard.ts";
import { TimeKeeper, type TimeOutput } from "./machines/time-keeper.ts";

/** Messages of the SDK's callback: the time in seconds, and a failure. */
const TIME = 1;
const FAILURE = -1;

/** Sets the board's clock by the SDK's `sntp`, again and again. The time zone is a setting of ours. NOT RUN on hardware yet. */
export class Sntp {
	#host: Pick<Host, "clock" | "timers">;
	#reporter: Reporter;
	#keeper: TimeKeeper;
	#timer: DeadlineTimer;
	#question: SNTP | undefined;

	constructor(host: Pick<Host, "clock" | "timers" | "random">, reporter: Reporter) {
		this.#host = host;
		this.#reporter = reporter;
		this.#keeper = new TimeKeeper(host.random);
		this.#timer = new DeadlineTimer(host, this);
	}

	/** The network is there; `router` is its router's address, "" where it has none. */
	up(router: string): void {
		this.#run((keeper, now) => keeper.up(router, now));
	}

	/** For the timer. */
	expire(): void {
		this.#run((keeper, now) => keeper.expire(now));
	}

	#run(news: (keeper: TimeKeeper, now: number) => void): void {
		const keeper = this.#keeper;
		news(keeper, this.#host.clock.now());
		for (let output = keeper.poll(); output; output = keeper.poll()) this.#perform(output);
		this.#timer.follow(keeper.deadline);
	}

	#perform(output: TimeOutput): void {
		switch (output.type) {
			case "ask":
				this.#ask(output.server);
				return;
			case "give up":
				this.#giveUp();
				return;
			case "set":
				Time.set(output.seconds);
				return;
			case "line":
				this.#reporter.note(output.level, output.text);
		}
	}

	#ask(server: string): void {
		this.#giveUp();
		try {
			const question = new SNTP({ host: server }, (message, value) => {
				this.#hear(question, message, value);
				// No other server: whom to ask next, and when, is decided here.
				return undefined;
			});
			this.#question = question;
		} catch (error) {
			// The time limit of the question goes on to the next server.
			failed("the question for the time", error);
		}
	}

	/** The SDK closes a question by itself when it calls back with either of the two. */
	#hear(question: SNTP, message: number, value: number | string | undefined): void {
		if (question !== this.#question || (message !== TIME && message !== FAILURE)) return;
		this.#question = undefined;
		const told = guarded("the clock", () => {
			if (message === TIME) this.#run((keeper, now) => keeper.answered(Number(value), now));
			else this.#run((keeper, now) => keeper.failed(now));
		});
		// In a turn of its own: the next question is not to begin within this one.
		this.#host.timers.set(told, 0);
	}

	#giveUp(): void {
		const question = this.#question;
		this.#question = undefined;
		try {
			question?.close();
		} catch (error) {
			failed("the question for the time", error);
		}
	}
}
