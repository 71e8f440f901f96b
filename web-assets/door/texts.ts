/** Texts of the tab "Door", which come with its script: [English, German]. */

import type { Row } from "../texts.ts";

export const codes: Row = ["Door codes", "Türcodes"];
export const codesHelp: Row = [
	"Typed on the phone during a call with the door.",
	"Im Gespräch mit der Tür am Telefon zu drücken.",
];
export const ofHouse: Row = ["{0}: code of the house", "{0}: Code des Hauses"];
export const code: Row = ["Code {0}", "Code {0}"];
export const unset: Row = ["not set", "nicht gesetzt"];
export const add: Row = ["Add a code", "Code hinzufügen"];
export const change: Row = ["Change", "Ändern"];
export const remove: Row = ["Delete", "Löschen"];

export const name: Row = ["Name", "Name"];
export const keys: Row = ["Keys", "Tasten"];
export const keysHelp: Row = [
	"1 to 12 of 0 to 9, * and #. They are never shown again.",
	"1 bis 12 aus 0 bis 9, * und #. Sie werden nie wieder gezeigt.",
];
export const keysKept: Row = ["unchanged", "unverändert"];
export const keysShort: Row = [
	"Fewer than four are soon tried out by anybody who calls: they count only for known callers (in the settings: Calls) and in calls of the doorbell.",
	"Weniger als vier hat jeder Anrufer bald durchprobiert: sie gelten nur für bekannte Anrufer (in den Einstellungen: Anrufe) und in Anrufen der Klingel.",
];
export const output: Row = ["Output", "Ausgang"];
export const door: Row = ["Door", "Tür"];
export const action: Row = ["Mode", "Schaltung"];
export const pulse: Row = ["for a while", "eine Weile"];
export const toggle: Row = ["on and off in turn", "abwechselnd an und aus"];
export const callers: Row = ["For whom", "Für wen"];
export const everyone: Row = ["everyone", "alle"];
export const known: Row = ["known callers", "bekannte Anrufer"];
export const placed: Row = ["calls of the doorbell", "Anrufe der Klingel"];
export const weekly: Row = ["Times of the week", "Wochenzeiten"];
export const weeklyHelp: Row = [
	"Such as Mo-Fr 08:00-18:00, Sa 10:00-12:00; empty: always.",
	"Etwa Mo-Fr 08:00-18:00, Sa 10:00-12:00; leer: immer.",
];
export const once: Row = ["only once", "nur einmal"];

export const audit: Row = ["What happened", "Was geschah"];
export const auditNone: Row = ["Nothing so far.", "Bisher nichts."];

/** What the doorbell calls what happened. */
export const KINDS: readonly Row[] = [
	["opened", "geöffnet"],
	["login-refused", "Anmeldung abgewiesen"],
	["refused", "abgewiesen"],
	["locked", "gesperrt"],
	["login", "Anmeldung"],
	["password", "Passwort"],
	["setting", "Einstellung"],
	["quiet", "Nicht stören"],
	["restart", "Neustart"],
];

/** What the doorbell says of it, as texts/device.ts has the rest. */
export const DEVICE: readonly Row[] = [
	["Second door opened by {}", "zweite Tür mit {0}"],
	["Second door", "zweite Tür von dieser Seite aus"],
	["opened by {}", "mit {0}"],
	["opened", "von dieser Seite aus"],
	["{} refused: not for", "{0}: nicht für diesen Anrufer"],
	["{} refused: not at", "{0}: nicht um diese Zeit"],
	["{} refused: its", "{0}: abgelaufen"],
	["{} refused: the", "{0}: die Uhrzeit ist unbekannt"],
	["Wrong code", "falscher Code"],
	["out for {} min", "{0} min lang nach zu vielen falschen Codes"],
	["Wrong", "falsches Passwort"],
	["Logged", "auf dieser Seite"],
	["page set", "gesetzt"],
	["page", "geändert"],
	["Settings changed: {}", "geändert: {0}"],
	["{} set", "{0} gesetzt"],
	["{} changed", "{0} geändert"],
	["{} deleted", "{0} gelöscht"],
	["restored", "zurückgeholt"],
	["ended", "beendet"],
	["for {} min", "{0} min lang"],
	["Power-up", "eingeschaltet"],
	["Restart", "von dieser Seite aus"],
	["Factory", "Werkszustand"],
	["Firmware", "neue Firmware"],
];
