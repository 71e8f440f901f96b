import type { Row } from "../texts.ts";

/**
 * What the doorbell says, and its German. The English is a piece that tells one sentence from all others, which is
 * shorter than the sentence; `{}` stands for what the German takes over as `{0}`, `{1}` …. The first row that fits counts.
 */
export const DEVICE: readonly Row[] = [
	// Why it is not registered: modules/drivers/problems.ts
	["down", "kein Netz"],
	["resolved", "der Name der Telefonanlage ist unbekannt"],
	["not answer", "die Telefonanlage antwortet nicht"],
	["password is wrong", "laut Telefonanlage ist das Passwort falsch"],
	["may not", "die Telefonanlage will eine unbekannte Anmeldung"],
	["bell ({})", "die Telefonanlage erlaubt es nicht ({0})"],
	["user ({})", "die Telefonanlage kennt diesen Benutzer nicht ({0})"],
	["starting ({})", "die Telefonanlage ist überlastet ({0})"],
	["status {})", "die Telefonanlage lehnt ab ({0})"],
	["port {} is", "Port {0} ist belegt"],

	// How a call ended: modules/doorbell
	["side hung", "die andere Seite hat aufgelegt"],
	["any more", "die andere Seite antwortet nicht mehr"],
	["codec", "kein gemeinsamer Codec"],
	["lost", "die Verbindung ging verloren"],
	["missed", "verpasst"],
	["nobody", "niemand hat abgenommen"],
	["rejected", "abgewiesen"],
	["hung up", "an der Tür aufgelegt"],
	["cancelled", "an der Tür abgebrochen"],
	["disconnected", "getrennt"],
	["heard", "zu lange war nichts zu hören"],
	["longest", "die längste Gesprächszeit ist um"],
	["opened", "die Tür wurde geöffnet"],

	// What is wrong with a setting: modules/config
	["port,", "Name oder Adresse, auch mit Port"],
	["separated", "Namen mit Leerzeichen dazwischen"],
	["host name", "Name oder Adresse"],
	["name alone", "nur der Name, ohne sip: und @"],
	["keys 0", "nur die Tasten 0 bis 9, * und #"],
	["POSIX", "eine Zeitzone nach POSIX, etwa UTC0"],
	["most {} ch", "höchstens {0} Zeichen"],
	["control", "ein Text ohne Steuerzeichen"],
	["one of: {}", "eines von: {0}"],
	["whole number from {} to {}", "eine ganze Zahl von {0} bis {1}"],
	["even number from {} to {}", "eine gerade Zahl von {0} bis {1}"],
	["most {} t", "höchstens {0} Ziele"],
	["entry {} ({})", "Eintrag {0} ({1}): eine Nummer, name@host oder sip:name@host, dann auch 5 bis 120 Sekunden"],
	["number such", "eine Nummer, name@host oder sip:name@host"],
	["{} to {} ch", "{0} bis {1} Zeichen"],
	["is wrong", "ist falsch"],

	// What cannot be done: modules/web
	["call already", "es gibt schon ein Gespräch"],
	["call waits", "es wartet kein Anruf"],
	["no call", "es gibt kein Gespräch"],
	["stored", "das Passwort lässt sich nicht speichern"],
	["Another", "ein anderes Update läuft schon"],
	["refused: {}", "das Image wird abgelehnt: {0}"],
];
