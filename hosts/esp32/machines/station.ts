import { type Cause, wordsFor } from "./station-cause.ts";
import type { StationOutput, WifiLogin } from "./station-output.ts";

/** How long one attempt may take, milliseconds: to be let in, and to get an address. */
export const JOIN_TIME = 30_000;
/** How long leaving a network may take. */
export const LEAVE_TIME = 2_000;
/** First pause between attempts; it doubles up to the longest, and ends never. */
export const FIRST_PAUSE = 1_000;
export const LONGEST_PAUSE = 60_000;
/** How long looking for networks may take. */
export const SCAN_TIME = 12_000;
/** How often the address is looked at: while one is awaited, and later on, since nobody tells that it is gone. */
export const AWAITED_LOOK = 500;
export const LATER_LOOK = 5_000;
/** How long a network that has given an address may be without one. */
export const ADDRESS_PATIENCE = 30_000;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The board as a member of a Wi-Fi network: joins it, and joins it again whenever it is lost, for ever; tries another one,
 * and goes back where that does not work. One radio does it all, so one thing is done at a time.
 *
 *     idle ──▶ joining ──address──▶ up ──disconnected──▶ waiting ──pause──▶ joining
 *                └──disconnected, time──▶ waiting            any ──join another──▶ leaving ──▶ joining
 */
export class Station {
	/** Attempts are made seldom: each disturbs whoever is in the board's own network. */
	calm = false;
	#phase: "idle" | "leaving" | "joining" | "up" | "waiting" = "idle";
	/** The end of the phase, and the next look at the address. */
	#end = NEVER;
	#lookAt = NEVER;
	#saved: WifiLogin | undefined;
	#trial: WifiLogin | undefined;
	#associated = false;
	#address = "";
	/** Since when there is no address where there was one. */
	#missingSince = NEVER;
	#pauses = 0;
	/** What was told since the network worked last: nothing is told twice. */
	#told = "";
	#scan: "none" | "wanted" | "running" = "none";
	#scanEnd = NEVER;
	#outputs: StationOutput[] = [];

	/** The next thing to do, in order. */
	poll(): StationOutput | undefined {
		return this.#outputs.shift();
	}

