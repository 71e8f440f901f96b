/** The settings in German, and the names of their choices in both languages: what the schema does not say. */

import type { Section, SettingKey } from "../../modules/config/schema.ts";

/** A text in the languages of the control page. */
export interface Words {
	readonly en: string;
	readonly de: string;
}

interface German {
	readonly title: string;
	readonly help: string;
}

const NAME: German = { title: "Name", help: "So heißt die Taste im Protokoll und auf dieser Seite." };
const TARGETS: German = {
	title: "Wen sie ruft",
	help:
		"Nummern der Telefonanlage wie **610 oder Adressen wie sip:dach@192.168.178.30, getrennt durch Komma oder Zeile; " +
		"eine Zahl dahinter ist die eigene Klingelzeit in Sekunden.",
};
const ORDER: German = { title: "Reihenfolge", help: "Ruft alle zugleich oder einen nach dem anderen." };
const SECONDS: German = {
	title: "Klingelzeit",
	help: "So lange klingelt es bei jedem, bevor die Klingel aufgibt oder den Nächsten ruft.",
};

/** Title and help of every setting. */
export const GERMAN_SETTINGS: Readonly<Record<SettingKey, German>> = {
	"sip.registrar": {
		title: "Telefonanlage",
		help: "Name oder Adresse der Anlage, etwa fritz.box; leer: Telefone werden ohne Anlage gerufen.",
	},
	"sip.domain": {
		title: "Domäne",
		help: "Was in der eigenen Adresse der Klingel hinter dem @ steht; leer: die Telefonanlage.",
	},
	"sip.user": { title: "Benutzer", help: "Name oder Nummer der Klingel an der Telefonanlage, etwa 620." },
	"sip.auth-user": {
		title: "Anmeldename",
		help: "Nur nötig, wenn die Anlage zur Anmeldung einen anderen Namen verlangt; leer: der Benutzer.",
	},
	"sip.password": { title: "Passwort", help: "Passwort der Klingel an der Telefonanlage." },
	"sip.display-name": { title: "Anzeigename", help: "Das zeigen die Telefone, wenn es klingelt." },
	"sip.proxy": {
		title: "Ausgehender Proxy",
		help: "Ein Server, über den alle Anrufe gehen; in den meisten Häusern bleibt das leer.",
	},
	"sip.port": { title: "SIP-Port", help: "UDP-Port, auf dem die Klingel angerufen wird; 0: irgendein freier." },
	"sip.expires": {
		title: "Dauer der Anmeldung",
		help: "So lange möchte die Klingel angemeldet sein; die Anlage kann weniger gewähren.",
	},
	"sip.minimum-algorithm": {
		title: "Schwächste Anmeldung",
		help: "Mit SHA-256 weist die Klingel ihr Passwort keiner Anlage nach, die nur MD5 kennt.",
	},
	"rtp.port": { title: "Port für den Ton", help: "UDP-Port für den Ton, eine gerade Zahl; 0: irgendein freier." },
	"rtp.silence-limit": {
		title: "Grenze der Stille",
		help: "Ein Gespräch endet, wenn so lange überhaupt nichts mehr ankommt.",
	},
	"audio.codec": {
		title: "Codec",
		help: "Kodierung des Tons, die zuerst angeboten wird: PCMA in Europa, PCMU in Amerika und Japan.",
	},
	"audio.microphone-gain": {
		title: "Mikrofon",
		help: "Wie laut der Besucher zu hören ist; 100 lässt den Ton, wie er ist.",
	},
	"audio.volume": { title: "Lautsprecher", help: "Wie laut die Tür spricht." },
	"button.1.name": NAME,
	"button.1.targets": TARGETS,
	"button.1.order": ORDER,
	"button.1.seconds": SECONDS,
	"button.2.name": NAME,
	"button.2.targets": TARGETS,
	"button.2.order": ORDER,
	"button.2.seconds": SECONDS,
	"call.answer": {
		title: "Ankommende Anrufe",
		help: "Nimmt sofort ab, nach einer Wartezeit oder erst, wenn es jemand sagt.",
	},
	"call.answer-delay": {
		title: "Wartezeit",
		help: "So lange klingelt ein ankommender Anruf, bevor abgenommen wird, wenn eine Wartezeit gewählt ist.",
	},
	"call.maximum": { title: "Längstes Gespräch", help: "Danach endet ein Gespräch; vorher warnt ein Ton." },
	"call.hangup-after-opening": {
		title: "Auflegen nach dem Öffnen",
		help: "So lange nach dem Öffnen der Tür endet das Gespräch; 0: von selbst nie.",
	},
	"door.code": {
		title: "Türcode",
		help: "Tasten, die im Gespräch die Tür öffnen, 0 bis 9, * und #; solange hier nichts steht, öffnet keine.",
	},
	"door.seconds": { title: "Öffnungszeit", help: "So lange bleibt der Türöffner eingeschaltet." },
	"light.code": {
		title: "Lichtcode",
		help: "Tasten, die im Gespräch das Licht schalten, 0 bis 9, * und #; solange hier nichts steht, schaltet keine.",
	},
	"light.mode": {
		title: "Lichtschaltung",
		help: "Schaltet das Licht für eine Weile ein oder abwechselnd ein und aus.",
	},
	"light.seconds": { title: "Leuchtzeit", help: "So lange bleibt das Licht an, wenn es für eine Weile leuchtet." },
	"page.names": {
		title: "Weitere Namen dieser Seite",
		help:
			"Unter denen sie aufgerufen wird, außer ihrer Adresse und Namen wie doorbell oder doorbell.local; " +
			"eine Seite mit anderem Namen wird abgewiesen.",
	},
	"clock.zone": {
		title: "Zeitzone",
		help: "Regel der Ortszeit in der Schreibweise von POSIX; voreingestellt ist die von Mitteleuropa.",
	},
};

export const GERMAN_SECTIONS: Readonly<Record<Section, string>> = {
	sip: "Telefonanlage",
	"button.1": "Erste Klingeltaste",
	"button.2": "Zweite Klingeltaste",
	call: "Anrufe",
	audio: "Ton",
	door: "Tür",
	light: "Licht",
	rtp: "Ton im Netz",
	page: "Diese Seite",
	clock: "Uhr",
};

/** Units and meanings of zero, by the English ones. */
export const GERMAN_WORDS: Readonly<Record<string, string>> = {
	seconds: "Sekunden",
	percent: "Prozent",
	"any free port": "irgendein freier Port",
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
	"light.mode": {
		pulse: { en: "On for a while", de: "Eine Weile an" },
		toggle: { en: "On and off in turn", de: "Abwechselnd an und aus" },
	},
};
