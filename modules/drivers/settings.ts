import type { Settings } from "../config/schema.ts";
import { parseTargets } from "../config/targets.ts";
import type { DoorbellSettings } from "../doorbell/doorbell.ts";
import type { ButtonSettings } from "../doorbell/reception.ts";
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
	return {
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
	};
}

/** Whether there is a server to register at, and a user to register. */
export function isConfigured(settings: Settings): boolean {
	return settings["sip.registrar"] !== "" && settings["sip.user"] !== "";
}

/** What the doorbell machine has to know. */
export function doorbellSettings(settings: Settings): DoorbellSettings {
	return {
		configured: isConfigured(settings),
		buttons: [button(settings, "button.1"), button(settings, "button.2")],
		answer: settings["call.answer"],
		answerDelay: settings["call.answer-delay"] * SECOND,
		maximum: settings["call.maximum"] * SECOND,
		hangUpAfterOpening: settings["call.hangup-after-opening"] * SECOND,
		codes: [
			{ digits: settings["door.code"], output: "door" },
			{ digits: settings["light.code"], output: "light" },
		],
		doorTime: settings["door.seconds"] * SECOND,
		lightMode: settings["light.mode"],
		lightTime: settings["light.seconds"] * SECOND,
	};
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

function button(settings: Settings, section: "button.1" | "button.2"): ButtonSettings {
	const time = settings[`${section}.seconds`] * SECOND;
	const targets = parseTargets(settings[`${section}.targets`]) ?? [];
	return {
		name: settings[`${section}.name`],
		targets: targets.map(({ address, seconds }) => ({
			address,
			time: seconds === undefined ? time : seconds * SECOND,
		})),
		inOrder: settings[`${section}.order`] === "sequence",
	};
}
