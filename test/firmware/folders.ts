import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder for one test, with made-up files in it. */
export class Folder {
	readonly path = mkdtempSync(join(tmpdir(), "firmware-"));

	/** Writes a file, and returns its path. */
	write(name: string, contents = "", mode = 0o644): string {
		const path = join(this.path, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, contents, { mode });
		return path;
	}

	delete(name = ""): void {
		rmSync(join(this.path, name), { recursive: true, force: true });
	}
}

/** A project with one board, as `tools/firmware` wants it. */
export function writeProject(folder: Folder): void {
	folder.write("package.json", '{ "version": "1.2.3" }');
	folder.write("hosts/esp32/sdkconfig/common/sdkconfig.defaults", "CONFIG_ESP_TASK_WDT_EN=y\n");
	folder.write("hosts/esp32/sdkconfig/esp32s3/sdkconfig.defaults", "CONFIG_LWIP_MAX_ACTIVE_TCP=8\n");
	folder.write("hosts/esp32/sdkconfig/signed/sdkconfig.defaults", "CONFIG_SECURE_SIGNED_APPS_NO_SECURE_BOOT=y\n");
	for (const size of [4, 8]) folder.write(`hosts/esp32/partitions-${size}mb.csv`, PARTITIONS);
	writeBoard(folder, "hosts/esp32/boards/desk", "desk");
}

const PARTITIONS =
	"# Name, Type, SubType, Offset, Size\nnvs, data, nvs, 0x9000, 0x6000\nota_0, app, ota_0, 0x20000, 0x1000\n";

/** A board with an ESP32-S3; `changes` are merged into its manifest. */
export function writeBoard(folder: Folder, place: string, name: string, changes: object = {}): void {
	const manifest = {
		build: { SUBPLATFORM: name, ESP32_SUBCLASS: "esp32s3", FLASH_SIZE: "8MB" },
		config: { board: name, chip: "esp32s3", buttons: [4], door: 6 },
		...changes,
	};
	folder.write(join(place, "manifest.json"), JSON.stringify(manifest));
}
