import { deepEqual, equal } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { defaults } from "../../modules/config/settings.ts";
import { Buttons } from "../../modules/drivers/buttons.ts";
import { HouseSettings } from "../../modules/drivers/house-settings.ts";
import { accountOf, isConfigured, mediaSettings } from "../../modules/drivers/settings.ts";
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
			keepAlive: 60_000,
		});
		equal(server?.text, "sip:fritz.box:5070");
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
		const { buttons } = new HouseSettings(
			settings({
				"button.1.targets": "22, sip:attic@192.168.1.30 10",
				"button.1.seconds": 20,
				"button.2.order": "sequence",
			}),
		);
		const [first, second] = buttons;
		deepEqual(first?.targets, [
			{ address: "22", time: 20_000 },
			{ address: "sip:attic@192.168.1.30", time: 10_000 },
		]);
		deepEqual([first?.name, first?.inOrder, first?.fallback], ["Doorbell", false, []]);
		deepEqual([second?.name, second?.inOrder, second?.targets], ["Doorbell 2", true, []]);
	});

	it("have a fall-back for each button, in its form and time", () => {
		const { buttons } = new HouseSettings(
			settings({ "button.1.targets": "22", "button.2.fallback": "**610 15, attic@home", "button.2.seconds": 45 }),
		);
		deepEqual(buttons[0]?.fallback, []);
		deepEqual(buttons[1]?.fallback, [
			{ address: "**610", time: 15_000 },
			{ address: "attic@home", time: 45_000 },
		]);
	});

	it("have times in milliseconds", () => {
		const house = new HouseSettings(settings());
		deepEqual([house.sign, house.answerDelay, house.maximum, house.hangUpAfterOpening], [8_000, 5_000, 300_000, 0]);
		deepEqual([house.doorTime, house.secondDoorTime, house.lightTime], [3_000, 3_000, 120_000]);
	});

	it("let everyone call and listen at once, and are never quiet, by default", () => {
		const { configured, from, answer, listening, waiting, transfer, quiet } = new HouseSettings(settings());
		deepEqual(
			[configured, from, answer, listening, waiting, transfer],
			[false, "everyone", "at once", "every call", "busy", "refused"],
		);
		deepEqual([quiet.set, quiet.targets], [false, []]);
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
		const buttons: Buttons = new Buttons(second, {
			settle: () => clock.timers.set(() => pressed.push(...buttons.expire(clock.now)), 30),
		});
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
