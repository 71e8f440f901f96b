declare global {
	/** The C function of that name, as XS has it. */
	function native(name: string): (...items: unknown[]) => unknown;
}

/** What native functions of the board do on a chip that is made of plain TypeScript: what outlives a restart, and what does not. */
export class Chip {
	/** Number of the last reset, as ESP-IDF counts. */
	reset = 1;
	words = "";
	count = 0;
	restarts = 0;
	/** The firmware that runs, whether it is on trial, and the one before. */
	version = "doorbell/test/1.0.0";
	pending = false;
	before = "";
	/** Whether the boot loader can write. */
	worn = false;

	/** Makes this chip the one that `native` speaks of. */
	install(): this {
		const functions: Readonly<Record<string, (...items: never[]) => unknown>> = {
			xs_restart_reason: () => this.reset,
			xs_restart_words: () => this.words,
			xs_restart_keep: (words: string) => {
				this.words = words;
			},
			xs_restart_count: () => this.count,
			xs_restart_set_count: (count: number) => {
				this.count = count;
			},
			xs_restart_now: () => {
				this.restarts += 1;
				this.reset = 3;
			},
			xs_trial_pending: () => this.pending,
			xs_trial_confirm: () => {
				if (!this.worn) this.pending = false;
				return !this.worn;
			},
			xs_trial_roll_back: () => {
				if (this.before === "") return;
				this.version = this.before;
				this.pending = false;
				this.restarts += 1;
				this.reset = 3;
			},
			xs_trial_version: () => this.version,
		};
		Object.assign(globalThis, { native: (name: string) => functions[name] });
		return this;
	}
}
