/** Texts of the settings: [English, German]. */

import type { Row } from "../texts.ts";

export const whichSystem: Row = ["Which phone system?", "Welche Telefonanlage?"];
export const range: Row = ["{0} to {1}.", "{0} bis {1}."];
export const phoneSetUp: Row = [
	"In the phone: server {0}, any user name, and this password.",
	"Im Telefon: Server {0}, ein beliebiger Benutzername und dieses Passwort.",
];
export const fixPort: Row = [
	"Phones find the doorbell only at a SIP port other than 0.",
	"Telefone finden die Klingel nur an einem anderen SIP-Port als 0.",
];
export const noPhones: Row = ["No phone is registered here.", "Hier ist kein Telefon angemeldet."];
export const bareNumber: Row = ["A FRITZ!Box rings {0} only as **{0}.", "Eine FRITZ!Box ruft {0} nur als **{0}."];
export const isSet: Row = ["is set", "ist gesetzt"];
export const isNotSet: Row = ["is not set", "ist nicht gesetzt"];
export const clear: Row = ["Clear", "Löschen"];
export const changesToSave: Row = ["Changes: {0}", "Änderungen: {0}"];
export const discard: Row = ["Discard", "Verwerfen"];
export const saved: Row = ["Saved.", "Gespeichert."];
export const leave: Row = ["Discard the changes?", "Änderungen verwerfen?"];
export const saveFirst: Row = ["Save the changes first.", "Erst die Änderungen speichern."];
export const testCall: Row = ["Test call", "Probeanruf"];
export const testHelp: Row = ["Rings as the first button does.", "Klingelt wie die erste Taste."];
export const backup: Row = ["Backup", "Sicherung"];
export const backupHelp: Row = ["Without passwords and codes.", "Ohne Passwörter und Codes."];
export const backupSecrets: Row = ["With passwords and codes", "Mit Passwörtern und Codes"];
export const backupWarning: Row = [
	"Whoever has the file can open the door.",
	"Wer die Datei hat, kann die Tür öffnen.",
];
export const backupSave: Row = ["Save to a file", "In Datei sichern"];
export const restore: Row = ["Restore from a file", "Aus Datei zurückholen"];
export const restoreNothing: Row = ["The file changes nothing.", "Die Datei ändert nichts."];
export const restoreBad: Row = ["This is no backup of a doorbell.", "Das ist keine Sicherung einer Klingel."];
export const after: Row = ["Then", "Danach"];
export const device: Row = ["Device", "Gerät"];
export const restart: Row = ["Restart", "Neu starten"];
export const restartText: Row = ["A call ends.", "Ein Gespräch endet."];
export const reset: Row = ["Factory reset", "Werkszustand"];
export const resetText: Row = ["Erases all settings and passwords.", "Löscht alle Einstellungen und Passwörter."];
export const install: Row = ["Install firmware", "Firmware installieren"];
