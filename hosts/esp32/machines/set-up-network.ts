/** The network that the board opens itself while it is set up: its name, its addresses, its name server. */

import { HEADER_LENGTH, MESSAGE_LIMIT, OPERATION, RECURSION_DESIRED, RESPONSE, TYPE_A } from "./dns-message.ts";

/** Address of the board in it, as ESP-IDF has it (programming guide, "Wi-Fi Driver", SoftAP; 192.168.4.1/24). */
export const SET_UP_ADDRESS = "192.168.4.1";
/** Where the page is. */
export const SET_UP_PAGE = `http://${SET_UP_ADDRESS}/`;

const SUBNET = "192.168.4.";
const NAME = "Doorbell-";
const MAC = /^(?:[0-9a-f]{2}:){4}([0-9a-f]{2}):([0-9a-f]{2})$/i;
/** What a phone learns here it shall have forgotten when it is home again, in seconds. */
const LIFETIME = 1;
const CLASS_IN = 1;
const CLASS_ANY = 255;
const LABEL_LIMIT = 63;
/** A pointer to the name of the question, type A, class IN, lifetime, four bytes, and the address. */
const RECORD = Object.freeze([0xc0, HEADER_LENGTH, 0, TYPE_A, 0, CLASS_IN, 0, 0, 0, LIFETIME, 0, 4, 192, 168, 4, 1]);

/** Name of the network, which ends like the board's MAC address "AA:BB:CC:DD:EE:FF". */
export function setUpName(mac: string | undefined): string {
	const [, first = "Set", second = "up"] = MAC.exec(mac ?? "") ?? [];
	return NAME + first.toUpperCase() + second.toUpperCase();
}

/** Whether an address is one of the set-up network. */
export function isOnSetUp(address: string): boolean {
	return address.startsWith(SUBNET);
}

/**
 * Answers a question for any name with the address of the board, so that every page leads here; that there are no other
 * records, where it asks for another type. `undefined` for what is no question. Never throws.
 */
export function answerAnyName(question: Uint8Array): Uint8Array | undefined {
	const { length } = question;
	if (length < HEADER_LENGTH || length > MESSAGE_LIMIT) return undefined;
	const flags = word(question, 2);
	if ((flags & (RESPONSE | OPERATION)) !== 0 || word(question, 4) !== 1) return undefined;
	let end = HEADER_LENGTH;
	for (;;) {
		const label = question[end] ?? 0;
		if (label > LABEL_LIMIT) return undefined;
		end += 1 + label;
		if (label === 0) break;
	}
	// Type and class stand behind the name; what follows them, such as EDNS, is left out of the answer.
	const type = word(question, end);
	const recordClass = word(question, end + 2);
	end += 4;
	if (end > length) return undefined;
	const found = type === TYPE_A && (recordClass === CLASS_IN || recordClass === CLASS_ANY);
	const answer = new Uint8Array(found ? end + RECORD.length : end);
	answer.set(question.subarray(0, end));
	answer.set([((flags & RECURSION_DESIRED) | RESPONSE) >> 8, 0x80, 0, 1, 0, found ? 1 : 0, 0, 0, 0, 0], 2);
	if (found) answer.set(RECORD, end);
	return answer;
}

function word(bytes: Uint8Array, at: number): number {
	return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
