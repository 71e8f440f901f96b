/** Texts of "Why does it not work?" around the explanation: [English, German]. */

import type { Row } from "../texts.ts";

export const messagesTitle: Row = ["Messages", "Nachrichten"];
export const messagesHelp: Row = [
	"Press an arrow to read the message, without secrets.",
	"Ein Druck auf den Pfeil zeigt die Nachricht, ohne Geheimes.",
];
export const at: Row = ["at", "um"];
export const wireshark: Row = ["Download for Wireshark", "Für Wireshark herunterladen"];
export const copyAll: Row = ["Copy all", "Alles kopieren"];
