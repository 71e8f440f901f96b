/** Texts of the tab "Log", whose lines stay English: [English, German]. */

import type { Row } from "../texts.ts";

export const levels: Row = ["Shown levels", "Gezeigte Stufen"];
export const info: Row = ["Info", "Info"];
export const error: Row = ["Errors", "Fehler"];
export const sent: Row = ["Sent", "Gesendet"];
export const received: Row = ["Received", "Empfangen"];
export const filter: Row = ["Search the log", "Im Protokoll suchen"];
export const pause: Row = ["Pause", "Anhalten"];
export const copy: Row = ["Copy", "Kopieren"];
export const copied: Row = ["{0} lines copied", "{0} Zeilen kopiert"];
export const download: Row = ["Download", "Herunterladen"];
export const restarted: Row = ["The doorbell started anew", "Die Klingel wurde neu gestartet"];
export const noLines: Row = ["Nothing to show", "Nichts zu zeigen"];
export const toEnd: Row = ["To the newest", "Zum Neuesten"];
