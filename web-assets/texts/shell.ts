/** Texts of the frame around the tabs, and of what all tabs share: [English, German]. */

import type { Row } from "../texts.ts";

export const title: Row = ["Doorbell", "Türklingel"];
export const now: Row = ["Now", "Jetzt"];
export const door: Row = ["Door", "Tür"];
export const log: Row = ["Log", "Protokoll"];
export const why: Row = ["Help", "Hilfe"];
export const whyLong: Row = ["Why does it not work?", "Warum geht es nicht?"];
export const settings: Row = ["Settings", "Einstellungen"];
export const otherLanguage: Row = ["Deutsch", "English"];
export const cancel: Row = ["Cancel", "Abbrechen"];
export const save: Row = ["Save", "Speichern"];
export const loading: Row = ["One moment…", "Einen Moment…"];
export const lost: Row = [
	"The doorbell cannot be reached or restarts…",
	"Die Klingel ist nicht erreichbar oder startet neu…",
];
export const failed: Row = ["That did not work ({0}).", "Das ging nicht ({0})."];
export const notHere: Row = ["This device cannot do that.", "Das kann dieses Gerät nicht."];
