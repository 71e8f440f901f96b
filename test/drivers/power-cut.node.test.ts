import { deepEqual, equal, ok } from "node:assert/strict";
import type { AuditEntry } from "../../modules/doorbell/audit.ts";
import { TRIES } from "../../modules/doorbell/lock/tries.ts";
import { PageDevice } from "../../modules/drivers/page-device.ts";
import type { Request } from "../../modules/http/exchange.ts";
import { Access, PASSWORD_KEY } from "../../modules/web/access.ts";
import type { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { Bell, DOOR, place } from "./bell.ts";
import { RoomPhone } from "./room-phone.ts";
import { Stranger } from "./stranger.ts";

const OWNER = "192.168.1.9";
const STRANGER = "192.168.1.66";
const ONCE = "24680";

/** Storage whose power is cut at a write, which then is either done or not. Nothing is written after that. */
class CutStorage extends VirtualStorage {
	/** Writes and deletions so far: the key, and what it was left with. */
	readonly history: (readonly [key: string, value: string | undefined])[] = [];
	/** How many are done before the power is cut, and whether the one after them is done as well. */
	last = Number.POSITIVE_INFINITY;
	done = false;
	cut = false;
	onCut = () => {};

	override write(key: string, value: string): void {
		this.#change(key, value, () => super.write(key, value));
	}

	override delete(key: string): void {
		this.#change(key, undefined, () => super.delete(key));
	}

	/** The power is back. */
	restore(): void {
		this.last = Number.POSITIVE_INFINITY;
		this.cut = false;
	}

	#change(key: string, value: string | undefined, change: () => void): void {
		const fails = this.cut || this.history.length >= this.last;
		if (!fails || (!this.cut && this.done)) {
			change();
			this.history.push([key, value]);
		}
		if (fails) {
			if (!this.cut) this.onCut();
			this.cut = true;
			throw new Error("the power is cut");
		}
	}
}

/** A doorbell with all that writes into its storage. */
class House {
	readonly clock: VirtualClock;
	readonly bell: Bell;
	readonly access: Access;
	readonly device: PageDevice;
	readonly stranger: Stranger;
	readonly phone: RoomPhone;
	/** What was told before the power was cut, if it was. */
	readonly lines: string[] = [];
	readonly #storage: CutStorage;
	#openings: number | undefined;

	constructor(storage: CutStorage) {
		const { clock, network } = place();
		this.clock = clock;
		this.#storage = storage;
		this.bell = new Bell(network, DOOR, { storage });
		const { appliance, host } = this.bell;
		const setup = { armed: false, disarm() {} };
		this.access = new Access({ host, open: false, setup, log: appliance, audit: appliance.audit });
		this.device = new PageDevice(host, appliance, this.access);
		this.stranger = new Stranger(network, STRANGER, (time) => this.pass(time));
		this.phone = new RoomPhone(network, { user: "kitchen", address: "192.168.1.31" });
		storage.onCut = () => {
			this.#openings = this.openings;
		};
		this.pass(100);
	}

