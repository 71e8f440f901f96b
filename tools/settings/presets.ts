/** Kinds of phone systems: what each sets, and a hint at what no setting can say. A preset fills the form, no more. */

import type { Preset } from "../../web-assets/settings/schema.ts";

/** What no house needs unless its own system says so. */
const PLAIN = { "sip.domain": "", "sip.proxy": "", "sip.minimum-algorithm": "MD5", "sip.auth-user": "" } as const;

export const PRESETS: readonly Preset[] = [
	{
		name: { en: "FRITZ!Box", de: "FRITZ!Box" },
		// Interop traps F9 and F10. A group is an entry of the telephone book whose number lists phones.
		hint: {
			en: "Add a door intercom (LAN/WLAN) there; its user name and password belong here. **9 rings all phones, but answering machines pick up: better is a group, that is a telephone book entry with the number 610#611 and the quick dial number **701.",
			de: "Dort eine Türsprechanlage (LAN/WLAN) anlegen; ihr Benutzername und Kennwort gehören hierher. **9 ruft alle Telefone, aber Anrufbeantworter nehmen ab: besser ist eine Gruppe, also ein Telefonbucheintrag mit der Nummer 610#611 und der Kurzwahl **701.",
		},
		values: { ...PLAIN, "sip.registrar": "fritz.box", "audio.codec": "PCMA", "button.1.targets": "**9" },
	},
	{
		name: { en: "Asterisk, FreePBX", de: "Asterisk, FreePBX" },
		hint: {
			en: "Add a PJSIP extension with max_contacts=1, remove_existing=yes and alaw; its number and password belong here.",
			de: "Dort eine PJSIP-Nebenstelle mit max_contacts=1, remove_existing=yes und alaw anlegen; Nummer und Passwort gehören hierher.",
		},
		values: PLAIN,
	},
	{
		name: { en: "3CX", de: "3CX" },
		hint: {
			en: "Add an extension; its number is the user, its authentication ID the authentication name. An SBC is the outbound proxy.",
			de: "Dort eine Nebenstelle anlegen; ihre Nummer ist der Benutzer, ihre Authentifizierungs-ID der Anmeldename. Ein SBC ist der ausgehende Proxy.",
		},
		values: { "sip.domain": "", "sip.minimum-algorithm": "MD5" },
	},
	{
		name: { en: "None", de: "Keine" },
		hint: {
			en: "Phones are called by address, such as sip:phone@192.168.178.30, or log in at the doorbell: Phones without a PBX.",
			de: "Telefone werden direkt gerufen, etwa sip:telefon@192.168.178.30, oder melden sich an der Klingel an: Telefone ohne Anlage.",
		},
		values: { ...PLAIN, "sip.registrar": "", "sip.user": "" },
	},
];
