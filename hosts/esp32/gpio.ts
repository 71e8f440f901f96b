import Digital from "embedded:io/digital";
import config from "mc/config";
import type { Digital as HostDigital, OutputName } from "../../modules/host.ts";

/** A bell button between the pin and ground: pulled up, so pressed is 0 on the wire and 1 for us. */
export function openButton(index: number, onReadable: () => void): HostDigital | undefined {
	const pin = config.buttons?.[index - 1];
	if (pin === undefined) return undefined;
	const input = new Digital({
		pin,
		mode: Digital.InputPullUp,
		edge: Digital.Rising | Digital.Falling,
		onReadable,
	});
	return { read: () => (input.read() === 0 ? 1 : 0), write() {}, close: () => input.close() };
}

/** Relay of a door, light or status lamp, as the board's manifest names their pins. */
export function openOutput(name: OutputName): HostDigital | undefined {
	const pin = config[name === "second door" ? "secondDoor" : name];
	return pin === undefined ? undefined : new Digital({ pin, mode: Digital.Output });
}
