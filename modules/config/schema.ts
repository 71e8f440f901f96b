import { host, keys, names, server, user, zone } from "./rules.ts";
import { choice, number, targets, text } from "./setting.ts";
import { RING_MAXIMUM, RING_MINIMUM, targetsRule } from "./targets.ts";

/** Bell buttons that have settings. */
export const BUTTONS = 2;

const TARGETS = targets(
	"Whom it rings",
	"Numbers at the PBX such as **610, or addresses such as sip:attic@192.168.178.30, separated by commas or lines; " +
		"a number of seconds behind one of them is its own ring time.",
	{ fallback: "", maximum: 320, applies: "at once", rule: targetsRule },
);
const ORDER = choice("Order", "Rings all of them together or one after the other.", {
	fallback: "parallel",
	choices: ["parallel", "sequence"],
	applies: "at once",
});
const SECONDS = number("Ring time", "How long each of them rings before the doorbell gives up or tries the next.", {
	fallback: 30,
	minimum: RING_MINIMUM,
	maximum: RING_MAXIMUM,
	unit: "seconds",
	applies: "at once",
});

/**
 * Every setting of the doorbell, once: its form, its limits, its meaning. What stands before the last dot of a key is its
 * section.
 */
export const SCHEMA = Object.freeze({
	"sip.registrar": text(
		"PBX",
		"Name or address of the phone system, such as fritz.box; leave it empty to call phones without one.",
		{ fallback: "", maximum: 128, applies: "registration", rule: server },
	),
	"sip.domain": text("Domain", "The part behind the @ of the doorbell's own address; empty means the PBX.", {
		fallback: "",
		maximum: 128,
		applies: "registration",
		rule: host,
	}),
	"sip.user": text("User", "Name or number of the doorbell at the PBX, such as 620.", {
		fallback: "",
		maximum: 64,
		applies: "registration",
		rule: user,
	}),
	"sip.auth-user": text(
		"Authentication name",
		"Only where the PBX wants another name for the log-in; empty means the user.",
		{
			fallback: "",
			maximum: 64,
			applies: "registration",
		},
	),
	"sip.password": text("Password", "Password of the doorbell at the PBX.", {
		fallback: "",
		maximum: 64,
		secret: true,
		applies: "registration",
	}),
	"sip.display-name": text("Display name", "What the phones show when the doorbell rings.", {
		fallback: "Doorbell",
		maximum: 32,
		applies: "registration",
	}),
	"sip.proxy": text("Outbound proxy", "A server that all calls go through; most houses leave it empty.", {
		fallback: "",
		maximum: 128,
		applies: "registration",
		rule: server,
	}),
	"sip.port": number("SIP port", "UDP port on which the doorbell is called; 0 means any free one.", {
		fallback: 5060,
		minimum: 1,
		maximum: 65535,
		zero: "any free port",
		applies: "registration",
	}),
	"sip.expires": number(
		"Registration time",
		"For how long the doorbell asks to be registered; the PBX may grant less.",
		{
			fallback: 3600,
			minimum: 60,
			maximum: 7200,
			unit: "seconds",
			applies: "registration",
		},
	),
	"sip.minimum-algorithm": choice(
		"Weakest log-in",
		"With SHA-256 the doorbell does not prove its password to a PBX that knows only MD5.",
		{ fallback: "MD5", choices: ["MD5", "SHA-256"], applies: "registration" },
	),

	"rtp.port": number("Sound port", "UDP port for the sound, an even number; 0 means any free one.", {
		fallback: 5004,
		minimum: 1024,
		maximum: 65534,
		even: true,
		zero: "any free port",
		applies: "at once",
	}),
	"rtp.silence-limit": number("Silence limit", "A call ends when nothing at all was received for so long.", {
		fallback: 60,
		minimum: 60,
		maximum: 600,
		unit: "seconds",
		applies: "at once",
	}),

	"audio.codec": choice(
		"Codec",
		"Coding of the sound that is offered first: PCMA in Europe, PCMU in America and Japan.",
		{
			fallback: "PCMA",
			choices: ["PCMA", "PCMU"],
			applies: "at once",
		},
	),
	"audio.microphone-gain": number("Microphone", "How loud the visitor is heard; 100 leaves the sound as it is.", {
		fallback: 100,
		minimum: 0,
		maximum: 200,
		unit: "percent",
		applies: "at once",
	}),
	"audio.volume": number("Loudspeaker", "How loud the door speaks.", {
		fallback: 100,
		minimum: 0,
		maximum: 100,
		unit: "percent",
		applies: "at once",
	}),

	"button.1.name": text("Name", "What the log and the page call this button.", {
		fallback: "Doorbell",
		maximum: 32,
		applies: "at once",
	}),
	"button.1.targets": TARGETS,
	"button.1.order": ORDER,
	"button.1.seconds": SECONDS,
	"button.2.name": text("Name", "What the log and the page call this button.", {
		fallback: "Doorbell 2",
		maximum: 32,
		applies: "at once",
	}),
	"button.2.targets": TARGETS,
	"button.2.order": ORDER,
	"button.2.seconds": SECONDS,

	"call.answer": choice("Incoming calls", "Answers at once, after a delay, or only when someone tells it to.", {
		fallback: "at once",
		choices: ["at once", "delayed", "manual"],
		applies: "at once",
	}),
	"call.answer-delay": number(
		"Delay",
		"How long an incoming call rings before it is answered, where a delay is chosen.",
		{
			fallback: 5,
			minimum: 1,
			maximum: 30,
			unit: "seconds",
			applies: "at once",
		},
	),
	"call.maximum": number("Longest call", "A call ends after so long; a tone warns before.", {
		fallback: 300,
		minimum: 30,
		maximum: 3600,
		unit: "seconds",
		applies: "at once",
	}),
	"call.hangup-after-opening": number(
		"Hang up after opening",
		"Ends the call so long after the door was opened; 0 never does.",
		{
			fallback: 0,
			minimum: 0,
			maximum: 30,
			unit: "seconds",
			applies: "at once",
		},
	),

	"door.code": text(
		"Door code",
		"Keys that open the door during a call, 0 to 9, * and #; while it is empty, none do.",
		{
			fallback: "",
			maximum: 12,
			secret: true,
			applies: "at once",
			rule: keys,
		},
	),
	"door.seconds": number("Opening time", "How long the door opener is switched on.", {
		fallback: 3,
		minimum: 1,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),

	"light.code": text(
		"Light code",
		"Keys that switch the light during a call, 0 to 9, * and #; while it is empty, none do.",
		{
			fallback: "",
			maximum: 12,
			secret: true,
			applies: "at once",
			rule: keys,
		},
	),
	"light.mode": choice("Light mode", "Switches the light on for a while, or on and off in turn.", {
		fallback: "pulse",
		choices: ["pulse", "toggle"],
		applies: "at once",
	}),
	"light.seconds": number("Light time", "How long the light stays on after a pulse.", {
		fallback: 120,
		minimum: 1,
		maximum: 3600,
		unit: "seconds",
		applies: "at once",
	}),

	"page.names": text(
		"Other names of this page",
		"Under which it is opened besides its address and names such as doorbell or doorbell.local; a page of another name is refused.",
		{ fallback: "", maximum: 128, applies: "at once", rule: names },
	),

	"clock.zone": text("Time zone", "Rule for local time in the POSIX form; the one given is that of Central Europe.", {
		fallback: "CET-1CEST,M3.5.0,M10.5.0/3",
		maximum: 64,
		applies: "at once",
		rule: zone,
	}),
});

/** Titles of the sections, in the order of the page. */
export const SECTIONS = Object.freeze({
	sip: "Phone system",
	"button.1": "First bell button",
	"button.2": "Second bell button",
	call: "Calls",
	audio: "Sound",
	door: "Door",
	light: "Light",
	rtp: "Sound over the network",
	page: "Control page",
	clock: "Clock",
});

export type SettingKey = keyof typeof SCHEMA;
export type Section = keyof typeof SECTIONS;

export function sectionOf(key: SettingKey): Section {
	return key.slice(0, key.lastIndexOf(".")) as Section;
}

/** Values of all settings. */
export type Settings = { readonly [Key in SettingKey]: (typeof SCHEMA)[Key]["fallback"] };
