import { deepEqual } from "node:assert/strict";
import type { AudioConfig, BoardConfig } from "../../hosts/esp32/machines/board.ts";
import { pinFaults } from "../../hosts/esp32/machines/pins.ts";

const S3: BoardConfig = { board: "made-up", chip: "esp32s3", buttons: [4] };
const CLASSIC: BoardConfig = { board: "made-up", chip: "esp32", buttons: [32] };
const DUPLEX: AudioConfig = {
	driver: "duplex",
	microphone: { kind: "i2s", clock: 16, select: 17, data: 18, slot: "left", bits: 32 },
	loudspeaker: { clock: 16, select: 17, data: 8, enable: 9 },
};
const HALF_DUPLEX: AudioConfig = {
	driver: "half-duplex",
	microphone: { kind: "pdm", clock: 33, data: 23, slot: "right", bits: 16 },
	loudspeaker: { clock: 19, select: 33, data: 22 },
};

const faults = (config: BoardConfig, change: object): string[] => pinFaults({ ...config, ...change } as BoardConfig);

describe("Pins of a board (data sheets of the ESP32 and the ESP32-S3)", () => {
	it("are all right on a board with buttons, relays, lamp and sound", () => {
		deepEqual(faults(S3, { buttons: [4, 5], setupButton: 14, door: 6, light: 7, lamp: 15, audio: DUPLEX }), []);
	});

	it("are all right where both directions of half-duplex sound use one pin", () => {
		deepEqual(faults(CLASSIC, { door: 26, audio: HALF_DUPLEX }), []);
	});

	it("belong to a chip that is known", () => {
		deepEqual(faults(S3, { chip: "esp8266" }), ['chip: "esp8266" is not known; known are esp32, esp32s3']);
	});

	it("are numbers of GPIOs", () => {
		deepEqual(faults(S3, { buttons: undefined }), ["buttons: a list of GPIO numbers is needed, empty for none"]);
		deepEqual(faults(S3, { door: "6" }), ["door: the number of a GPIO is needed"]);
		deepEqual(faults(S3, { lamp: 6.5 }), ["lamp: the number of a GPIO is needed"]);
	});

	it("exist", () => {
		deepEqual(faults(S3, { door: 22 }), ["door: the ESP32-S3 has no GPIO 22"]);
		deepEqual(faults(S3, { door: 49 }), ["door: the ESP32-S3 has no GPIO 49"]);
		deepEqual(faults(S3, { door: -1 }), ["door: the ESP32-S3 has no GPIO -1"]);
		deepEqual(faults(CLASSIC, { door: 20 }), ["door: the ESP32 has no GPIO 20"]);
		deepEqual(faults(CLASSIC, { door: 40 }), ["door: the ESP32 has no GPIO 40"]);
	});

	it("are no strapping pins", () => {
		for (const pin of [0, 3, 45, 46])
			deepEqual(faults(S3, { setupButton: pin }), [
				`setupButton: GPIO ${pin} decides how the ESP32-S3 starts (strapping pin); take another`,
			]);
		for (const pin of [0, 2, 5, 12, 15])
			deepEqual(faults(CLASSIC, { light: pin }), [
				`light: GPIO ${pin} decides how the ESP32 starts (strapping pin); take another`,
			]);
	});

	it("do not lead to flash or PSRAM", () => {
		for (const pin of [26, 32, 33, 37])
			deepEqual(faults(S3, { light: pin }), [
				`light: GPIO ${pin} of the ESP32-S3 leads to its flash or PSRAM; take another`,
			]);
		for (const pin of [6, 11, 16, 17])
			deepEqual(faults(CLASSIC, { light: pin }), [
				`light: GPIO ${pin} of the ESP32 leads to its flash or PSRAM; take another`,
			]);
	});

	it("are neither the serial line nor the USB port", () => {
		deepEqual(faults(S3, { lamp: 43 }), ["lamp: GPIO 43 of the ESP32-S3 is its serial line; take another"]);
		deepEqual(faults(S3, { lamp: 19 }), ["lamp: GPIO 19 of the ESP32-S3 is its USB port; take another"]);
		deepEqual(faults(CLASSIC, { lamp: 3 }), ["lamp: GPIO 3 of the ESP32 is its serial line; take another"]);
		deepEqual(faults(CLASSIC, { lamp: 19 }), []);
	});

	it("can be outputs where something is switched", () => {
		deepEqual(faults(CLASSIC, { door: 34 }), ["door: GPIO 34 of the ESP32 can only be an input; take another"]);
		deepEqual(faults(S3, { door: 38 }), []);
	});

	it("have a pull-up where a button is", () => {
		deepEqual(faults(CLASSIC, { setupButton: 39 }), [
			"setupButton: GPIO 39 of the ESP32 has no pull-up; wire 10 kΩ from it to 3.3 V and name it in pulledUp, or take another",
		]);
		deepEqual(faults(CLASSIC, { setupButton: 39, pulledUp: [39] }), []);
	});

	it("may be input-only for the data of a microphone", () => {
		const microphone = { ...DUPLEX.microphone, clock: 18, select: 19, data: 34 };
		const loudspeaker = { clock: 18, select: 19, data: 23 };
		deepEqual(faults(CLASSIC, { audio: { ...DUPLEX, microphone, loudspeaker } }), []);
	});
});

describe("Pins used twice", () => {
	it("are named with both uses", () => {
		deepEqual(faults(S3, { buttons: [4, 4], door: 4 }), [
			"buttons[1]: GPIO 4 is taken by buttons[0]",
			"door: GPIO 4 is taken by buttons[0]",
			"door: GPIO 4 is taken by buttons[1]",
		]);
	});

	it("are fine for the one button of a board that has no other", () => {
		deepEqual(faults(S3, { setupButton: 4 }), []);
	});

	it("are fine for the clocks of one I2S port, and for nothing else of it", () => {
		deepEqual(faults(S3, { audio: { ...DUPLEX, loudspeaker: { clock: 16, select: 17, data: 18 } } }), [
			"audio.loudspeaker.data: GPIO 18 is taken by audio.microphone.data",
		]);
		deepEqual(faults(S3, { audio: { ...DUPLEX, loudspeaker: { clock: 17, select: 16, data: 8 } } }), [
			"audio.loudspeaker.clock: GPIO 17 is taken by audio.microphone.select",
			"audio.loudspeaker.select: GPIO 16 is taken by audio.microphone.clock",
		]);
	});

	it("are a mistake where each direction has a port of its own", () => {
		deepEqual(faults(S3, { audio: { ...DUPLEX, driver: "separate" } }), [
			"audio.loudspeaker.clock: GPIO 16 is taken by audio.microphone.clock",
			"audio.loudspeaker.select: GPIO 17 is taken by audio.microphone.select",
		]);
	});

	it("are a mistake for a relay on the bus of the sound", () => {
		deepEqual(faults(CLASSIC, { door: 33, audio: HALF_DUPLEX }), [
			"audio.microphone.clock: GPIO 33 is taken by door",
			"audio.loudspeaker.select: GPIO 33 is taken by door",
		]);
	});
});
