/** The settings in German, and the names of their choices in both languages: what the schema does not say. */

import type { Section, SettingKey } from "../../modules/config/schema.ts";
import type { Words } from "../../web-assets/settings/schema.ts";

interface German {
	readonly title: string;
	readonly help: string;
}

const NAME: German = { title: "Name", help: "Ihr Name im Protokoll und auf dieser Seite." };
const TARGETS: German = {
	title: "Wen sie ruft",
	help: "Nummern wie **610 oder Adressen wie sip:dach@192.168.178.30, je Zeile eine, auf Wunsch mit Klingelzeit in Sekunden.",
};
const FALLBACK: German = {
	title: "Ersatz",
	help: "Wen sie außerdem ruft, wenn niemand zu erreichen ist; wie oben.",
};
const ORDER: German = { title: "Reihenfolge", help: "Ob es bei allen zugleich klingelt." };
const SECONDS: German = {
	title: "Klingelzeit",
	help: "So lange klingelt es bei jedem.",
};

/** Title and help of every setting. */
export const GERMAN_SETTINGS: Readonly<Record<SettingKey, German>> = {
	"sip.registrar": {
		title: "Telefonanlage",
		help: "Name oder Adresse der Anlage, etwa fritz.box; leer: keine.",
	},
	"sip.domain": {
		title: "Domäne",
		help: "Was hinter dem @ steht; leer: die Telefonanlage.",
	},
	"sip.user": { title: "Benutzer", help: "Name oder Nummer an der Telefonanlage, etwa 620." },
	"sip.auth-user": {
		title: "Anmeldename",
		help: "Anderer Name zur Anmeldung; leer: der Benutzer.",
	},
	"sip.password": { title: "Passwort", help: "Passwort der Klingel an der Telefonanlage." },
	"sip.display-name": { title: "Anzeigename", help: "Das zeigen die Telefone." },
	"sip.proxy": {
		title: "Ausgehender Proxy",
		help: "Ein Server für alle Anrufe; meistens leer.",
	},
	"sip.backup": {
		title: "Zweite Anlage",
		help: "Ihr Name oder ihre Adresse, solange die erste nicht antwortet; meistens leer.",
	},
	"sip.port": { title: "SIP-Port", help: "UDP-Port; 0: irgendein freier." },
	"sip.expires": {
		title: "Dauer der Anmeldung",
		help: "Die Telefonanlage kann weniger gewähren.",
	},
	"sip.networks": {
		title: "Direkte Anrufer",
		help: "Netze, deren Geräte die Tür unter ihrer Adresse anrufen dürfen; local: das eigene; leer: keine.",
	},
	"sip.keep-alive": {
		title: "Lebenszeichen",
		help: "Wie oft die Anlage gefragt wird, ob sie da ist; 0: nie.",
	},
	"sip.minimum-algorithm": {
		title: "Schwächste Anmeldung",
		help: "SHA-256 weist einer Anlage, die nur MD5 kennt, nichts nach.",
	},
	"rtp.port": { title: "Port für den Ton", help: "UDP-Port, gerade; 0: irgendein freier." },
	"rtp.silence-limit": {
		title: "Grenze der Stille",
		help: "Kommt so lange nichts an, endet das Gespräch.",
	},
	"audio.codec": {
		title: "Codec",
		help: "Wird zuerst angeboten.",
	},
	"audio.microphone-gain": {
		title: "Mikrofon",
		help: "Wie laut der Besucher zu hören ist.",
	},
	"audio.volume": { title: "Lautsprecher", help: "Wie laut die Tür spricht." },
	"button.1.name": NAME,
	"button.1.targets": TARGETS,
	"button.1.order": ORDER,
	"button.1.seconds": SECONDS,
	"button.1.fallback": FALLBACK,
	"button.2.name": NAME,
	"button.2.targets": TARGETS,
	"button.2.order": ORDER,
	"button.2.seconds": SECONDS,
	"button.2.fallback": FALLBACK,
	"phones.password": {
		title: "Passwort",
		help: "Damit melden sich Telefone unter beliebigem Namen an der Klingel selbst an; leer: keines.",
	},
	"call.answer": {
		title: "Ankommende Anrufe",
		help: "Wer sie annimmt.",
	},
	"call.answer-delay": {
		title: "Wartezeit",
		help: "Bis ein ankommender Anruf angenommen wird.",
	},
	"call.sign": {
		title: "Zeichen, dass es klingelt",
		help: "So lange wird darauf gewartet, bevor der Ersatz gerufen wird.",
	},
	"call.from": { title: "Wer anrufen darf", help: "Andere hören, dass niemand da ist." },
	"call.known": { title: "Bekannte Anrufer", help: "Nummern oder Adressen, je Zeile eine." },
	"call.login": {
		title: "Anmeldung der Anrufer",
		help: "Wer die Tür direkt anruft, nicht über die Anlage, meldet sich mit dem Passwort der Telefone an; ohne eines kann es niemand.",
	},
	"call.listening": { title: "Mikrofon", help: "In welchen Gesprächen die Tür zu hören ist." },
	"call.waiting": {
		title: "Zweiter Anrufer",
		help: "Was hört, wer während eines Gesprächs anruft.",
	},
	"call.transfer": {
		title: "Weitergabe durch das Telefon",
		help: "Ob die Klingel anruft, wen das Telefon nennt.",
	},
	"call.maximum": { title: "Längstes Gespräch", help: "Danach endet das Gespräch; vorher warnt ein Ton." },
	"call.hangup-after-opening": {
		title: "Auflegen nach dem Öffnen",
		help: "So lange nach dem Öffnen der Tür; 0: nie.",
	},
	"door.code": {
		title: "Türcode",
		help: "Tasten, die im Gespräch die Tür öffnen: 0 bis 9, * und #.",
	},
	"door.seconds": { title: "Öffnungszeit", help: "So lange ist der Türöffner an." },
	"second-door.seconds": { title: "Öffnungszeit", help: "So lange ist der zweite Türöffner an." },
	"light.code": {
		title: "Lichtcode",
		help: "Tasten, die im Gespräch das Licht schalten: 0 bis 9, * und #.",
	},
	"light.mode": {
		title: "Lichtschaltung",
		help: "Was der Code bewirkt.",
	},
	"light.seconds": { title: "Leuchtzeit", help: "So lange ist das Licht an." },
	"quiet.times": { title: "Ruhezeiten", help: "Etwa Mo-Fr 22:00-06:30, Sa So 23:00-08:00; leer: nie." },
	"quiet.targets": { title: "Wen die Tasten dann rufen", help: "Je Zeile einer; leer: niemanden." },
	"page.names": {
		title: "Weitere Namen dieser Seite",
		help: "Außer ihrer Adresse, doorbell und doorbell.local.",
	},
	"clock.zone": {
		title: "Zeitzone",
		help: "Eine POSIX-Regel; vorgegeben: Mitteleuropa.",
	},
};

