/** The Wi-Fi network that is joined, as it is kept: name and password in one value, so that they always belong together. */

import type { Storage } from "../../../modules/host.ts";
import type { WifiLogin } from "./station-output.ts";

/** Key in the storage. */
export const WIFI_KEY = "wifi";

/** Reads what was kept; `undefined` where there is nothing, or nothing that we wrote. */
export function readLogin(storage: Storage): WifiLogin | undefined {
	try {
		const { name, password } = JSON.parse(storage.read(WIFI_KEY) ?? "{}") as Partial<WifiLogin>;
		return typeof name === "string" && name !== "" && typeof password === "string" ? { name, password } : undefined;
	} catch {
		// The network has to be entered again.
		return undefined;
	}
}

/** Keeps a network; false where the storage refuses. */
export function keepLogin(storage: Storage, { name, password }: WifiLogin): boolean {
	try {
		storage.write(WIFI_KEY, JSON.stringify({ name, password }));
		return true;
	} catch {
		// The flash is full or worn out.
		return false;
	}
}
