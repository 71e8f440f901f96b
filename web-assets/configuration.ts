/** The settings as the page knows them. */

import { get } from "./api.ts";
import type { Settings } from "./model.ts";
import { update } from "./store.ts";

/** Reads the settings anew. */
export async function readSettings(): Promise<void> {
	update({ settings: await get<Settings>("/api/config") });
}

/** Changes settings, all or none; throws an `ApiError` whose `errors` say what is wrong with which. Secrets are `proven`. */
export async function saveSettings(body: Settings, proven = false): Promise<void> {
	update({ settings: await get<Settings>("/api/config", { method: "PATCH", body, proven }) });
}
