/** Texts of the settings: [English, German]. */

import type { Row } from "../texts.ts";

export const whichSystem: Row = ["Which phone system?", "Welche Telefonanlage?"];
export const range: Row = ["{0} to {1}.", "{0} bis {1}."];
export const afterRegistration: Row = [
	"Changes make the doorbell register anew.",
	"Nach Änderungen meldet sich die Klingel neu an.",
];
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
