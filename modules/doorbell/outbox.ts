import type { LogLevel } from "./log.ts";
import type { Output, State } from "./output.ts";

/** The one queue of things to do of the doorbell and the machines in it; emptied in the turn that fills it. */
export class Outbox {
	#outputs: Output[] = [];
	#state: State | undefined;

	push(...outputs: readonly Output[]): void {
		for (const output of outputs) this.#outputs.push(output);
	}

	/** Next thing to do, or `undefined` when all is done. */
	poll(): Output | undefined {
		return this.#outputs.shift();
	}

	/** Reports a state, unless it is the one reported last. */
	state(state: State): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#outputs.push({ type: "state", state });
	}

	info(text: string): void {
		this.log("info", text);
	}

	error(text: string): void {
		this.log("error", text);
	}

	log(level: LogLevel, text: string): void {
		this.#outputs.push({ type: "log", level, text });
	}
}
