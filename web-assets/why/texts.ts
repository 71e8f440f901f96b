/** What the explanation of the messages says: [English, German]. */

import type { Row } from "../texts.ts";

// What a conversation is about.
export const registration: Row = ["Registration", "Anmeldung"];
export const unregistration: Row = ["Unregistering", "Abmeldung"];
export const callTo: Row = ["Call to {0}", "Anruf bei {0}"];
export const callFrom: Row = ["Call from {0}", "Anruf von {0}"];
export const phoneRegisters: Row = ["Phone {0} registers", "Telefon {0} meldet sich an"];
export const otherMessages: Row = ["Other messages", "Andere Nachrichten"];

// What a message is for.
export const withPassword: Row = ["with password", "mit Passwort"];
export const asksPassword: Row = ["asks for the password ({0})", "verlangt das Passwort ({0})"];
export const noKeys: Row = ["sends keys only by INFO", "sendet Tasten nur per INFO"];
export const holds: Row = ["puts on hold", "hält das Gespräch"];
export const pressed: Row = ["a key was pressed", "eine Taste wurde gedrückt"];
export const handsOn: Row = ["hands the call on", "gibt das Gespräch weiter"];
export const stops: Row = ["stops the ringing", "beendet das Klingeln"];
export const hangsUp: Row = ["hangs up", "legt auf"];
export const copied: Row = ["{0} times, until {1}", "{0}-mal, bis {1}"];
export const again: Row = ["once more", "noch einmal"];

// What came of it.
export const registered: Row = ["registered for {0} s", "angemeldet für {0} s"];
export const unregistered: Row = ["no longer registered", "nicht mehr angemeldet"];
export const waits: Row = ["no answer yet", "noch keine Antwort"];
export const rings: Row = ["it rings", "es klingelt"];
export const rang: Row = ["rang for {0} s, nobody answered", "klingelte {0} s, niemand hat abgenommen"];
export const talking: Row = ["the call is on", "das Gespräch läuft"];
export const endedHere: Row = ["the doorbell hung up", "die Klingel hat aufgelegt"];
export const endedThere: Row = ["the other side hung up", "die andere Seite hat aufgelegt"];
export const gaveUp: Row = ["the caller gave up", "der Anrufer gab auf"];
export const elsewhere: Row = ["somebody else answered", "jemand anderes hat abgenommen"];
export const wasBusy: Row = ["the doorbell was busy", "die Klingel war besetzt"];
export const wasRejected: Row = ["rejected at the door", "an der Tür abgewiesen"];

// What went wrong; {0} is the status with its words, {1} who was called, {2} what a header says of it.
export const nothing: Row = [
	"nothing answers at {0}: is the address right?",
	"unter {0} antwortet nichts: stimmt die Adresse?",
];
export const silent: Row = [
	"nothing rang: is a phone registered at the PBX?",
	"nichts klingelte: ist ein Telefon angemeldet?",
];
export const wrongPassword: Row = ["the PBX says the password is wrong", "laut Telefonanlage ist das Passwort falsch"];
export const unknownLogin: Row = [
	"the PBX wants an unknown log-in",
	"die Telefonanlage will eine unbekannte Anmeldung",
];
export const notAllowed: Row = ["the PBX does not allow it ({0})", "die Telefonanlage erlaubt es nicht ({0})"];
export const unknownUser: Row = [
	"the PBX does not know this user ({0})",
	"die Telefonanlage kennt diesen Benutzer nicht ({0})",
];
export const tooShort: Row = ["the PBX wants {2} s at least", "die Telefonanlage will mindestens {2} s"];
export const overloaded: Row = ["the PBX is overloaded ({0})", "die Telefonanlage ist überlastet ({0})"];
export const moved: Row = ["now to be found at {2}", "jetzt unter {2} zu finden"];
export const wrongNumber: Row = ["there is no {1}", "{1} gibt es nicht"];
export const unavailable: Row = ["{1} cannot be reached: is it on?", "{1} ist nicht erreichbar: ist es an?"];
export const bareNumber: Row = [
	"{1} cannot be reached: a FRITZ!Box wants **{1}",
	"{1} ist nicht erreichbar: eine FRITZ!Box will **{1}",
];
export const phonePassword: Row = ["the phone has a wrong password", "das Telefon hat ein falsches Passwort"];
export const notHandedOn: Row = ["the transfer is refused there: {0}", "die Weitergabe wird dort abgelehnt: {0}"];
export const notFollowed: Row = [
	"the transfer by the phone is refused: allow it in the settings",
	"die Weitergabe durch das Telefon ist abgelehnt: in den Einstellungen erlauben",
];
export const busy: Row = ["{1} is busy", "{1} ist besetzt"];
export const declined: Row = ["{1} declined", "{1} hat abgewiesen"];
export const noCodec: Row = ["no codec in common: allow G.711", "kein gemeinsamer Codec: G.711 erlauben"];
export const refused: Row = ["refused: {0}", "abgelehnt: {0}"];
export const unconfirmed: Row = [
	"nothing arrives from there: is a firewall between?",
	"von dort kommt nichts an: ist eine Firewall dazwischen?",
];
export const gone: Row = ["the other side does not respond any more", "die andere Seite antwortet nicht mehr"];
export const noSound: Row = [
	"no sound arrives: is a firewall between?",
	"es kommt kein Ton an: ist eine Firewall dazwischen?",
];

// How things stand.
export const allWell: Row = ["all is well: the doorbell is registered", "alles gut: die Klingel ist angemeldet"];
export const failedOver: Row = [
	"{0} does not answer: the doorbell is registered at {1}",
	"{0} antwortet nicht: die Klingel ist bei {1} angemeldet",
];
export const notSetUp: Row = ["no phone system is entered", "es ist keine Telefonanlage eingetragen"];
export const registers: Row = ["the doorbell is registering", "die Klingel meldet sich an"];
export const switchedOff: Row = ["disconnected: press Connect to SIP", "getrennt: Mit SIP verbinden drücken"];
