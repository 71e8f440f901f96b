import type { Desktop } from "./desktop.ts";
import type { Phone } from "./phone.ts";

interface Key {
	readonly key: string;
	readonly help: string;
	readonly press: (desktop: Desktop) => void;
}

/** What the keys of the terminal do. */
const KEYS: readonly Key[] = Object.freeze([
	{ key: "c", help: "connect", press: ({ doorbell }: Desktop) => doorbell.connect() },
	{ key: "d", help: "disconnect", press: ({ doorbell }: Desktop) => doorbell.disconnect() },
	{ key: "r", help: "ring: press the bell button", press: ({ doorbell }: Desktop) => doorbell.press(1) },
	{ key: "a", help: "answer a call", press: ({ doorbell }: Desktop) => doorbell.answer() },
	{ key: "h", help: "hang up", press: ({ doorbell }: Desktop) => doorbell.hangUp() },
	{ key: "o", help: "open the door", press: ({ doorbell }: Desktop) => doorbell.openDoor() },
	{ key: "1", help: "phone 1 answers, or hangs up", press: ({ pbx }: Desktop) => lift(pbx?.phones[0]) },
	{ key: "2", help: "phone 2 answers, or hangs up", press: ({ pbx }: Desktop) => lift(pbx?.phones[1]) },
	{ key: "9", help: "the phone in the call presses 9", press: ({ pbx }: Desktop) => talking(pbx?.phones)?.press("9") },
	{ key: "i", help: "phone 1 calls the doorbell", press: (desktop: Desktop) => callIn(desktop) },
]);

/** Does what a key is for; false when it is for nothing. */
export function pressKey(key: string, desktop: Desktop): boolean {
	const known = KEYS.find((candidate) => candidate.key === key);
	known?.press(desktop);
	return known !== undefined;
}

/** One line for each key, that of the terminal itself included. */
export function keysHelp(): string {
	return [...KEYS, { key: "q", help: "quit" }].map(({ key, help }) => `  ${key}  ${help}`).join("\n");
}

function lift(phone: Phone | undefined): void {
	if (phone?.state === "ringing") phone.answer();
	else phone?.hangUp();
}

function talking(phones: readonly Phone[] = []): Phone | undefined {
	return phones.find((phone) => phone.state === "in call");
}

function callIn({ doorbell, pbx }: Desktop): void {
	pbx?.phones[0]?.call(doorbell.settings["sip.user"]);
}
