import { deepEqual, equal, throws } from "node:assert/strict";
import { resolve } from "node:path";
import { boardNames, findBoard, slotSize } from "../../tools/firmware/boards.ts";
import { applicationVersion, composeConfiguration } from "../../tools/firmware/sdkconfig.ts";
import { Folder, writeBoard, writeProject } from "./folders.ts";

const ROOT = resolve(__dirname, "../..");

describe("Boards of npm run firmware", () => {
	const folders: Folder[] = [];
	const project = () => {
		const folder = new Folder();
		folders.push(folder);
		writeProject(folder);
		return folder;
	};
	const refuses = (folder: Folder, board: string, ...faults: readonly string[]) =>
		throws(
			() => findBoard(folder.path, board),
			(error: { faults: readonly string[] }) => {
				deepEqual(
					error.faults.map((fault) => fault.replace(/^.*manifest\.json: /, "")),
					faults,
				);
				return true;
			},
		);

	after(() => {
		for (const folder of folders) folder.delete();
	});

	it("are those of the project", () => {
		for (const name of boardNames(ROOT)) equal(findBoard(ROOT, name).name, name);
	});

	it("have their chip, flash and place", () => {
		const folder = project();
		deepEqual(findBoard(folder.path, "desk"), {
			name: "desk",
			chip: "esp32s3",
			folder: "./hosts/esp32/boards/desk",
			partitions: "hosts/esp32/partitions-8mb.csv",
			flashSize: "8MB",
		});
	});

	it("may lie in a folder of one's own", () => {
		const folder = project();
		writeBoard(folder, "own/shed", "shed");
		equal(findBoard(folder.path, "own/shed").folder, "./own/shed");
	});

	it("that do not exist are told with those that do", () => {
		refuses(project(), "shed", 'There is no board "shed". There are desk, or a folder with a manifest.json');
	});

	it("are refused with wrong pins", () => {
		const folder = project();
		const config = { board: "desk", chip: "esp32s3", buttons: [4], door: 4, light: 0 };
		writeBoard(folder, "hosts/esp32/boards/desk", "desk", { config });
		refuses(
			folder,
			"desk",
			"light: GPIO 0 decides how the ESP32-S3 starts (strapping pin); take another",
			"door: GPIO 4 is taken by buttons[0]",
		);
	});

	it("are refused when their manifest does not fit", () => {
		const folder = project();
		writeBoard(folder, "own/shed", "other", { build: { ESP32_SUBCLASS: "esp32", FLASH_SIZE: "2MB" } });
		refuses(
			folder,
			"own/shed",
			'config.board has to be "shed", as the folder is called',
			'build.SUBPLATFORM has to be "shed"',
			'build.ESP32_SUBCLASS has to be "esp32s3"',
			"build.FLASH_SIZE has to be one of 4MB, 8MB",
		);
		folder.write("own/shed/manifest.json", "{}");
		refuses(
			folder,
			"own/shed",
			'"config" is missing',
			'build.SUBPLATFORM has to be "shed"',
			"build.FLASH_SIZE has to be one of 4MB, 8MB",
		);
		folder.write("own/shed/manifest.json", "{");
		throws(() => findBoard(folder.path, "own/shed"), /is no JSON/);
	});

	it("have names that fit into the version of an image, and places that the SDK finds", () => {
		const folder = project();
		const name = "shed-in-the-garden";
		writeBoard(folder, `own/${name}`, name);
		refuses(folder, `own/${name}`, `a board has a folder of up to 14 small letters, digits and hyphens, not "${name}"`);
		writeBoard(folder, "Own/shed", "shed");
		refuses(folder, "Own/shed", "the SDK finds no folder whose path has capital letters (Own/shed)");
		for (const known of boardNames(ROOT)) applicationVersion(findBoard(ROOT, known), "99.9.99");
		throws(() => applicationVersion(findBoard(folder.path, "desk"), "1.2.3-a-long-candidate"), /more than the 31/);
	});

	it("have a slot for their firmware", () => {
		const folder = project();
		equal(slotSize(folder.path, findBoard(folder.path, "desk")), 0x1000);
		equal(slotSize(ROOT, findBoard(ROOT, "esp32-devkit")), 0x1f0000);
	});
});

describe("ESP-IDF configuration of a board", () => {
	const folder = new Folder();

	before(() => writeProject(folder));
	after(() => folder.delete());

	it("has what all have in common, what the chip needs, the flash and the name", () => {
		equal(
			composeConfiguration(folder.path, findBoard(folder.path, "desk"), { version: "1.2.3" }),
			[
				"CONFIG_ESP_TASK_WDT_EN=y",
				"CONFIG_LWIP_MAX_ACTIVE_TCP=8",
				"CONFIG_ESPTOOLPY_FLASHSIZE_8MB=y",
				"CONFIG_APP_PROJECT_VER_FROM_CONFIG=y",
				'CONFIG_APP_PROJECT_VER="doorbell/desk/1.2.3"',
				"",
			].join("\n"),
		);
	});

	it("asks for signatures with a key: RSA where the chip knows it", () => {
		const signed = (chip: "esp32" | "esp32s3") =>
			composeConfiguration(
				folder.path,
				{ ...findBoard(folder.path, "desk"), chip },
				{ version: "1.2.3", key: "/keys/door.pem" },
			)
				.trimEnd()
				.split("\n")
				.slice(-3);
		deepEqual(signed("esp32s3"), [
			"CONFIG_SECURE_SIGNED_APPS_NO_SECURE_BOOT=y",
			"CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y",
			'CONFIG_SECURE_BOOT_SIGNING_KEY="/keys/door.pem"',
		]);
		equal(signed("esp32")[1], "CONFIG_SECURE_SIGNED_APPS_ECDSA_SCHEME=y");
	});
});
