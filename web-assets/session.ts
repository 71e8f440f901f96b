/** From opening the page to being let in, and what every visit needs: status, settings, news. */

import { credentials, get, statusOf } from "./api.ts";

export { readSettings, saveSettings } from "./configuration.ts";

import { follow, release } from "./events.ts";
import { recall, recallLasting, remember } from "./memory.ts";
import type { Access } from "./model.ts";
import { chooseLanguage, chooseTab, TABS, update } from "./store.ts";

const RETRY_TIME = 3_000;

/** Begins: language, tab, log-in kept from an earlier visit. */
export function start(): void {
	const language = recall("language") ?? navigator.language;
	chooseLanguage(language.startsWith("de") ? "de" : "en");
	openTabOfAddress();
	window.onhashchange = openTabOfAddress;
	// What a form is for, its buttons do.
	window.onsubmit = (event) => event.preventDefault();
	credentials.secret = JSON.parse(recall("login") ?? "null") ?? undefined;
	void enter();
}

/** Asks the doorbell what we may do, again and again until it answers, and begins to follow it. */
export async function enter(): Promise<void> {
	try {
		const told = await get<Access>("/api/access");
		const { access } = told;
		const isLoggedIn = access === "login" && credentials.secret;
		update({ ...told, access: isLoggedIn ? "open" : access, link: undefined });
		if (access === "open" || isLoggedIn) follow();
	} catch (error) {
		if (statusOf(error) === 401) return;
		update({ link: "lost" });
		setTimeout(enter, RETRY_TIME);
	}
}

/** Logs in; throws an `ApiError` when the doorbell refuses. `keep` also for the next visit. */
export async function login(password: string, keep: boolean): Promise<void> {
	credentials.secret = undefined;
	// The first answer is a challenge, and names the realm that the secret is made for.
	await get("/api/config", { quiet: true }).catch(() => undefined);
	credentials.learn(password);
	await get("/api/config", { quiet: true });
	remember("login", JSON.stringify(credentials.secret), keep);
	await enter();
}

export function logout(): void {
	credentials.secret = undefined;
	remember("login", "", false);
	release();
	update({ access: "login", settings: undefined, status: undefined, lines: [] });
}

/** Sets the administrator's password, and logs in with it. */
export async function setPassword(password: string, old?: string): Promise<void> {
	await get("/api/password", { method: "PUT", body: { old, new: password } });
	await login(password, recallLasting("login") != null);
}

function openTabOfAddress(): void {
	const tab = TABS.find((name) => `#${name}` === location.hash);
	if (tab) void chooseTab(tab);
}
