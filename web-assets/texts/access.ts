/** Texts of the ways in: password, log-in, Wi-Fi: [English, German]. */

import type { Row } from "../texts.ts";

export const loginTitle: Row = ["Who is there?", "Wer ist da?"];
export const password: Row = ["Password of the doorbell", "Passwort der Klingel"];
export const show: Row = ["Show", "Zeigen"];
export const keepLogin: Row = ["Keep me logged in on this device", "Auf diesem Gerät angemeldet bleiben"];
export const login: Row = ["Log in", "Anmelden"];
export const logout: Row = ["Log out", "Abmelden"];
export const wrongPassword: Row = ["The password is wrong.", "Das Passwort ist falsch."];
export const passwordAgain: Row = ["Enter the password again", "Passwort noch einmal eingeben"];
export const tooManyTries: Row = ["Too many tries. Try again in {0} s.", "Zu viele Versuche. Neuer Versuch in {0} s."];
export const forgotten: Row = ["Password forgotten?", "Passwort vergessen?"];
export const setUpButton: Row = [
	"Hold the set-up button in the case for 5 seconds, then choose a password here within 10 minutes.",
	"Die Einrichtungstaste im Gehäuse 5 Sekunden halten, dann hier binnen 10 Minuten ein Passwort wählen.",
];
export const lookAgain: Row = ["I did: look again", "Gemacht: neu nachsehen"];
export const welcome: Row = ["Welcome", "Willkommen"];
export const firstPassword: Row = [
	"Whoever knows the password can open the door.",
	"Wer das Passwort kennt, kann die Tür öffnen.",
];
export const passwordTitle: Row = ["Password of this page", "Passwort dieser Seite"];
export const oldPassword: Row = ["Present password", "Bisheriges Passwort"];
export const newPassword: Row = ["New password", "Neues Passwort"];
export const passwordHelp: Row = ["8 to 64 characters, such as four words.", "8 bis 64 Zeichen, etwa vier Wörter."];
export const setPassword: Row = ["Set password", "Passwort setzen"];
export const passwordSet: Row = ["The new password holds", "Das neue Passwort gilt"];
export const tooShort: Row = ["Too short", "Zu kurz"];
export const weak: Row = ["weak", "schwach"];
export const fair: Row = ["fair", "mittel"];
export const strong: Row = ["strong", "stark"];
export const lockedTitle: Row = ["This doorbell is new", "Diese Klingel ist neu"];
export const wifi: Row = ["Wi-Fi", "WLAN"];
export const wifiName: Row = ["Name of the network", "Name des Netzes"];
export const wifiPassword: Row = ["Password of the network", "Passwort des Netzes"];
export const wifiJoin: Row = ["Join", "Verbinden"];
export const wifiLook: Row = ["Look again", "Neu suchen"];
export const wifiJoining: Row = [
	"Trying {0}: the doorbell is found there, or comes back.",
	"{0} wird versucht: die Klingel ist dann dort, oder kommt zurück.",
];