export const GERMAN_SECTIONS: Readonly<Record<Section, string>> = {
	sip: "Telefonanlage",
	"button.1": "Erste Klingeltaste",
	"button.2": "Zweite Klingeltaste",
	phones: "Telefone ohne Anlage",
	call: "Anrufe",
	audio: "Ton",
	door: "Tür",
	"second-door": "Zweite Tür",
	light: "Licht",
	quiet: "Ruhezeiten",
	rtp: "Ton im Netz",
	page: "Diese Seite",
	clock: "Uhr",
};

/** Units, by the English ones. */
export const GERMAN_WORDS: Readonly<Record<string, string>> = {
	seconds: "Sekunden",
	percent: "Prozent",
};

/** Names of the choices, by setting (without the number of a button) and value. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
	"sip.minimum-algorithm": {
		MD5: { en: "MD5 (every PBX)", de: "MD5 (jede Anlage)" },
		"SHA-256": { en: "SHA-256 (safer)", de: "SHA-256 (sicherer)" },
	},
	"audio.codec": {
		PCMA: { en: "PCMA (Europe)", de: "PCMA (Europa)" },
		PCMU: { en: "PCMU (America, Japan)", de: "PCMU (Amerika, Japan)" },
	},
	"button.order": {
		parallel: { en: "All together", de: "Alle zugleich" },
		sequence: { en: "One after the other", de: "Einer nach dem anderen" },
	},
	"call.answer": {
		"at once": { en: "Answer at once", de: "Sofort abnehmen" },
		delayed: { en: "Answer after the delay", de: "Nach der Wartezeit abnehmen" },
		manual: { en: "Wait for a person", de: "Auf einen Menschen warten" },
	},
	"call.from": {
		everyone: { en: "Everyone", de: "Alle" },
		known: { en: "Known callers", de: "Bekannte Anrufer" },
		nobody: { en: "Nobody", de: "Niemand" },
	},
	"call.login": {
		nobody: { en: "Nobody", de: "Niemand" },
		"direct callers": { en: "Direct callers", de: "Direkte Anrufer" },
	},
	"call.listening": {
		"every call": { en: "Every call", de: "In jedem" },
		"placed calls": { en: "Only calls of the doorbell", de: "Nur wenn die Klingel anrief" },
	},
	"call.waiting": {
		busy: { en: "Busy", de: "Besetzt" },
		ringing: { en: "Ringing, to switch to", de: "Freizeichen, zum Wechseln" },
	},
	"call.transfer": {
		refused: { en: "Refuse", de: "Ablehnen" },
		followed: { en: "Follow", de: "Folgen" },
	},
	"light.mode": {
		pulse: { en: "On for a while", de: "Eine Weile an" },
		toggle: { en: "On and off in turn", de: "Abwechselnd an und aus" },
	},
};