	/** Lets time pass, as long as there is power. */
	pass(milliseconds: number): void {
		for (let rest = milliseconds; rest > 0 && !this.#storage.cut; rest -= 20) this.clock.advance(Math.min(rest, 20));
		if (!this.#storage.cut) this.lines.push(...this.bell.lines());
	}

	/** How often the door was opened, until the power was cut: without it no relay moves. */
	get openings(): number {
		return this.#openings ?? this.bell.host.changes("door").filter(({ value }) => value === 1).length;
	}

	/** Calls, and presses keys. */
	enter(...entries: readonly string[]): void {
		for (const entry of entries) {
			if (this.#storage.cut) return;
			this.stranger.call();
			this.stranger.press(entry);
			this.stranger.hangUp();
		}
	}

	close(): void {
		this.bell.appliance.close();
	}
}

/** The life of a doorbell, in steps that end early where the power is cut. */
const LIFE: Readonly<Record<string, (house: House) => void>> = {
	password: ({ access }) => void access.set("correct horse"),
	settings: ({ device }) => void device.configure({ "door.code": "13579", "phones.password": "open sesame" }, OWNER),
	"code added": ({ device }) => void device.setCode(3, { digits: "112233", weekly: "Mo 8:00-9:00" }, OWNER),
	"code changed": ({ device }) => void device.setCode(3, { until: 1_800_000_000_000 }, OWNER),
	"code for once": ({ device }) => void device.setCode(4, { digits: ONCE, once: true }, OWNER),
	phones: (house) => {
		house.phone.register();
		house.pass(500);
	},
	"code used": (house) => house.enter(ONCE),
	"code used again": (house) => house.enter(`${ONCE}#`),
	"wrong codes": (house) => house.enter("99999#", "88888#", "77777#"),
	"locked out": (house) => house.enter("13579"),
	quiet: ({ device }) => device.quiet(60, OWNER),
	"another password": ({ access }) =>
		void access.change({ address: OWNER } as Request, 0, "staple battery", "correct horse"),
	restore: ({ device }) => {
		const codes = [
			{ code: 3, digits: "445566" },
			{ code: 5, digits: "86420" },
		];
		device.restore({ version: 1, "door.code": "97531", "door.seconds": 7, codes }, OWNER);
	},
	"code deleted": ({ device }) => void device.deleteCode(5, OWNER),
	restart: ({ device }) => void device.restart(OWNER),
	"factory reset": ({ device }) => void device.factoryReset(OWNER),
};

interface Course {
	readonly house: House;
	readonly storage: CutStorage;
	/** Writes that were done before each step, and at the end. */
	readonly marks: readonly number[];
	/** The step in which the power was cut. */
	readonly step: string | undefined;
	/** Openings by the code for once. */
	readonly used: boolean;
}

function live(last = Number.POSITIVE_INFINITY, done = false): Course {
	const storage = new CutStorage();
	storage.write("settings", '{"version":1}');
	Object.assign(storage, { last, done });
	const marks: number[] = [storage.history.length];
	const house = new House(storage);
	let used = false;
	for (const [step, live] of Object.entries(LIFE)) {
		if (storage.cut) return { house, storage, marks, step, used };
		marks.push(storage.history.length);
		try {
			live(house);
		} catch {
			// Whoever asked gets no answer any more.
			ok(storage.cut, `${step} failed by itself`);
		}
		used ||= step === "code used" && house.openings > 0;
		if (storage.cut) return { house, storage, marks, step, used };
	}
	return { house, storage, marks: [...marks, storage.history.length], step: undefined, used };
}

/** What a storage has after so many writes. */
function contents(history: CutStorage["history"], writes: number): Map<string, string | undefined> {
	return new Map(history.slice(0, writes));
}

/** Wrong tries of all sources together that are stored. */
function triesOf(storage: VirtualStorage): number {
	const [, tries = "0"] = /^([0-9]+) [0-9]+ $/m.exec(storage.read("tries") ?? "") ?? [];
	return Number(tries);
}

function auditOf({ bell }: House): AuditEntry[] {
	const { audit } = bell.appliance;
	const entries: AuditEntry[] = [];
	for (let page = audit.after(0); page.length > 0; page = audit.after(entries.at(-1)!.id)) entries.push(...page);
	return entries;
}

describe("Power cut at a write", () => {
	const whole = live();
	const { history } = whole.storage;

	it("is tried at every write of a life in which everything is written", () => {
		const keys = new Set(history.map(([key]) => key.replace(/^(audit|code)\..*/, "$1")));
		deepEqual([...keys].sort(), ["admin", "audit", "code", "phones", "quiet", "restart", "settings", "tries"]);
		equal(whole.step, undefined);
		equal(whole.house.openings, 1);
		equal(whole.house.lines.filter((line) => line.includes("Wrong code entered")).length, TRIES);
		ok(history.length > 40, `${history.length} writes`);
	});

	for (const done of [false, true])
		it(`leaves the ${done ? "new" : "old"} value of each: nothing broken, nothing reset, nothing given back`, () => {
			for (let writes = 1; writes < history.length; writes++) {
				const { house, storage, step, used } = live(writes, done);
				const what = `write ${writes} (${history[writes]?.[0]}), ${step}`;
				ok(storage.cut, what);
				house.close();
				deepEqual(contents(storage.history, writes + 1), contents(history, writes + (done ? 1 : 0)), what);
				const learnt = house.lines.filter((line) => line.includes("Wrong code entered")).length;

				storage.restore();
				const next = new House(storage);
				const reset = step === "factory reset";
				// Everything can be read: nothing falls back to what it was at first.
				deepEqual(
					next.lines.filter((line) => line.includes("cannot be read") || line.includes("fall back")),
					[],
					what,
				);
				const expected = storage.read(PASSWORD_KEY) === undefined ? "locked" : "login";
				equal(next.access.state, expected, what);
				if (step !== undefined && Object.keys(LIFE).indexOf(step) > 0 && !reset) equal(expected, "login", what);

				// Whoever has learnt that a code was wrong has used up a try.
				if (!reset) ok(triesOf(storage) >= learnt, `${what}: ${triesOf(storage)} tries of ${learnt}`);
				const codes = next.bell.appliance.codes.codes();
				if (used)
					equal(
						codes.some(({ digits }) => digits === ONCE),
						false,
						what,
					);
				const audit = auditOf(next);
				ok(
					audit.every(({ id }, index) => index === 0 || id > audit[index - 1]!.id),
					what,
				);
				const openings = audit.filter(({ kind }) => kind === "opened").length;
				if (!reset) ok(openings >= house.openings, `${what}: an opening is not in the audit`);

				// What opened once does not open again, and who is locked out stays so.
				const good = codes.find(({ output, weekly }) => output === "door" && weekly.length === 0)?.digits ?? "";
				const tries = triesOf(storage);
				next.enter(used || tries >= TRIES ? ONCE : "");
				equal(next.openings, 0, what);
				if (good !== "" && tries >= TRIES) next.enter(good);
				equal(next.openings, 0, what);
				next.close();
			}
		}).timeout(300_000);
});
