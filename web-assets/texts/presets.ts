/** Kinds of phone systems, and hints at what no setting can say: [English, German]. */

import type { Row } from "../texts.ts";

export const fritzBox: Row = ["FRITZ!Box", "FRITZ!Box"];
export const fritzBoxHint: Row = [
	"Add a door intercom (LAN/WLAN) there; its user name and password belong here. **9 rings all phones and answering machines.",
	"Dort eine Türsprechanlage (LAN/WLAN) anlegen; ihr Benutzername und Kennwort gehören hierher. **9 ruft alle Telefone und Anrufbeantworter.",
];
export const asterisk: Row = ["Asterisk, FreePBX", "Asterisk, FreePBX"];
export const asteriskHint: Row = [
	"Add a PJSIP extension with max_contacts=1, remove_existing=yes and alaw; its number and password belong here.",
	"Dort eine PJSIP-Nebenstelle mit max_contacts=1, remove_existing=yes und alaw anlegen; Nummer und Passwort gehören hierher.",
];
export const threeCx: Row = ["3CX", "3CX"];
export const threeCxHint: Row = [
	"Add an extension; its number is the user, its authentication ID the authentication name. An SBC is the outbound proxy.",
	"Dort eine Nebenstelle anlegen; ihre Nummer ist der Benutzer, ihre Authentifizierungs-ID der Anmeldename. Ein SBC ist der ausgehende Proxy.",
];
export const noPreset: Row = ["None", "Keine"];
export const noPresetHint: Row = [
	"Phones are called by address, such as sip:phone@192.168.178.30.",
	"Telefone werden direkt gerufen, etwa sip:telefon@192.168.178.30.",
];
