import { deepEqual, equal, throws } from "node:assert/strict";
import { firstApplication, readPartitionTable, slotChoice, updateSlots } from "../../tools/firmware/partition-table.ts";
import { type Entry, partitionTable, TWO_SLOTS } from "./build.ts";

/** "Factory app, two OTA definitions", as the table tool of ESP-IDF v6.0 wrote it: six entries, and the MD5 over them. */
const MADE_BY_ESP_IDF = [
	"aa50010200900000004000006e76730000000000000000000000000000000000",
	"aa50010000d00000002000006f74616461746100000000000000000000000000",
	"aa50010100f00000001000007068795f696e6974000000000000000000000000",
	"aa5000000000010000001000666163746f727900000000000000000000000000",
	"aa50001000001100000010006f74615f30000000000000000000000000000000",
	"aa50001100002100000010006f74615f31000000000000000000000000000000",
	"ebebffffffffffffffffffffffffffffbf25822c0fa6d8641bd930251e06b4c4",
	"ff".repeat(32),
].join("");

const vector = () => Buffer.from(MADE_BY_ESP_IDF, "hex");
const read = (entries: readonly Entry[]) => readPartitionTable(partitionTable(entries));

describe('Partition table of a build (ESP-IDF Programming Guide, "Partition Tables")', () => {
	it("is read as ESP-IDF wrote it", () => {
		const table = readPartitionTable(vector());
		equal(table.checked, true);
		deepEqual(
			table.partitions.map(({ label, type, subtype, offset, size }) => [label, type, subtype, offset, size]),
			[
				["nvs", 1, 2, 0x9000, 0x4000],
				["otadata", 1, 0, 0xd000, 0x2000],
				["phy_init", 1, 1, 0xf000, 0x1000],
				["factory", 0, 0, 0x1_0000, 0x10_0000],
				["ota_0", 0, 0x10, 0x11_0000, 0x10_0000],
				["ota_1", 0, 0x11, 0x21_0000, 0x10_0000],
			],
		);
	});

	it("says what is started first, what is updated and where that is kept", () => {
		const table = readPartitionTable(vector());
		equal(firstApplication(table)?.label, "factory");
		deepEqual(
			updateSlots(table).map(({ label }) => label),
			["ota_0", "ota_1"],
		);
		equal(slotChoice(table)?.label, "otadata");
		equal(firstApplication(read(TWO_SLOTS))?.label, "ota_0");
	});

	it("may do without its MD5", () => {
		equal(readPartitionTable(partitionTable(TWO_SLOTS, { digest: false })).checked, false);
	});

	it("is refused when any byte of an entry differs from what the MD5 says", () => {
		for (let index = 4; index < 32; index++) {
			const bytes = vector();
			bytes[index]! ^= 1;
			throws(() => readPartitionTable(bytes), { name: "ImageError", message: /MD5/ });
		}
	});

	it("is refused when something else stands where an entry begins", () => {
		const bytes = vector();
		bytes[32] = 0;
		throws(() => readPartitionTable(bytes), {
			message: "The partition table is broken: 0x5000 at 0x20 begins no entry",
		});
	});

	it("is refused when an entry follows the MD5", () => {
		const bytes = vector();
		bytes.copy(bytes, 224, 0, 32);
		throws(() => readPartitionTable(bytes), { message: /0x50aa at 0xe0 begins no entry/ });
	});

	it("is refused when it is cut off or full to the last entry", () => {
		throws(() => readPartitionTable(vector().subarray(0, 96)), { message: /has no end/ });
		throws(() => readPartitionTable(Buffer.alloc(0)), { message: /has no end/ });
	});

	it("is refused when it is empty", () => {
		throws(() => read([]), { message: /is empty/ });
	});

	it("is refused when partitions overlap, whatever their order", () => {
		const later: Entry = ["late", 1, 2, 0xa000, 0x2000];
		const earlier: Entry = ["early", 1, 2, 0x9000, 0x2000];
		throws(() => read([later, earlier]), { message: "Partitions early and late overlap at 0xa000" });
	});

	it("is refused when a partition is not aligned, has no length, or has the name of another", () => {
		throws(() => read([["app", 0, 0x10, 0x1_8000, 0x1000]]), { message: /begins at 0x18000.*0x10000/ });
		throws(() => read([["data", 1, 2, 0x9800, 0x1000]]), { message: /begins at 0x9800.*0x1000/ });
		throws(() => read([["data", 1, 2, 0x9000, 0]]), { message: "Partition data has no length" });
		throws(
			() =>
				read([
					["data", 1, 2, 0x9000, 0x1000],
					["data", 1, 2, 0xa000, 0x1000],
				]),
			{ message: "Two partitions are called data" },
		);
	});

	it("has names of up to sixteen characters", () => {
		equal(read([["sixteen_letters_", 1, 2, 0x9000, 0x1000]]).partitions[0]!.label, "sixteen_letters_");
	});
});
