import { host, keys, names, networks, phones, server, user, zone } from "./rules.ts";
import { SCHEDULE_LENGTH, scheduleRule } from "./schedule.ts";
import { choice, number, targets, text } from "./setting.ts";
import { callersRule, RING_MAXIMUM, RING_MINIMUM, targetsRule } from "./targets.ts";

/** Bell buttons that have settings. */
export const BUTTONS = 2;

const TARGETS = targets(
	"Whom it rings",
	"Numbers such as **610 or addresses such as sip:attic@192.168.178.30, one per line, perhaps with a ring time in seconds.",
	{ fallback: "", maximum: 240, applies: "at once", rule: targetsRule },
);
const FALLBACK = targets("Fall-back", "Who is rung when nobody can be reached, besides the others; as above.", {
	fallback: "",
	maximum: 120,
	applies: "at once",
	rule: targetsRule,
});
const ORDER = choice("Order", "Whether all of them ring at once.", {
	fallback: "parallel",
	choices: Object.freeze(["parallel", "sequence"] as const),
	applies: "at once",
});
const SECONDS = number("Ring time", "How long each of them rings.", {
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
	"sip.registrar": text("PBX", "Name or address of the phone system, such as fritz.box; empty: none.", {
		fallback: "",
		maximum: 96,
		applies: "registration",
		rule: server,
	}),
	"sip.domain": text("Domain", "What stands behind the @; empty: the PBX.", {
		fallback: "",
		maximum: 96,
		applies: "registration",
		rule: host,
	}),
	"sip.user": text("User", "Name or number at the PBX, such as 620.", {
		fallback: "",
		maximum: 64,
		applies: "registration",
		rule: user,
	}),
	"sip.auth-user": text("Authentication name", "Another name for the log-in; empty: the user.", {
		fallback: "",
		maximum: 64,
		applies: "registration",
	}),
	"sip.password": text("Password", "Password of the doorbell at the PBX.", {
		fallback: "",
		maximum: 64,
		secret: true,
		applies: "registration",
	}),
	"sip.display-name": text("Display name", "What the phones show.", {
		fallback: "Doorbell",
		maximum: 32,
		applies: "registration",
	}),
	"sip.proxy": text("Outbound proxy", "A server for all calls; mostly empty.", {
		fallback: "",
		maximum: 96,
		applies: "registration",
		rule: server,
	}),
	"sip.backup": text("Second PBX", "Its name or address, used while the first does not answer; mostly empty.", {
		fallback: "",
		maximum: 96,
		applies: "registration",
		rule: server,
	}),
	"sip.port": number("SIP port", "UDP port; 0: any free one.", {
		fallback: 5060,
		minimum: 1,
		maximum: 65535,
		zero: "any free port",
		applies: "registration",
	}),
	"sip.expires": number("Registration time", "The PBX may grant less.", {
		fallback: 3600,
		minimum: 60,
		maximum: 7200,
		unit: "seconds",
		applies: "registration",
	}),
	"sip.networks": text(
		"Direct callers",
		"Networks whose devices may call the door by its address; local: its own; empty: none.",
		{
			fallback: "local",
			maximum: 96,
			applies: "at once",
			rule: networks,
		},
	),
	"sip.keep-alive": number("Keep-alive", "How often the PBX is asked whether it is there; 0: never.", {
		fallback: 60,
		minimum: 15,
		maximum: 300,
		zero: "never",
		unit: "seconds",
		applies: "registration",
	}),
	"sip.minimum-algorithm": choice("Weakest log-in", "SHA-256 proves nothing to a PBX that knows only MD5.", {
		fallback: "MD5",
		choices: Object.freeze(["MD5", "SHA-256"] as const),
		applies: "registration",
	}),

	"rtp.port": number("Sound port", "UDP port, even; 0: any free one.", {
		fallback: 5004,
		minimum: 1024,
		maximum: 65534,
		even: true,
		zero: "any free port",
		applies: "at once",
	}),
	"rtp.silence-limit": number("Silence limit", "A call ends when nothing is received for so long.", {
		fallback: 60,
		minimum: 60,
		maximum: 600,
		unit: "seconds",
		applies: "at once",
	}),

	"audio.codec": choice("Codec", "It is offered first.", {
		fallback: "PCMA",
		choices: Object.freeze(["PCMA", "PCMU"] as const),
		applies: "at once",
	}),
	"audio.microphone-gain": number("Microphone", "How loud the visitor is heard.", {
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

	"button.1.name": text("Name", "Its name in the log and on the page.", {
		fallback: "Doorbell",
		maximum: 32,
		applies: "at once",
	}),
	"button.1.targets": TARGETS,
	"button.1.order": ORDER,
	"button.1.seconds": SECONDS,
	"button.1.fallback": FALLBACK,
	"button.2.name": text("Name", "Its name in the log and on the page.", {
		fallback: "Doorbell 2",
		maximum: 32,
		applies: "at once",
	}),
	"button.2.targets": TARGETS,
	"button.2.order": ORDER,
	"button.2.seconds": SECONDS,
	"button.2.fallback": FALLBACK,

	"phones.password": text(
		"Password",
		"With it, phones log in at the doorbell itself, under any name; empty: none may.",
		{
			fallback: "",
			maximum: 64,
			secret: true,
			applies: "at once",
			rule: phones,
		},
	),

	"call.answer": choice("Incoming calls", "Who answers them.", {
		fallback: "at once",
		choices: Object.freeze(["at once", "delayed", "manual"] as const),
		applies: "at once",
	}),
	"call.answer-delay": number("Delay", "Until an incoming call is answered.", {
		fallback: 5,
		minimum: 1,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),
	"call.sign": number("Sign of ringing", "How long to wait for one before the fall-back is rung.", {
		fallback: 8,
		minimum: 3,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),
	"call.from": choice("Who may call", "Others hear that nobody is there.", {
		fallback: "everyone",
		choices: Object.freeze(["everyone", "known", "nobody"] as const),
		applies: "at once",
	}),
	"call.known": targets("Known callers", "Numbers or addresses, one per line.", {
		fallback: "",
		maximum: 240,
		applies: "at once",
		rule: callersRule,
	}),
	"call.login": choice(
		"Log-in of callers",
		"Who calls the door directly, not by the PBX, logs in with the password of the phones; while there is none, nobody can.",
		{
			fallback: "nobody",
			choices: Object.freeze(["nobody", "direct callers"] as const),
			applies: "at once",
		},
	),
	"call.listening": choice("Microphone", "In which calls the door can be listened to.", {
		fallback: "every call",
		choices: Object.freeze(["every call", "placed calls"] as const),
		applies: "at once",
	}),
	"call.waiting": choice("Second caller", "What one who calls during a call hears.", {
		fallback: "busy",
		choices: Object.freeze(["busy", "ringing"] as const),
		applies: "at once",
	}),
	"call.transfer": choice("Transfer by the phone", "Whether the doorbell calls whom the phone names.", {
		fallback: "refused",
		choices: Object.freeze(["refused", "followed"] as const),
		applies: "at once",
	}),
	"call.maximum": number("Longest call", "Then the call ends; a tone warns before.", {
		fallback: 300,
		minimum: 30,
		maximum: 3600,
		unit: "seconds",
		applies: "at once",
	}),
	"call.hangup-after-opening": number("Hang up after opening", "So long after the door was opened; 0: never.", {
		fallback: 0,
		minimum: 0,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),

	"door.code": text("Door code", "Keys that open the door during a call: 0 to 9, * and #.", {
		fallback: "",
		maximum: 12,
		secret: true,
		applies: "at once",
		rule: keys,
	}),
	"door.seconds": number("Opening time", "How long the door opener is on.", {
		fallback: 3,
		minimum: 1,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),

	"second-door.seconds": number("Opening time", "How long the second door opener is on.", {
		fallback: 3,
		minimum: 1,
		maximum: 30,
		unit: "seconds",
		applies: "at once",
	}),

	"light.code": text("Light code", "Keys that switch the light during a call: 0 to 9, * and #.", {
		fallback: "",
		maximum: 12,
		secret: true,
		applies: "at once",
		rule: keys,
	}),
	"light.mode": choice("Light mode", "What the code does.", {
		fallback: "pulse",
		choices: Object.freeze(["pulse", "toggle"] as const),
		applies: "at once",
	}),
	"light.seconds": number("Light time", "How long the light is on.", {
		fallback: 120,
		minimum: 1,
		maximum: 3600,
		unit: "seconds",
		applies: "at once",
	}),

	"quiet.times": text("Quiet hours", "Such as Mo-Fr 22:00-06:30, Sa Su 23:00-08:00; empty: never.", {
		fallback: "",
		maximum: SCHEDULE_LENGTH,
		applies: "at once",
		rule: scheduleRule,
	}),
	"quiet.targets": targets("Whom the buttons ring then", "One per line; empty: nobody.", {
		fallback: "",
		maximum: 160,
		applies: "at once",
		rule: targetsRule,
	}),

	"page.names": text("Other names of this page", "Besides its address, doorbell and doorbell.local.", {
		fallback: "",
		maximum: 96,
		applies: "at once",
		rule: names,
	}),

	"clock.zone": text("Time zone", "A POSIX rule; that of Central Europe by default.", {
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
	phones: "Phones without a PBX",
	call: "Calls",
	audio: "Sound",
	door: "Door",
	"second-door": "Second door",
	light: "Light",
	quiet: "Quiet hours",
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
