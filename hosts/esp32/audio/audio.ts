import type { Clock, Host } from "../../../modules/host.ts";
import type { AudioConfig } from "../machines/board.ts";
import { soundWiring } from "../machines/sound-wiring.ts";
import { HalfDuplexLine, Line, Loudspeaker, Microphone } from "./line.ts";

/**
 * Microphone and loudspeaker by our own driver, as `config.audio` of the board's manifest wires them; neither where the
 * board has no sound. A manifest that includes sdk-manifest.json puts sdk.ts in the place of this module.
 */
export function createAudio(audio: AudioConfig | undefined, clock: Clock): Pick<Host, "AudioIn" | "AudioOut"> {
	if (!audio) return {};
	const wiring = soundWiring(audio);
	const line = audio.driver === "half-duplex" ? new HalfDuplexLine(wiring, clock) : new Line(wiring);
	return { AudioIn: Microphone.bind(null, line), AudioOut: Loudspeaker.bind(null, line) };
}
