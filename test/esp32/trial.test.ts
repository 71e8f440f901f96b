import { deepEqual, equal } from "node:assert/strict";
import {
	CONFIRM_PAUSE,
	CONFIRM_TRIES,
	fateOf,
	SERVING_TIME,
	TRIAL_TIME,
	Trial,
	type Verdict,
} from "../../hosts/esp32/machines/trial.ts";

/** What the boot loader knows of the two slots (ESP-IDF programming guide, "App Rollback"). */
class Board {
	readonly slots: [string, string];
	/** State of the slot that runs: an image that was confirmed has none worth a word. */
	state: "new" | "pending" | "valid" = "valid";
	active: 0 | 1 = 0;
	/** What the storage has of the update. */
	installed: string | undefined;
	trial: Trial | undefined;
	/** Whether the boot loader can write. */
	worn = false;
	readonly told: string[] = [];

	constructor(old: string) {
		this.slots = [old, ""];
	}

	get running(): string {
		return this.slots[this.active];
	}

	/** Takes an image into the other slot. */
	update(version: string, now: number): this {
		this.installed = version;
		this.active = this.active === 0 ? 1 : 0;
		this.slots[this.active] = version;
		this.state = "new";
		return this.start(now);
	}

	/** The chip starts, for whatever reason. */
	start(now: number): this {
		if (this.state === "pending") {
			this.active = this.active === 0 ? 1 : 0;
			this.state = "valid";
		}
		if (this.state === "new") this.state = "pending";
		const pending = this.state === "pending";
		const fate = fateOf(this.installed, pending, this.running);
		this.trial = pending ? new Trial(now) : undefined;
		if (fate) this.told.push(fate);
		if (!pending) this.installed = undefined;
		return this;
	}

	/** Time passes up to `now`; what is due is done. */
	pass(now: number): Verdict[] {
		const verdicts: Verdict[] = [];
		while (this.trial && this.trial.deadline <= now) {
			const at = this.trial.deadline;
			const verdict = this.trial.expire(at);
			if (verdict) verdicts.push(verdict);
			if (verdict === "confirm" && !this.worn) {
				this.state = "valid";
				this.installed = undefined;
				this.trial.confirmed();
			}
			if (verdict === "roll back") this.start(at);
		}
		return verdicts;
	}
}

const OLD = "doorbell/test/1.0.0";
const NEW = "doorbell/test/2.0.0";

describe("Trial of a new firmware", () => {
	it("ends well when the doorbell registers with its PBX", () => {
		const board = new Board(OLD).update(NEW, 0);
		board.trial?.registered(20_000);
		deepEqual(board.pass(20_000), ["confirm"]);
		equal(board.trial?.isPending, false);
		equal(board.start(30_000).running, NEW);
		deepEqual(board.told, ["on trial"]);
	});

	it("ends well without a PBX when the page was served for some minutes", () => {
		const board = new Board(OLD).update(NEW, 0);
		board.trial?.serves(true, 5_000);
		board.trial?.serves(true, 60_000);
		deepEqual(board.pass(5_000 + SERVING_TIME - 1), []);
		deepEqual(board.pass(5_000 + SERVING_TIME), ["confirm"]);
	});

	it("begins to wait anew when a PBX is set meanwhile", () => {
		const board = new Board(OLD).update(NEW, 0);
		board.trial?.serves(true, 0);
		board.trial?.serves(false, 100_000);
		board.trial?.serves(true, 150_000);
		deepEqual(board.pass(150_000 + SERVING_TIME - 1), []);
		deepEqual(board.pass(150_000 + SERVING_TIME), ["confirm"]);
	});

	it("ends in the firmware before when nothing proves it in time", () => {
		const board = new Board(OLD).update(NEW, 1_000);
		deepEqual(board.pass(1_000 + TRIAL_TIME - 1), []);
		deepEqual(board.pass(1_000 + TRIAL_TIME), ["roll back"]);
		equal(board.running, OLD);
		deepEqual(board.told, ["on trial", "taken back"]);
	});

	it("ends in the firmware before at any restart: a crash, the watchdog, a power cut", () => {
		for (let at = 0; at < TRIAL_TIME; at += 10_000) {
			const board = new Board(OLD).update(NEW, 0);
			if (at === 0) board.trial?.serves(false, 0);
			board.pass(at);
			equal(board.start(at).running, OLD, `restart after ${at} ms`);
			deepEqual(board.told, ["on trial", "taken back"]);
		}
	});

	it("is over for good once it ended well, whatever comes", () => {
		for (let at = 1_000; at < 4 * TRIAL_TIME; at += 37_000) {
			const board = new Board(OLD).update(NEW, 0);
			board.trial?.registered(1_000);
			board.pass(at);
			board.trial?.serves(true, at);
			board.trial?.registered(at);
			deepEqual(board.pass(at + TRIAL_TIME), []);
			equal(board.start(at).running, NEW);
		}
	});

	it("asks the boot loader again, a few times, and goes back where it cannot be confirmed", () => {
		const board = new Board(OLD).update(NEW, 0);
		board.worn = true;
		board.trial?.registered(0);
		equal(board.pass((CONFIRM_TRIES - 1) * CONFIRM_PAUSE).length, CONFIRM_TRIES);
		deepEqual(board.pass(TRIAL_TIME), ["roll back"]);
		equal(board.running, OLD);
	});

	it("leaves the next update its own trial", () => {
		const board = new Board(OLD).update(NEW, 0);
		board.pass(TRIAL_TIME);
		equal(board.running, OLD);
		board.update(NEW, TRIAL_TIME + 1_000);
		board.trial?.registered(TRIAL_TIME + 2_000);
		board.pass(TRIAL_TIME + 2_000);
		equal(board.start(2 * TRIAL_TIME).running, NEW);
		deepEqual(board.told, ["on trial", "taken back", "on trial"]);
	});
});

describe("Fate of an update", () => {
	it("is told once", () => {
		equal(fateOf(undefined, false, OLD), undefined);
		equal(fateOf(NEW, true, NEW), "on trial");
		equal(fateOf(undefined, true, NEW), "on trial");
		equal(fateOf(NEW, false, OLD), "taken back");
	});

	it("is a good one where the boot loader knows no trial", () => {
		equal(fateOf(NEW, false, NEW), "kept");
	});
});
