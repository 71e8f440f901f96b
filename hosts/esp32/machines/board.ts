/** What the manifest of a board says of it (`config`), as types only. Pins are GPIO numbers. */

/** Chips that the pin rules know. */
export type Chip = "esp32" | "esp32s3";

/** Microphone on an I2S port: standard (I2S words) or PDM (one bit per clock). */
export interface MicrophoneConfig {
	readonly kind: "i2s" | "pdm";
	/** Bit clock (BCLK, SCK) of an I2S microphone, the only clock of a PDM one. */
	readonly clock: number;
	/** Word select (WS, LRCLK). PDM has none. */
	readonly select?: number;
	readonly data: number;
	/** Which slot of the frame it speaks in, as its L/R pin is wired. */
	readonly slot: "left" | "right";
	/** Width of a slot on the wire: the INMP441 needs 32. */
	readonly bits: 16 | 32;
	/** How often its sound is doubled (6 dB each), 0 to 8: 3 if absent. */
	readonly boost?: number;
}

/** Amplifier on an I2S port. */
export interface LoudspeakerConfig {
	/** Bit clock (BCLK). */
	readonly clock: number;
	/** Word select (WS, LRC). */
	readonly select: number;
	readonly data: number;
	/** Switches the amplifier on when high (SD of the MAX98357A). */
	readonly enable?: number;
}

export interface AudioConfig {
	/**
	 * "duplex": one I2S port, both directions share clock and select. "separate": a port for each. "half-duplex": one at a
	 * time, channels are torn down and swapped. "sdk": the audio modules of the Moddable SDK.
	 */
	readonly driver: "duplex" | "separate" | "half-duplex" | "sdk";
	readonly microphone: MicrophoneConfig;
	readonly loudspeaker: LoudspeakerConfig;
	/** False where the loudspeaker does not reach the microphone: neither is turned down while the other speaks. */
	readonly ducking?: boolean;
}

export interface BoardConfig {
	/** Name of the board: that of its folder in `hosts/esp32/boards`. */
	readonly board: string;
	readonly chip: Chip;
	/** Bell buttons, to ground; the first is button 1. */
	readonly buttons: readonly number[];
	/** The button inside the case that arms the doorbell. May be a bell button on a board with only one. */
	readonly setupButton?: number;
	/** Inputs with a resistor to 3.3 V on the board: GPIO 34 to 39 of the ESP32 have none of their own. */
	readonly pulledUp?: readonly number[];
	/** Relay of the door opener. */
	readonly door?: number;
	readonly secondDoor?: number;
	readonly light?: number;
	/** Status lamp. */
	readonly lamp?: number;
	/** Relays switch on at a low level. */
	readonly relayActiveLow?: boolean;
	/** Absent where the board has no sound. */
	readonly audio?: AudioConfig;
}
