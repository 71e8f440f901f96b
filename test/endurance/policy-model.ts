/** Who may open, once more and by other means, to measure the lock against: 100 lines at most, with nothing of it. */
type Who = { source: string; trust: "placed" | "known" | "stranger" };
type Code = { number: number; digits: string; output: string; action: string; callers: string } & Limits;
type Limits = { weekly: readonly number[]; until: number; once: boolean };

const HOUR = 3_600_000;
export class PolicyModel {
	now = 0;
	wall: (now: number) => { time: number; minute: number } | undefined = () => undefined;
	codes: Code[] = [];
	caller?: Who;
	moves: string[] = [];
	#onUntil: Record<string, number> = {};
	#typed = "";
	#typedAt = 0;
	#tries: { who: string; count: number; at: number }[] = [];

	key(key: string): void {
		if (this.lockedUntil() > this.now) return;
		const good = this.codes.filter((code) => this.#isGood(code));
		const fitting = (text: string) => good.filter(({ digits }) => digits.startsWith(text));
		const typed = this.#typed + key;
		const fits = fitting(typed);
		if (fits.length > 0 || !"#*".includes(key)) {
			[this.#typed, this.#typedAt] = [typed, this.now];
			if (typed.length === 12 || (fits.length > 0 && fits.every(({ digits }) => digits === typed))) this.#judge();
		} else if (key === "*") {
			this.giveUp();
			if (this.lockedUntil() <= this.now && fitting("*").length > 0) [this.#typed, this.#typedAt] = ["*", this.now];
		} else if (this.#typed) this.#judge();
	}

	giveUp(): void {
		const good = this.codes.filter((code) => this.#isGood(code)).map(({ digits }) => digits);
		if (good.some(({ length }) => length <= this.#typed.length) && !good.includes(this.#typed)) this.#judge();
		this.#typed = "";
	}

	pass(milliseconds: number): void {
		const end = this.now + milliseconds;
		for (let next = 0; next <= end; ) {
			const pauseEnds = this.#typed ? this.#typedAt + 5_000 : Infinity;
			const offs = Object.keys(this.#onUntil).filter((name) => this.#onUntil[name]! > this.now);
			next = Math.min(pauseEnds, ...offs.map((name) => this.#onUntil[name]!));
			this.now = Math.min(next, end);
			for (const name of offs) if (this.#onUntil[name] === this.now) this.moves.push(`${this.now} ${name} off`);
			if (this.now === pauseEnds) this.#judge();
		}
	}

	/** Nothing is typed and nothing is on; tries count as just made, and as many if what was kept of them is damaged. */
	restart(damaged: boolean): void {
		[this.caller, this.#typed, this.#onUntil] = [undefined, "", {}];
		if (this.#tries.every((one) => one.at + one.count * HOUR <= this.now)) this.#tries = [];
		for (const one of this.#tries) one.at = this.now;
		if (damaged) this.#tries = [{ who: "all", count: 20, at: this.now }];
	}

	lockedUntil({ source, trust }: Who = this.caller!): number {
		const until = (who: string, limit: number) => {
			const { count, at } = this.#tries.find((one) => one.who === who) ?? { count: 0, at: 0 };
			return count < limit ? 0 : at + Math.min(60_000 * 2 ** (count - limit), HOUR);
		};
		return trust === "placed" ? 0 : Math.max(until(`${trust} ${source}`, 3), trust === "known" ? 0 : until("all", 10));
	}

	#judge(): void {
		const code = this.codes.find((one) => one.digits === this.#typed && this.#isGood(one));
		const { source, trust } = this.caller!;
		this.#typed = "";
		if (code) this.#open(code);
		if (code || trust === "placed") return;
		const both = ["all", `${trust} ${source}`];
		const left = this.#tries.map((one) => ({ ...one, left: one.count - Math.floor((this.now - one.at) / HOUR) }));
		const count = (who: string) => Math.min(20, 1 + Math.max(0, left.find((one) => one.who === who)?.left ?? 0));
		this.#tries = left.filter((one) => one.left > 0 && !both.includes(one.who));
		this.#tries.push(...both.map((who) => ({ who, count: count(who), at: this.now })));
		const oldest = (who: string) => this.#tries.findIndex((one) => one.who.startsWith(who));
		if (this.#tries.length > 25) this.#tries.splice(oldest("stranger") < 0 ? oldest("known") : oldest("stranger"), 1);
	}

	#open({ number, output, action, once }: Code): void {
		const until = this.#onUntil[output] ?? 0;
		const on = action === "pulse" || until <= this.now;
		const time = output === "door" ? 3_000 : output === "light" ? 120_000 : 5_000;
		if (once) this.codes = this.codes.filter((one) => one.number !== number);
		if (on !== until > this.now) this.moves.push(`${this.now} ${output} ${on ? "on" : "off"}`);
		this.#onUntil[output] = action === "pulse" ? Math.max(until, this.now + time) : on ? Infinity : 0;
	}

	#isGood({ digits, callers, weekly, until }: Code): boolean {
		const { trust } = this.caller!;
		if (digits === "" || (trust === "known" && callers === "placed")) return false;
		if (trust === "stranger" && (callers !== "everyone" || digits.length < 4)) return false;
		const { time, minute } = this.wall(this.now) ?? { time: Infinity, minute: NaN };
		const [from = minute, to = minute + 1] = weekly;
		const within = from < to ? from <= minute && minute < to : from <= minute || minute < to;
		return (until === Infinity || time < until) && (weekly.length === 0 || within);
	}
}
