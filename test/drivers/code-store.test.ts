import { deepEqual, equal, throws } from "node:assert/strict";
import { CODE_LENGTH, judgeCode, SHORT_CODE } from "../../modules/config/codes.ts";
import { defaults } from "../../modules/config/settings.ts";
import * as lock from "../../modules/doorbell/lock/code.ts";
import { CodeStore } from "../../modules/drivers/code-store.ts";
import { readTries, TRIES_KEY, writeTries } from "../../modules/drivers/tries-store.ts";
import { wallOf } from "../../modules/drivers/wall.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";

const MONDAY = 1_767_571_200_000;
const CLEANER = judgeCode({ digits: "24680", name: "Cleaner", callers: "known", weekly: "Mo 8:00-12:00" }).code!;
const GUEST = judgeCode({ digits: "13579", output: "second door", until: MONDAY, once: true }).code!;

function store(settings = {}, storage = new VirtualStorage()) {
	const clock = { now: () => 0, time: () => MONDAY };
	const codes = new CodeStore({ storage, clock }, { current: { ...defaults(), ...settings } });
	return { codes, storage };
}

function failing(...failures: readonly string[]): VirtualStorage["hook"] {
	return (operation) => {
		if (failures.includes(operation)) throw new Error("worn");
	};
}

describe("Code store", () => {
	it("has the codes of the settings, which are always good for everyone", () => {
		const common = { callers: "everyone", weekly: [], until: Infinity, once: false, name: "" };
		deepEqual(store().codes.codes(), []);
		deepEqual(store({ "door.code": "9", "light.code": "8", "light.mode": "toggle" }).codes.codes(), [
			{ ...common, number: 1, digits: "9", output: "door", action: "pulse" },
			{ ...common, number: 2, digits: "8", output: "light", action: "toggle" },
		]);
	});

	it("has those that are kept, in the form that the lock reads", () => {
		const { codes, storage } = store();
		equal(codes.write(3, CLEANER), true);
		equal(codes.write(10, GUEST), true);
		const [cleaner, guest] = store({}, storage).codes.codes();
		deepEqual(cleaner, { ...CLEANER, number: 3, weekly: [480, 720], until: Infinity });
		deepEqual(guest, { ...GUEST, number: 10, weekly: [], until: MONDAY });
		equal(codes.delete(3), true);
		deepEqual(
			codes.codes().map(({ number }) => number),
			[10],
		);
		throws(() => codes.write(2, GUEST), RangeError);
	});

	it("spends a code by deleting it, once", () => {
		const { codes, storage } = store();
		codes.write(10, GUEST);
		equal(codes.spend(10), true);
		equal(storage.read("code.10"), undefined);
		equal(codes.spend(10), false);
	});

	it("does not spend what storage does not delete: that must not open", () => {
		const { codes, storage } = store();
		codes.write(10, GUEST);
		storage.hook = failing("delete");
		equal(codes.spend(10), false);
		storage.hook = undefined;
		storage.delete = () => {};
		equal(codes.spend(10), false);
	});

	it("has no code that is broken or cannot be read, and says which", () => {
		const { codes, storage } = store();
		codes.write(3, CLEANER);
		storage.write("code.4", "{}");
		storage.write("code.5", JSON.stringify({ ...CLEANER, weekly: undefined }));
		deepEqual([codes.codes().length, codes.broken], [1, [4, 5]]);
		storage.hook = failing("read");
		deepEqual([codes.codes(), codes.broken, codes.read(3)], [[], [], undefined]);
	});

	it("says when a code could not be kept: then the one before counts", () => {
		const { codes, storage } = store();
		codes.write(3, CLEANER);
		storage.hook = failing("write", "delete");
		deepEqual([codes.write(3, GUEST), codes.delete(3)], [false, false]);
		deepEqual(codes.read(3), CLEANER);
	});

	it("forgets all but those of the settings", () => {
		const { codes } = store({ "door.code": "9" });
		for (let number = 3; number <= 10; number++) codes.write(number, GUEST);
		codes.forget();
		deepEqual(
			codes.codes().map(({ number }) => number),
			[1],
		);
	});

	it("has the bounds of the lock", () => {
		deepEqual([CODE_LENGTH, SHORT_CODE], [lock.CODE_LENGTH, lock.SHORT_CODE]);
	});
});

describe("Time of day for codes", () => {
	it("is local, summer time included", () => {
		const at = (time: number | undefined) => wallOf({ now: () => 0, time: () => time }, "CET-1CEST,M3.5.0,M10.5.0/3");
		deepEqual(at(MONDAY), { time: MONDAY, minute: 60 });
		deepEqual(at(1_783_296_000_000)?.minute, 120);
		equal(at(undefined), undefined);
	});
});

describe("Tries store", () => {
	it("keeps one text, and nothing while there is none", () => {
		const storage = new VirtualStorage();
		equal(readTries(storage), "");
		equal(writeTries(storage, "3 17 "), true);
		equal(readTries(storage), "3 17 ");
		equal(writeTries(storage, ""), true);
		equal(storage.read(TRIES_KEY), undefined);
	});

	it("survives storage that fails, without taking it for no tries", () => {
		const storage = new VirtualStorage();
		storage.hook = failing("read", "write", "delete");
		deepEqual([writeTries(storage, "3 17 "), writeTries(storage, "")], [false, false]);
		equal(readTries(storage) === "", false);
	});
});
