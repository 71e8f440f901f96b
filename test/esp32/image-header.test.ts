import { equal, ok } from "node:assert/strict";
import {
	HEADER_SIZE,
	IMAGE_MINIMUM,
	ImageHeader,
	type Running,
	sizeProblem,
	versionOf,
} from "../../hosts/esp32/machines/image-header.ts";

const ESP32 = 0;
const ESP32_S3 = 9;
const RUNNING: Running = {
	chip: ESP32_S3,
	project: "xs_esp32",
	version: "doorbell/esp32s3-devkit/0.1.0",
	slot: 0x1f_0000,
};

interface Parts {
	readonly magic?: number;
	readonly segments?: number;
	readonly chip?: number;
	readonly description?: number;
	readonly version?: string;
	readonly project?: string;
}

/** The beginning of an image, as the programming guide draws it. */
function image(parts: Parts = {}): Uint8Array {
	const { magic = 0xe9, segments = 5, chip = ESP32_S3, description = 0xabcd_5432 } = parts;
	const { version = "doorbell/esp32s3-devkit/0.2.0", project = "xs_esp32" } = parts;
	const bytes = new Uint8Array(HEADER_SIZE + 100);
	const view = new DataView(bytes.buffer);
	bytes.set([magic, segments, 2, 0x2f]);
	view.setUint16(12, chip, true);
	view.setUint32(32, description, true);
	for (let index = 0; index < version.length; index++) bytes[48 + index] = version.charCodeAt(index);
	for (let index = 0; index < project.length; index++) bytes[80 + index] = project.charCodeAt(index);
	return bytes;
}

function problem(parts: Parts, running: Partial<Running> = {}): string | undefined {
	const header = new ImageHeader();
	header.add(image(parts));
	return header.problem({ ...RUNNING, ...running });
}

describe("Image header (ESP-IDF, app image format)", () => {
	it("is collected from pieces of any size", () => {
		for (const size of [1, 7, 100, HEADER_SIZE, HEADER_SIZE + 100]) {
			const header = new ImageHeader();
			const bytes = image();
			let taken = 0;
			for (let start = 0; start < bytes.length; start += size) {
				equal(header.isComplete, taken === HEADER_SIZE);
				taken += header.add(bytes.slice(start, start + size));
			}
			equal(taken, HEADER_SIZE);
			equal(header.isComplete, true);
			equal(
				header.bytes.every((byte, index) => byte === bytes[index]),
				true,
			);
			equal(header.problem(RUNNING), undefined);
			equal(header.version, "doorbell/esp32s3-devkit/0.2.0");
		}
	});

	it("is taken when chip, project and board are those that run", () => {
		equal(problem({}), undefined);
		equal(problem({ version: "doorbell/esp32s3-devkit/0.0.1" }), undefined);
	});

	it("is refused when it is something else, with what to do", () => {
		ok(problem({ magic: 0x50 })?.includes("no firmware"));
		ok(problem({ segments: 0 })?.includes("damaged"));
		ok(problem({ segments: 17 })?.includes("damaged"));
		ok(problem({ description: 0 })?.includes("no application"));
		ok(problem({ project: "blink" })?.includes("blink"));
	});

	it("is refused when it is for another chip or board", () => {
		equal(problem({ chip: ESP32 }), "the firmware is for the chip ESP32, and this is ESP32-S3");
		ok(problem({ chip: 99 })?.includes("number 99"));
		ok(problem({ version: "doorbell/m5atom-echo/0.2.0" })?.includes("m5atom-echo"));
		ok(problem({ version: "1.2.3" })?.includes("1.2.3"));
		ok(problem({ version: "" })?.includes("?"));
	});

	it("may have any version where the firmware that runs says no board", () => {
		equal(problem({ version: "my own" }, { version: "v1-dirty" }), undefined);
		equal(problem({ version: "doorbell/m5atom-echo/0.2.0" }, { version: "v1-dirty" }), undefined);
	});

	it("shows nothing that is not printable", () => {
		const header = new ImageHeader();
		header.add(image({ version: "a\u001b[2Jb" }));
		equal(header.version, "a?[2Jb");
	});
});

describe("Version of a firmware", () => {
	it("is shown without what comes before", () => {
		equal(versionOf("doorbell/esp32s3-devkit/0.2.0"), "0.2.0");
		equal(versionOf("v1-dirty"), "v1-dirty");
		equal(versionOf(""), "0");
	});
});

describe("Size of an image", () => {
	it("must fit into the slot, and be that of a firmware", () => {
		equal(sizeProblem(1_000_000, true, RUNNING.slot), undefined);
		equal(sizeProblem(1_000, false, RUNNING.slot), undefined);
		ok(sizeProblem(RUNNING.slot + 1, false, RUNNING.slot)?.includes("1984 kB"));
		ok(sizeProblem(IMAGE_MINIMUM - 1, true, RUNNING.slot)?.includes("too short"));
	});
});
