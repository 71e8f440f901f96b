import type { Step } from "./conversations.ts";
import type { Said } from "./model.ts";
import { grantedSeconds, isElsewhere, isProved } from "./signs.ts";
import * as texts from "./texts.ts";

/** What a method or status is for. */
const NOTES: Readonly<Record<string, Said[0]>> = {
	INFO: texts.pressed,
	BYE: texts.hangsUp,
	REFER: texts.handsOn,
	CANCEL: texts.stops,
	180: texts.rings,
	183: texts.rings,
	401: texts.asksPassword,
	407: texts.asksPassword,
	423: texts.tooShort,
};

/** A step's method, or its status and what that is called. */
export function labelOf({ message: { method, status, reason } }: Step): string {
	return status === 0 ? method : `${status} ${reason}`;
}

/** What a step is for, in a few words each. */
export function notesOf({ message, again }: Step): readonly Said[] {
	const { method, status, body, header } = message;
	const note = NOTES[status || method];
	const notes: Said[] = [];
	if (note)
		notes.push([isElsewhere(message) ? texts.elsewhere : note, algorithmOf(message), "", header("min-expires")]);
	if (status === 0 && method !== "ACK" && isProved(message)) notes.push([texts.withPassword]);
	if (status === 200 && method === "REGISTER" && grantedSeconds(message))
		notes.push([texts.registered, grantedSeconds(message)]);
	if (method === "INVITE" && body) {
		if (/^a=(?:sendonly|inactive)/m.test(body)) notes.push([texts.holds]);
		// Interop trap D7.
		if (!body.includes("telephone-event")) notes.push([texts.noKeys]);
	}
	if (again) notes.push([texts.again]);
	return notes;
}

/** Of the first log-in that is asked for. */
function algorithmOf({ header }: Step["message"]): string {
	const challenge = header("www-authenticate") || header("proxy-authenticate");
	return /algorithm *= *"?([\w-]+)/i.exec(challenge)?.[1] ?? "MD5";
}
