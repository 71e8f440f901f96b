import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { describeRelease, type MergeOptions, mergeImage, type Release } from "../../tools/firmware/image.ts";
import {
	BuildFolder,
	type BuildParts,
	chipImage,
	type Entry,
	ESP32,
	ESP32_S3,
	makeKey,
	partitionTable,
	signRsa,
	TWO_SLOTS,
} from "./build.ts";

describe("Flashable image of a board", () => {
	const folders: BuildFolder[] = [];
	const build = (parts?: BuildParts) => {
		const folder = new BuildFolder(parts);
		folders.push(folder);
		return folder;
	};
	const merge = (folder: BuildFolder, options: Partial<MergeOptions> = {}): Release =>
		mergeImage({
			board: "esp32s3-devkit",
			version: "1.2.3",
			build: folder.path,
			output: folder.output,
			...options,
		});
	/** What was wrong is said, and nothing was written. */
	const refuses = (message: string | RegExp, parts?: BuildParts, options?: Partial<MergeOptions>) => {
		const folder = build(parts);
		throws(() => merge(folder, options), { name: "ImageError", message });
		ok(!existsSync(folder.output), "something was written");
	};
	const table = (...entries: readonly Entry[]) => ({ table: partitionTable(entries) });
	const [NVS, OTADATA, FIRST, SECOND] = TWO_SLOTS as [Entry, Entry, Entry, Entry];

	afterEach(() => {
		for (const folder of folders.splice(0)) folder.remove();
	});

	it("has every part at its place and erased flash between them", () => {
		const folder = build();
		const { image } = merge(folder);
		const bytes = readFileSync(image.path);
		const { bootloader, table, otadata, application } = folder.parts;
		const places: readonly (readonly [offset: number, part: Buffer])[] = [
			[0, bootloader],
			[0x8000, table],
			[0xf000, otadata],
			[0x20000, application],
		];
		let end = 0;
		for (const [offset, part] of places) {
			ok(bytes.subarray(end, offset).every((byte) => byte === 0xff));
			ok(bytes.subarray(offset, offset + part.length).equals(part));
			end = offset + part.length;
		}
		equal(bytes.length, end);
		equal(image.size, end);
	});

	it("begins at address 0 on the ESP32, too, whose bootloader stands at 0x1000", () => {
		const folder = build({ chip: "esp32" });
		const bytes = readFileSync(merge(folder, { board: "esp32-devkit", chip: "esp32" }).image.path);
		ok(bytes.subarray(0, 0x1000).every((byte) => byte === 0xff));
		ok(bytes.subarray(0x1000, 0x1000 + folder.parts.bootloader.length).equals(folder.parts.bootloader));
	});

	it("is named by version and board, and stands beside the file for updates and the sums of both", () => {
		const folder = build();
		const { image, update, checksums } = merge(folder);
		deepEqual(
			[image.path, update.path, checksums].map((path) => basename(path)),
			[
				"sip-doorbell-1.2.3-esp32s3-devkit.bin",
				"sip-doorbell-1.2.3-esp32s3-devkit-update.bin",
				"sip-doorbell-1.2.3-esp32s3-devkit.sha256",
			],
		);
		ok(readFileSync(update.path).equals(folder.parts.application));
		const lines = [image, update].map(({ path, sha256 }) => {
			equal(createHash("sha256").update(readFileSync(path)).digest("hex"), sha256);
			return `${sha256}  ${basename(path)}\n`;
		});
		equal(readFileSync(checksums, "utf8"), lines.join(""));
	});

	it("is the same, byte for byte, when it is made again", () => {
		const folder = build();
		equal(merge(folder).image.sha256, merge(folder).image.sha256);
	});

	it("takes further parts that lie in a partition", () => {
		const storage: Entry = ["storage", 1, 0x82, 0x11000, 0x3000];
		const bytes = Buffer.from("something");
		const folder = build({
			...table(NVS, OTADATA, storage, FIRST, SECOND),
			more: { "0x11000": ["storage.bin", bytes] },
		});
		const image = readFileSync(merge(folder).image.path);
		ok(image.subarray(0x11000, 0x11000 + bytes.length).equals(bytes));
	});

	it("tells how much room is left for the application to grow", () => {
		const folder = build();
		equal(merge(folder).room, 0x1e0000 - folder.parts.application.length);
	});

	it("is told in a few lines", () => {
		const lines = describeRelease(merge(build()));
		match(lines, /sip-doorbell-1\.2\.3-esp32s3-devkit\.bin for esp32s3, \d+ kB\n/);
		match(lines, / {2}0x000000 +17 kB {2}bootloader\/bootloader\.bin\n/);
		match(lines, / {2}0x020000 +193 kB {2}xs_esp32\.bin\n/);
		match(lines, /The application calls itself doorbell\/esp32s3-devkit\/1\.2\.3\n/);
		match(lines, /The application is not signed\n/);
	});

	describe("with a signature", () => {
		let signed: Buffer;
		let other: Buffer;

		before(() => {
			signed = signRsa(chipImage(ESP32_S3, 0x30000), makeKey());
			other = signRsa(chipImage(ESP32_S3, 0x30000), makeKey());
		});

		it("names the key, so that all releases can be seen to have the same", () => {
			const { signature } = merge(build({ application: signed }), { signed: true });
			equal(signature.scheme, "RSA");
			match(signature.key!, /^[0-9a-f]{64}$/);
			equal(merge(build({ application: signed })).signature.key, signature.key);
			ok(merge(build({ application: other })).signature.key !== signature.key);
		});

		it("knows the 68 bytes of the first revisions of the ESP32", () => {
			const image = chipImage(ESP32, 0x30000, { called: "doorbell/esp32-devkit/1.2.3" });
			const application = Buffer.concat([image, Buffer.alloc(4), Buffer.alloc(64, 0x5a)]);
			const { signature } = merge(build({ chip: "esp32", application }), { board: "esp32-devkit", signed: true });
			deepEqual(signature, { scheme: "ECDSA" });
		});

		it("is refused where one is wanted and none is there", () => {
			refuses(/xs_esp32\.bin is not signed/, {}, { signed: true });
		});

		it("is refused when the application, the digest, the key or the signature was changed afterwards", () => {
			const start = signed.length - 0x1000;
			for (const at of [start - 1, start + 4, start + 40, start + 421, start + 900, start + 1196]) {
				const application = Buffer.from(signed);
				application[at]! ^= 1;
				refuses(/signature of xs_esp32\.bin is broken/, { application });
			}
			const application = Buffer.from(signed);
			application[start + 1] = 3;
			refuses(/not known: version 3/, { application });
		});

		it("is refused when it was made by another key than the block says", () => {
			const application = Buffer.from(signed);
			other.copy(
				application,
				signed.length - 0x1000 + 812,
				signed.length - 0x1000 + 812,
				signed.length - 0x1000 + 1196,
			);
			application.writeUInt32LE(crc(application.subarray(signed.length - 0x1000)), signed.length - 0x1000 + 1196);
			refuses(/signature of xs_esp32\.bin is broken/, { application });
		});
	});

	describe("is refused, and nothing is written,", () => {
		it("when there is no build", () => {
			const folder = build();
			throws(() => merge(folder, { build: `${folder.path}/nowhere` }), {
				message: /no flasher_args\.json in .*nowhere: build/,
			});
		});

		it("when the list of the build is broken or lacks something", () => {
			const folder = build();
			const withList = (list: unknown, message: RegExp) => {
				folder.write("flasher_args.json", typeof list === "string" ? list : JSON.stringify(list));
				throws(() => merge(folder), { name: "ImageError", message });
			};
			withList("{", /flasher_args\.json is broken: build again/);
			withList([], /is broken/);
			withList({ flash_files: {} }, /not as ESP-IDF writes it/);
			withList({ flash_files: [], extra_esptool_args: { chip: "esp32s3" } }, /not as ESP-IDF writes it/);
			withList({ flash_files: {}, extra_esptool_args: { chip: "esp32s3" } }, /names no bootloader/);
			withList({ flash_files: { here: "a.bin" }, extra_esptool_args: { chip: "esp32s3" } }, /a\.bin at "here"/);
			withList({ flash_files: { "0x0": 1 }, extra_esptool_args: { chip: "esp32s3" } }, /1 at "0x0"/);
		});

		it("when a file is missing or empty", () => {
			const folder = build();
			folder.write("xs_esp32.bin", "");
			throws(() => merge(folder), { message: /xs_esp32\.bin is empty: build again/ });
			folder.write(
				"flasher_args.json",
				readFileSync(`${folder.path}/flasher_args.json`, "utf8").replaceAll("xs_esp32", "gone"),
			);
			throws(() => merge(folder), { message: /gone\.bin is missing: build again/ });
		});

		it("when board or version could not be part of a file name", () => {
			refuses('"../x" is no name of a board', {}, { board: "../x" });
			refuses('"1.2" is no version: it has to look like 1.2.3', {}, { version: "1.2" });
			refuses(/is no version/, {}, { version: "1.2.3/4" });
		});

		it("when the application calls itself otherwise, for a board would not take it as an update", () => {
			const application = chipImage(ESP32_S3, 0x30000, { called: "doorbell/esp32s3-devkit/1.2.2" });
			refuses(/calls itself doorbell\/esp32s3-devkit\/1\.2\.2, but doorbell\/esp32s3-devkit\/1\.2\.3 is wanted/, {
				application,
			});
			refuses(/but doorbell\/other\/1\.2\.3 is wanted/, {}, { board: "other" });
			const own = build({ application: chipImage(ESP32_S3, 0x30000, { called: "v7-mine" }) });
			equal(merge(own).called, "v7-mine");
		});

		it("when the build is for another chip than the board has", () => {
			refuses(/was built for esp32s3, but m5atom-echo has an esp32/, {}, { board: "m5atom-echo", chip: "esp32" });
		});

		it("when bootloader or application are for another chip than the build", () => {
			refuses("bootloader/bootloader.bin is for esp32, the build for esp32s3", { bootloader: chipImage(ESP32, 64) });
			refuses("xs_esp32.bin is for esp32, the build for esp32s3", { application: chipImage(ESP32, 64) });
			refuses(/chip with the number 5/, { application: chipImage(5, 64) });
		});

		it("when the bootloader is where the chip does not look for it", () => {
			refuses(/at 0x1000, but esp32s3 looks for its bootloader at 0x0/, { bootloaderOffset: 0x1000 });
		});

		it("when an image is cut off or broken", () => {
			const whole = chipImage(ESP32_S3, 0x30000);
			const broken = (change: (image: Buffer) => void) => {
				const application = Buffer.from(whole);
				change(application);
				return { application };
			};
			refuses(/no image for an ESP32/, { application: Buffer.from("<html>") });
			refuses(/is cut off/, { application: whole.subarray(0, 0x20000) });
			refuses(/is cut off/, { application: whole.subarray(0, 28) });
			refuses(/SHA-256 of xs_esp32\.bin is wrong or missing/, { application: whole.subarray(0, whole.length - 8) });
			refuses(
				/SHA-256/,
				broken((image) => (image[whole.length - 1]! ^= 1)),
			);
			refuses(
				/checksum/,
				broken((image) => (image[0x100]! ^= 1)),
			);
			refuses(
				/0 segments/,
				broken((image) => (image[1] = 0)),
			);
			refuses(
				/17 segments/,
				broken((image) => (image[1] = 17)),
			);
		});

		it("when parts overlap", () => {
			refuses(/bootloader\.bin ends at .* reaches into partition_table.* at 0x8000/, {
				bootloader: chipImage(ESP32_S3, 0x8000),
			});
		});

		it("when a part lies in no partition", () => {
			refuses(/storage\.bin at 0x11000 does not lie in one partition/, {
				more: { "0x11000": ["storage.bin", Buffer.from("x")] },
			});
		});

		it("when a partition begins inside of the table or ends behind the flash", () => {
			refuses(
				/begins at 0x8000, inside of the partition table/,
				table(["nvs", 1, 2, 0x8000, 0x1000], OTADATA, FIRST, SECOND),
			);
			refuses("Partition ota_1 ends at 0x3e0000, the flash at 0x200000", {
				bootloader: chipImage(ESP32_S3, 0x4000, { flashSize: 1 }),
			});
		});

		it("when it could never be updated", () => {
			refuses(/no two slots/, table(NVS, OTADATA, FIRST));
			refuses(/no two slots/, table(NVS, FIRST, SECOND));
			refuses(
				/nothing into otadata/,
				table(NVS, ["otadata", 1, 0, 0x11000, 0x2000], ["old", 1, 6, 0xf000, 0x2000], FIRST, SECOND),
			);
			refuses(/has 4096 bytes, otadata has 8192/, { otadata: Buffer.alloc(0x1000, 0xff) });
			refuses(/ota_data_initial\.bin is not erased/, { otadata: Buffer.alloc(0x2000) });
			refuses(
				/ota_1 has room for 65536: it could not be updated/,
				table(NVS, OTADATA, FIRST, ["ota_1", 0, 0x11, 0x200000, 0x10000]),
			);
		});

		it("when the application is not where the bootloader looks first", () => {
			refuses(/at 0x200000, but ota_0 at 0x20000 is started first/, { applicationOffset: 0x200000 });
			refuses(/neither factory nor ota_0/, table(NVS, OTADATA, ["a", 0, 0x12, 0x20000, 0x1e0000], SECOND));
		});

		it("when the partition table is broken", () => {
			const broken = partitionTable(TWO_SLOTS);
			broken[5]! ^= 1;
			refuses(/MD5 of the partition table/, { table: broken });
		});
	});
});

/** CRC-32 of the first 1,196 bytes of a signature block. */
function crc(block: Buffer): number {
	return crc32(block.subarray(0, 1196));
}
