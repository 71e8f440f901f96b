import Timer from "timer";
import type SdkWifi from "wifi";

/** How long things take, milliseconds. */
const SOON = 100;

type Notify = ConstructorParameters<typeof SdkWifi>[1];
type Found = NonNullable<Parameters<typeof SdkWifi.scan>[1]>;

/** Who is told what the radio does: there is one. */
let notify: Notify | undefined;

/** A radio that joins whatever network it is told to, as the computer is in one. */
class WiFi {
	constructor(_options: undefined, onNotify: Notify) {
		notify = onNotify;
	}

	static get mode(): number {
		return 1;
	}

	static set mode(_mode: number) {}

	static connect(options?: { readonly ssid: string }): void {
		if (!options) {
			tell("disconnect", 0);
			return;
		}
		tell("connect");
		tell("gotIP");
	}

	static scan(_options?: object, onFound?: Found): void {
		if (!onFound) return;
		Timer.set(() => {
			onFound({ ssid: "The network of the desk", rssi: -50 });
			onFound(null);
		}, SOON);
	}

	static accessPoint(): void {}
}

function tell(message: string, code?: number): void {
	Timer.set(() => notify?.(message, code), SOON);
}

export default WiFi satisfies typeof SdkWifi;
