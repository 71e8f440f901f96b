import type { AudioConfig, LoudspeakerConfig, MicrophoneConfig } from "./board.ts";

/** Octets of a wiring. */
export const WIRING_OCTETS = 14;
/** Doublings of the microphone's sound (6 dB each): MEMS microphones leave much room above a voice at arm's length. */
export const DEFAULT_BOOST = 3;
export const BOOST_MOST = 8;

/** A pin that is not wired. */
const NOT_WIRED = 255;
const PIN_MOST = 127;
/** Width of the loudspeaker's slots where it has a port of its own: what telephones say fits, and takes half the memory. */
const LOUDSPEAKER_BITS = 16;

/** Thrown when the manifest of the board wires the sound in a way that cannot work. */
export class WiringError extends Error {
	override name = "WiringError";
}

/**
 * The sound of a board as the native driver takes it: driver, kind, slot, bits of the microphone, bits of the
 * loudspeaker, boost, ducking, and the pins (hosts/esp32/audio/i2s_wiring.h).
 */
export function soundWiring(audio: AudioConfig): Uint8Array {
	const { driver, microphone, loudspeaker } = audio;
	checkKind(microphone);
	checkPort(audio);
	const wiring = new Uint8Array(WIRING_OCTETS);
	wiring[0] = driver === "duplex" ? 0 : driver === "separate" ? 1 : 2;
	wiring[1] = microphone.kind === "pdm" ? 1 : 0;
	wiring[2] = microphone.slot === "right" ? 1 : 0;
	wiring[3] = microphone.bits;
	wiring[4] = driver === "duplex" ? microphone.bits : LOUDSPEAKER_BITS;
	wiring[5] = boost(microphone);
	wiring[6] = (audio.ducking ?? true) && driver !== "half-duplex" ? 1 : 0;
	wiring[7] = pin("microphone.clock", microphone.clock);
	wiring[8] = pin("microphone.select", microphone.select);
	wiring[9] = pin("microphone.data", microphone.data);
	wiring[10] = pin("loudspeaker.clock", loudspeaker.clock);
	wiring[11] = pin("loudspeaker.select", loudspeaker.select);
	wiring[12] = pin("loudspeaker.data", loudspeaker.data);
	wiring[13] = pin("loudspeaker.enable", loudspeaker.enable);
	return wiring;
}

function checkKind({ kind, select, bits }: MicrophoneConfig): void {
	if (kind === "pdm" && bits !== 16) throw new WiringError("config.audio.microphone.bits must be 16 with PDM");
	if (bits !== 16 && bits !== 32) throw new WiringError("config.audio.microphone.bits must be 16 or 32");
	if (kind === "i2s" && select === undefined)
		throw new WiringError("config.audio.microphone.select is missing: an I2S microphone has one");
}

function checkPort({ driver, microphone, loudspeaker }: AudioConfig): void {
	if (driver === "sdk") throw new WiringError('config.audio.driver "sdk" needs hosts/esp32/audio/sdk-manifest.json');
	if (driver !== "duplex") return;
	if (microphone.kind === "pdm")
		throw new WiringError('config.audio.driver "duplex" needs an I2S microphone; use "separate" with PDM');
	if (!sharesClocks(microphone, loudspeaker))
		throw new WiringError(
			'config.audio.driver "duplex" needs the same clock and select for both; use "separate" otherwise',
		);
}

function sharesClocks(microphone: MicrophoneConfig, loudspeaker: LoudspeakerConfig): boolean {
	return microphone.clock === loudspeaker.clock && microphone.select === loudspeaker.select;
}

function boost({ boost = DEFAULT_BOOST }: MicrophoneConfig): number {
	if (Number.isInteger(boost) && boost >= 0 && boost <= BOOST_MOST) return boost;
	throw new WiringError(`config.audio.microphone.boost must be a whole number from 0 to ${BOOST_MOST}`);
}

function pin(name: string, gpio = NOT_WIRED): number {
	if (gpio === NOT_WIRED || (Number.isInteger(gpio) && gpio >= 0 && gpio <= PIN_MOST)) return gpio;
	throw new WiringError(`config.audio.${name} must be the number of a GPIO`);
}
