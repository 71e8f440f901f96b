import assert from "node:assert/strict";
import type { AudioConfig, MicrophoneConfig } from "../../hosts/esp32/machines/board.ts";
import { DEFAULT_BOOST, soundWiring, WIRING_OCTETS, WiringError } from "../../hosts/esp32/machines/sound-wiring.ts";

const LOUDSPEAKER = { clock: 16, select: 17, data: 8, enable: 9 };
const MICROPHONE: MicrophoneConfig = { kind: "i2s", clock: 16, select: 17, data: 18, slot: "left", bits: 32 };
const PDM: MicrophoneConfig = { kind: "pdm", clock: 33, data: 23, slot: "right", bits: 16 };
const DUPLEX: AudioConfig = { driver: "duplex", microphone: MICROPHONE, loudspeaker: LOUDSPEAKER };

function refuses(audio: AudioConfig, text: RegExp): void {
	assert.throws(
		() => soundWiring(audio),
		(error: Error) => error instanceof WiringError && text.test(error.message),
	);
}

describe("Wiring of the sound for the native driver (i2s_wiring.h)", () => {
	it("has the INMP441 and the MAX98357A on one port", () => {
		const wiring = soundWiring(DUPLEX);
		assert.equal(wiring.length, WIRING_OCTETS);
		assert.deepEqual([...wiring], [0, 0, 0, 32, 32, DEFAULT_BOOST, 1, 16, 17, 18, 16, 17, 8, 9]);
	});

	it("has 16 bits for a loudspeaker with a port of its own", () => {
		const microphone = { ...MICROPHONE, clock: 26, select: 25 };
		const wiring = soundWiring({ ...DUPLEX, driver: "separate", microphone, ducking: false });
		assert.deepEqual([...wiring], [1, 0, 0, 32, 16, DEFAULT_BOOST, 0, 26, 25, 18, 16, 17, 8, 9]);
	});

	it("has the shared pin of the M5 Atom Echo twice, and no ducking", () => {
		const loudspeaker = { clock: 19, select: 33, data: 22 };
		const wiring = soundWiring({ driver: "half-duplex", microphone: { ...PDM, boost: 5 }, loudspeaker });
		assert.deepEqual([...wiring], [2, 1, 1, 16, 16, 5, 0, 33, 255, 23, 19, 33, 22, 255]);
	});

	it("refuses PDM on a port that is shared", () => {
		refuses({ ...DUPLEX, microphone: PDM }, /"duplex" needs an I2S microphone/);
	});

	it("refuses different clocks on a port that is shared", () => {
		refuses({ ...DUPLEX, microphone: { ...MICROPHONE, clock: 15 } }, /same clock and select/);
		refuses({ ...DUPLEX, microphone: { ...MICROPHONE, select: 15 } }, /same clock and select/);
	});

	it("refuses an I2S microphone without word select, and PDM with 32 bits", () => {
		refuses({ ...DUPLEX, microphone: { ...MICROPHONE, select: undefined } }, /select is missing/);
		refuses({ ...DUPLEX, driver: "separate", microphone: { ...PDM, bits: 32 } }, /16 with PDM/);
	});

	it("refuses a boost that the driver has not", () => {
		for (const boost of [-1, 9, 1.5])
			refuses({ ...DUPLEX, microphone: { ...MICROPHONE, boost } }, /boost must be a whole number from 0 to 8/);
	});

	it("refuses what is no pin", () => {
		refuses({ ...DUPLEX, loudspeaker: { ...LOUDSPEAKER, enable: 128 } }, /loudspeaker.enable must be the number/);
		refuses({ ...DUPLEX, loudspeaker: { ...LOUDSPEAKER, data: -1 } }, /loudspeaker.data must be the number/);
	});

	it("refuses the SDK's driver, which has a module of its own", () => {
		refuses({ ...DUPLEX, driver: "sdk" }, /sdk-manifest.json/);
	});
});