	/** When `expire` matters, with a look at the address before. */
	get deadline(): number {
		return Math.min(this.#end, this.#lookAt, this.#scanEnd);
	}

	/** Whether a network is known, so that it is or will be joined. */
	get known(): boolean {
		return this.#saved !== undefined;
	}

	/** The name of the network that the board is in; "" while it is in none. */
	get network(): string {
		return this.#phase === "up" ? (this.#saved?.name ?? "") : "";
	}

	/** Joins the network that was kept. */
	start(login: WifiLogin, now: number): void {
		this.#saved = login;
		this.#join(now);
	}

	/** Tries a network; answered by `joined` or `failed`. A trial that is under way fails. */
	try(login: WifiLogin, now: number): void {
		this.#endTrial("was given up for another one");
		const quiet = this.#phase === "idle" || this.#phase === "waiting";
		if (this.#phase === "up") this.#outputs.push({ type: "down" });
		this.#trial = login;
		if (quiet) this.#join(now);
		else this.#leave(now);
	}

	/** Looks for networks as soon as the radio is free; answered by `scanned`. */
	scan(now: number): void {
		if (this.#scan !== "none") return;
		this.#scan = "wanted";
		// An attempt for a network that is not there must not make somebody wait who picks another one.
		if (this.#phase === "joining" && !this.#trial && !this.#associated) this.#leave(now);
		else if (this.#phase !== "joining" && this.#phase !== "leaving") this.#beginScan(now);
	}

	/** All networks in sight are told. */
	scanned(now: number): void {
		if (this.#scan === "running") this.#endScan(now);
	}

	/** The network has let the board in. */
	associated(now: number): void {
		if (this.#phase !== "joining") return;
		this.#associated = true;
		this.#lookAt = now + AWAITED_LOOK;
	}

	/** The network has thrown the board out, has gone, or did not let it in. */
	disconnected(cause: Cause, now: number): void {
		switch (this.#phase) {
			case "joining":
				this.#fail(cause, now);
				return;
			case "leaving":
				this.#left(now);
				return;
			case "up":
				this.#lose(now);
				return;
			default:
			// The late end of an attempt that was given up.
		}
	}

	/** What the address is now; to be told when news come, and before `expire`. */
	look(address: string | undefined, now: number): void {
		if (this.#phase === "joining") {
			if (this.#associated && address !== undefined) this.#arrive(address, now);
			else if (this.#associated && now >= this.#lookAt) this.#lookAt = now + AWAITED_LOOK;
		} else if (this.#phase === "up") {
			if (address === undefined) this.#miss(now);
			else this.#follow(address, now);
		}
	}

	/** Does what is due. */
	expire(now: number): void {
		if (now >= this.#scanEnd) {
			this.#outputs.push({ type: "end scan" });
			this.#endScan(now);
		}
		if (now < this.#end) return;
		switch (this.#phase) {
			case "leaving":
				this.#left(now);
				return;
			case "joining":
				this.#outputs.push({ type: "leave" });
				this.#fail(this.#associated ? "no address" : "refused", now);
				return;
			default:
				this.#join(now);
		}
	}

	/** Joins the network to be tried, else the one that was kept. */
	#join(now: number): void {
		const login = this.#trial ?? this.#saved;
		this.#associated = false;
		this.#lookAt = NEVER;
		if (login === undefined) {
			this.#enter("idle", NEVER);
		} else if (this.#scan === "running") {
			this.#enter("waiting", this.#scanEnd);
		} else {
			this.#enter("joining", now + JOIN_TIME);
			this.#outputs.push({ type: "connect", login });
		}
	}

	/** Leaves what there is; what is next follows when that is done. */
	#leave(now: number): void {
		this.#lookAt = NEVER;
		if (this.#phase === "idle") return;
		this.#enter("leaving", now + LEAVE_TIME);
		this.#outputs.push({ type: "leave" });
	}

	#left(now: number): void {
		if (this.#scan === "wanted" && this.#trial === undefined) this.#wait(now);
		else this.#join(now);
	}

	#arrive(address: string, now: number): void {
		const login = this.#trial;
		if (login !== undefined) {
			this.#trial = undefined;
			this.#saved = login;
			this.#outputs.push({ type: "joined", login });
		}
		this.#enter("up", NEVER);
		this.#pauses = 0;
		this.#told = "";
		this.#address = "";
		this.#follow(address, now);
		this.#scanIfWanted(now);
	}

	#follow(address: string, now: number): void {
		this.#missingSince = NEVER;
		this.#lookAt = now + LATER_LOOK;
		if (address === this.#address) return;
		this.#address = address;
		this.#line("info", `Wi-Fi ${this.network}: the address of the doorbell is ${address}`);
		this.#outputs.push({ type: "up", address });
	}

	/** The address is gone though the network is there: its lease has ended. */
	#miss(now: number): void {
		this.#lookAt = now + LATER_LOOK;
		if (this.#missingSince === NEVER) this.#missingSince = now;
		if (now < this.#missingSince + ADDRESS_PATIENCE) return;
		this.#outputs.push({ type: "leave" });
		this.#lose(now);
	}

	#lose(now: number): void {
		this.#line("error", `Wi-Fi ${this.network} is lost: the doorbell joins it again as soon as it is back`);
		this.#missingSince = NEVER;
		this.#outputs.push({ type: "down" });
		this.#wait(now);
	}

	#fail(cause: Cause, now: number): void {
		if (this.#trial !== undefined) {
			this.#endTrial(wordsFor(cause));
			// Back to the old one without a pause that grew meanwhile.
			this.#pauses = 0;
			this.#wait(now, FIRST_PAUSE);
			return;
		}
		if (!this.#told.includes(cause)) {
			this.#told += cause;
			const advice = cause === "password" ? ": hold the set-up button to enter another one" : ", and is tried again";
			this.#line("error", `Wi-Fi ${this.#saved?.name} ${wordsFor(cause)}${advice}`);
		}
		this.#wait(now);
	}

	#endTrial(problem: string): void {
		const login = this.#trial;
		this.#trial = undefined;
		if (login !== undefined) this.#outputs.push({ type: "failed", login, problem });
	}

	/** Pauses before the next attempt. */
	#wait(now: number, pause = this.#nextPause()): void {
		this.#lookAt = NEVER;
		this.#associated = false;
		if (this.#saved === undefined) this.#enter("idle", NEVER);
		else this.#enter("waiting", now + pause);
		this.#scanIfWanted(now);
	}

	#nextPause(): number {
		const pause = Math.min(FIRST_PAUSE * 2 ** this.#pauses, LONGEST_PAUSE);
		if (pause < LONGEST_PAUSE) this.#pauses += 1;
		return this.calm ? LONGEST_PAUSE : pause;
	}

	#scanIfWanted(now: number): void {
		if (this.#scan === "wanted") this.#beginScan(now);
	}

	#beginScan(now: number): void {
		this.#scan = "running";
		this.#scanEnd = now + SCAN_TIME;
		this.#outputs.push({ type: "scan" });
	}

	#endScan(now: number): void {
		this.#scan = "none";
		this.#scanEnd = NEVER;
		this.#outputs.push({ type: "scanned" });
		if (this.#trial !== undefined && this.#phase === "waiting") this.#join(now);
	}

	#enter(phase: "idle" | "leaving" | "joining" | "up" | "waiting", end: number): void {
		this.#phase = phase;
		this.#end = end;
	}

	#line(level: "info" | "error", text: string): void {
		this.#outputs.push({ type: "line", level, text });
	}
}
