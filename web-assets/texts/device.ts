import type { Row } from "../texts.ts";

/**
 * What the doorbell says, and its German. The English is a piece that tells one sentence from all others, which is
 * shorter than the sentence; `{}` stands for what the German takes over as `{0}`, `{1}` …. The first row that fits counts.
 */
export const DEVICE: readonly Row[] = [
	// Why nothing rings: modules/doorbell/hunt.ts, modules/drivers/telephone.ts
	["ringing from {} within {} s", "{0} gibt binnen {1} s kein Zeichen, dass es klingelt"],
	["{} is not reg", "{0} ist nicht an der Klingel angemeldet"],

	// What somebody tried at the phone: modules/doorbell/access.ts
	["Wrong code", "falscher Code am Telefon"],

	// What came of hold and transfer: modules/doorbell/talks.ts
	["be put", "die andere Seite lässt sich nicht halten"],
	["not take", "die andere Seite nahm das Gespräch nicht zurück"],
	["not transfer c", "nicht weitergegeben: die andere Seite kann es nicht"],
	["transferred: {} was", "nicht weitergegeben: {0} gibt es nicht"],
	["transferred: {} is", "nicht weitergegeben: {0} ist besetzt"],
	["transferred: {} decl", "nicht weitergegeben: {0} hat abgewiesen"],
	["transferred: no answer from {}", "nicht weitergegeben: {0} nimmt nicht ab"],
	["transferred: {}", "nicht weitergegeben ({0})"],

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

	// What is wrong with a setting, or with a code: modules/config
	["one of: {}", "eines von: {0}"],
	["networks such", "local, oder Netze wie 192.168.178.0/24"],

	// How a call ended: modules/doorbell
	["side hung", "die andere Seite hat aufgelegt"],
	["any more", "die andere Seite antwortet nicht mehr"],
	["codec", "kein gemeinsamer Codec"],
	["lost", "die Verbindung ging verloren"],
	["missed", "verpasst"],
	["transferred to {}", "weitergegeben an {0}"],
	["nobody", "niemand hat abgenommen"],
	["rejected", "abgewiesen"],
	["hung up", "an der Tür aufgelegt"],
	["cancelled", "an der Tür abgebrochen"],
	["disconnected", "getrennt"],
	["heard", "zu lange war nichts zu hören"],
	["longest", "die längste Gesprächszeit ist um"],
	["opened", "die Tür wurde geöffnet"],

	// What else is wrong with a setting or a code
	["port,", "Name oder Adresse, auch mit Port"],
	["separated", "Namen mit Leerzeichen dazwischen"],
	["host name", "Name oder Adresse"],
	["name alone", "nur der Name, ohne sip: und @"],
	["keys 0", "nur die Tasten 0 bis 9, * und #"],
	["POSIX", "eine Zeitzone nach POSIX, etwa UTC0"],
	["most {} ch", "höchstens {0} Zeichen"],
	["control", "ein Text ohne Steuerzeichen"],
	["whole number from {} to {}", "eine ganze Zahl von {0} bis {1}"],
	["even number from {} to {}", "eine gerade Zahl von {0} bis {1}"],
	["most {} t", "höchstens {0} Ziele"],
	["entry {} ({})", "Eintrag {0} ({1}): eine Nummer, name@host oder sip:name@host, dann auch 5 bis 120 Sekunden"],
	["user@host", "eine Nummer, name@host oder sip:name@host"],
	["most {} ca", "höchstens {0} Anrufer"],
	["such as Mo", "Zeiten wie Mo-Fr 22:00-06:30, Sa So 23:00-08:00"],
	["anybody may", "weniger als 4 Tasten kann jeder ausprobieren"],
	["another code", "diese Tasten hat schon ein anderer Code"],
	["least {} ch", "mindestens {0} Zeichen"],
	["{} to {} ch", "{0} bis {1} Zeichen"],
	["is wrong", "ist falsch"],

	// What cannot be done: modules/web
	["call already", "es gibt schon ein Gespräch"],
	["call waits", "es wartet kein Anruf"],
	["no call", "es gibt kein Gespräch"],
	["answered call", "es gibt kein angenommenes Gespräch"],
	["second call", "es gibt kein zweites Gespräch"],
	["hold already", "das Gespräch wird schon gehalten"],
	["not on hold", "das Gespräch wird nicht gehalten"],
	["transferred already", "das Gespräch wird schon weitergegeben"],

	["stored", "das lässt sich nicht speichern"],
	["Another", "ein anderes Update läuft schon"],
	["refused: {}", "das Image wird abgelehnt: {0}"],
];
