import type { Settings } from "../config/schema.ts";
import type { Account } from "../sip/account.ts";
import { parseUri } from "../sip/uri.ts";
import type { CallMediaSettings } from "./call-media.ts";

const SECOND = 1_000;

/** The SIP account in the settings. */
export function accountOf(settings: Settings): Account {
	const registrar = settings["sip.registrar"];
	const proxy = settings["sip.proxy"];
	const server = parseUri(`sip:${proxy || registrar}`);
	const domain = settings["sip.domain"] || (registrar && (parseUri(`sip:${registrar}`)?.host ?? ""));
	const account: Account = {
		user: settings["sip.user"] || "doorbell",
		displayName: settings["sip.display-name"],
		domain,
		server,
		proxied: proxy !== "",
		credentials: {
			username: settings["sip.auth-user"] || settings["sip.user"],
			password: settings["sip.password"],
			minimum: settings["sip.minimum-algorithm"],
		},
		expires: settings["sip.expires"],
		keepAlive: settings["sip.keep-alive"] * SECOND,
	};
	const backup = registrar && parseUri(`sip:${settings["sip.backup"]}`);
	if (!backup) return account;
	// A second PBX is reached directly, and serves its own domain unless both are said to serve another one.
	const second: Account = { ...account, server: backup, proxied: false, domain: settings["sip.domain"] || backup.host };
	return { ...account, backup: second };
}

/** The account as phones see it that are registered here: at our own address, whatever the PBX is. */
export function ownAccount(account: Account): Account {
	return { ...account, domain: "", server: undefined, proxied: false };
}

/** Whether there is a server to register at, and a user to register. */
export function isConfigured(settings: Settings): boolean {
	return settings["sip.registrar"] !== "" && settings["sip.user"] !== "";
}

/** What the sound of calls has to know. */
export function mediaSettings(settings: Settings): CallMediaSettings {
	return {
		laws: settings["audio.codec"] === "PCMU" ? ["PCMU", "PCMA"] : ["PCMA", "PCMU"],
		port: settings["rtp.port"],
		microphoneGain: settings["audio.microphone-gain"],
		volume: settings["audio.volume"],
		silenceLimit: settings["rtp.silence-limit"] * SECOND,
	};
}
