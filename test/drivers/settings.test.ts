import { deepEqual, equal } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { defaults } from "../../modules/config/settings.ts";
import { Buttons } from "../../modules/drivers/buttons.ts";
import { accountOf, doorbellSettings, isConfigured, mediaSettings } from "../../modules/drivers/settings.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { DOOR, place } from "./bell.ts";

function settings(changes: Partial<Settings> = {}): Settings {
	return { ...defaults(), ...changes };
}

describe("Settings as the SIP account", () => {
	it("are the registrar's domain and the user", () => {
		const { server, ...account } = accountOf(
			settings({ "sip.registrar": "fritz.box:5070", "sip.user": "620", "sip.password": "secret" }),
		);
		deepEqual(account, {
			user: "620",
			displayName: "Doorbell",
			domain: "fritz.box",
			proxied: false,
			credentials: { username: "620", password: "secret", minimum: "MD5" },
			expires: 3600,
		});
		equal(server?.toString(), "sip:fritz.box:5070");
	});

	it("S1: have another name for the log-in, another domain and a proxy where they are given", () => {
		const account = accountOf(
			settings({
				"sip.registrar": "fritz.box",
				"sip.domain": "home.example",
				"sip.proxy": "192.168.1.2",
				"sip.user": "620",
				"sip.auth-user": "bell",
				"sip.minimum-algorithm": "SHA-256",
			}),
		);
		deepEqual([account.domain, account.proxied, account.server?.host], ["home.example", true, "192.168.1.2"]);
		deepEqual(account.credentials, { username: "bell", password: "", minimum: "SHA-256" });
	});

	it("name the doorbell even without a server", () => {
		const account = accountOf(settings());
		deepEqual([account.user, account.domain, account.server, account.proxied], ["doorbell", "", undefined, false]);
	});

	it("are complete with a registrar and a user", () => {
		equal(isConfigured(settings()), false);
		equal(isConfigured(settings({ "sip.registrar": "fritz.box" })), false);
		equal(isConfigured(settings({ "sip.user": "620" })), false);
		equal(isConfigured(settings({ "sip.registrar": "fritz.box", "sip.user": "620" })), true);
	});
});

describe("Settings as the doorbell's", () => {
	it("have a button's targets with their own time or the button's", () => {
		const { buttons } = doorbellSettings(
			settings({
				"button.1.targets": "22, sip:attic@192.168.1.30 10",
				"button.1.seconds": 20,
				"button.2.order": "sequence",
			}),
		);
		deepEqual(buttons, [
			{
				name: "Doorbell",
				targets: [
					{ address: "22", time: 20_000 },
					{ address: "sip:attic@192.168.1.30", time: 10_000 },
				],
				inOrder: false,
			},
			{ name: "Doorbell 2", targets: [], inOrder: true },
		]);
	});

	it("have times in milliseconds, and no code by default", () => {
		const { buttons, ...others } = doorbellSettings(settings());
		equal(buttons.length, 2);
		deepEqual(others, {
			configured: false,
			answer: "at once",
			answerDelay: 5_000,
			maximum: 300_000,
			hangUpAfterOpening: 0,
			codes: [
				{ digits: "", output: "door" },
				{ digits: "", output: "light" },
			],
			doorTime: 3_000,
			lightMode: "pulse",
			lightTime: 120_000,
		});
	});
});

describe("Settings as those of the sound", () => {
	it("put the chosen law first", () => {
		deepEqual(mediaSettings(settings()), {
			laws: ["PCMA", "PCMU"],
			port: 5004,
			microphoneGain: 100,
			volume: 100,
			silenceLimit: 60_000,
		});
		deepEqual(mediaSettings(settings({ "audio.codec": "PCMU" })).laws, ["PCMU", "PCMA"]);
	});
});

describe("Bell buttons of a host", () => {
	it("keep their numbers where one of them is missing", () => {
		const { clock, network } = place();
		const host = new VirtualHost({ network, address: DOOR, hash });
		const second = Object.assign(Object.create(host) as VirtualHost, {
			button: (index: number, onReadable: () => void) => (index === 2 ? host.button(2, onReadable) : undefined),
		});
		const pressed: number[] = [];
		const buttons: Buttons = new Buttons(second, () =>
			clock.timers.set(() => pressed.push(...buttons.expire(clock.now)), 30),
		);
		host.press(1);
		host.press(2);
		clock.advance(100);
		deepEqual(pressed, [2]);
		equal(buttons.deadline, Number.POSITIVE_INFINITY);
		buttons.close();
		host.release(2);
		equal(clock.pending, 0);
	});
});
