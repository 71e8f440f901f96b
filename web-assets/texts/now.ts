/** Texts of the tab "Now": [English, German]. */

import type { Row } from "../texts.ts";

export const registered: Row = ["Registered", "Angemeldet"];
export const notRegistered: Row = ["Not Registered", "Nicht angemeldet"];

export const unconfigured: Row = ["Not set up", "Nicht eingerichtet"];
export const idle: Row = ["Idle", "In Ruhe"];
export const registering: Row = ["Registering…", "Meldet sich an…"];
export const disconnected: Row = ["Disconnected", "Getrennt"];
export const calling: Row = ["Calling…", "Ruft an…"];
export const incoming: Row = ["Incoming call", "Anruf"];
export const connected: Row = ["Connected", "Verbunden"];
export const unreachable: Row = ["Unreachable", "Nicht erreichbar"];
export const theyRing: Row = ["It rings…", "Es klingelt…"];
export const held: Row = ["On hold", "Gehalten"];
export const holdsUs: Row = ["The other side holds the call.", "Die andere Seite hält das Gespräch."];
export const weHold: Row = ["The doorbell holds the call.", "Die Klingel hält das Gespräch."];
export const microphoneOff: Row = ["The microphone of the door is off.", "Das Mikrofon der Tür ist aus."];
export const lockedOut: Row = [
	"Too many wrong codes: strangers are locked out for another {0}.",
	"Zu viele falsche Codes: Fremde sind noch {0} gesperrt.",
];
export const transferring: Row = ["Transferring to {0}…", "Wird an {0} weitergegeben…"];
export const waitsToo: Row = ["{0} is on hold.", "{0} wird gehalten."];
export const callsToo: Row = [
	"{0} is calling, too. Switching holds this call.",
	"{0} ruft auch an. Wechseln hält dieses Gespräch.",
];

export const setUpHint: Row = [
	"Name your phone system in the settings.",
	"Die Telefonanlage in den Einstellungen nennen.",
];
export const disconnectedHint: Row = ["The phones cannot reach the door.", "Die Tür ist nicht erreichbar."];
export const lastCall: Row = ["Last call: {0}", "Letzter Anruf: {0}"];
export const unknownCaller: Row = ["Unknown caller", "Unbekannter Anrufer"];

export const address: Row = ["Address", "Adresse"];
export const noNetwork: Row = ["no network", "kein Netz"];
export const running: Row = ["Up for", "Läuft seit"];
export const quality: Row = ["Line", "Leitung"];
export const loss: Row = ["Lost / jitter", "Verlust / Jitter"];
export const good: Row = ["good", "gut"];
export const poor: Row = ["poor", "schlecht"];
export const days: Row = ["d", "T"];

export const keys: Row = ["Keys", "Tasten"];
export const answer: Row = ["Answer", "Annehmen"];
export const reject: Row = ["Reject", "Abweisen"];
export const hangUp: Row = ["Hang up", "Auflegen"];
export const hold: Row = ["Hold", "Halten"];
export const resume: Row = ["Resume", "Fortsetzen"];
export const transfer: Row = ["Transfer", "Weitergeben"];
export const transferHelp: Row = [
	"The other side calls there, and the door is out of it.",
	"Die andere Seite ruft dort an, und die Tür ist nicht mehr dabei.",
];
export const switchTo: Row = ["Switch to {0}", "Zu {0} wechseln"];
export const openDoor: Row = ["Open door", "Tür öffnen"];
export const doorOpens: Row = ["The door is open", "Tür ist offen"];
export const secondDoor: Row = ["Second door", "Zweite Tür"];
export const light: Row = ["Light", "Licht"];
export const nobodyCalls: Row = ["Nobody is calling.", "Es ruft niemand an."];
export const noCall: Row = ["There is no call.", "Es gibt kein Gespräch."];
export const busy: Row = ["There is a call already.", "Es gibt schon ein Gespräch."];
export const offline: Row = ["The doorbell cannot be reached.", "Die Klingel ist nicht erreichbar."];

export const ringTitle: Row = ["Ring and call", "Klingeln und anrufen"];
export const ring: Row = ["Ring: {0}", "Klingeln: {0}"];
export const noTargets: Row = ["Name whom it rings in the settings.", "In den Einstellungen nennen, wen sie ruft."];
export const quiet: Row = ["Do not disturb", "Nicht stören"];
export const quietEnd: Row = ["End", "Beenden"];
export const quietHours: Row = ["Quiet hours", "Ruhezeit"];
export const quietRings: Row = ["{0}: the buttons ring {1}.", "{0}: die Tasten rufen {1}."];
export const until: Row = ["until {0}", "bis {0}"];
export const quietNobody: Row = ["nobody", "niemanden"];
export const call: Row = ["Call", "Anrufen"];
export const callTarget: Row = ["Call {0}", "{0} anrufen"];
export const number: Row = ["Number or address", "Nummer oder Adresse"];

export const phoneSystem: Row = ["Phone system", "Telefonanlage"];
export const noSystem: Row = ["none: phones are called by address", "keine: Telefone werden direkt gerufen"];
export const systemIs: Row = ["{0} at {1}", "{0} an {1}"];
export const secondSystem: Row = ["the second PBX", "der zweiten Anlage"];
export const grantedFor: Row = ["registered for another {0}", "angemeldet für noch {0}"];
export const connect: Row = ["Connect to SIP", "Mit SIP verbinden"];
export const disconnect: Row = ["Disconnect", "Trennen"];

export const sound: Row = ["Sound", "Ton"];
export const microphone: Row = ["Microphone", "Mikrofon"];
export const loudspeaker: Row = ["Loudspeaker", "Lautsprecher"];
export const levelOf: Row = ["Level: {0}", "Pegel: {0}"];
export const silent: Row = ["silent", "still"];

export const lately: Row = ["Lately", "Zuletzt"];
export const wholeLog: Row = ["Whole log", "Ganzes Protokoll"];
