/**
 * What texts in the settings may look like.
 *
 * The expressions are plain runs of one class wherever possible: XS needs exponential time for an optional group with a
 * repetition in it, such as `a(?:[a.]*a)?$`.
 */

import type { TextRule } from "./setting.ts";
import { parseTimeZone } from "./time-zone.ts";

const NAME = /^[a-z0-9._-]+$/i;
const IPV6 = /^[0-9a-f:.]+$/i;
const DIGITS = /^[0-9]{1,5}$/;

/** A host name or an address; an IPv6 address stands in brackets. */
export function isHost(text: string): boolean {
	if (text.startsWith("[")) return text.endsWith("]") && IPV6.test(text.slice(1, -1));
	if (!NAME.test(text)) return false;
	const labels = text.split(".");
	// What ends in a number is meant as an IPv4 address.
	return DIGITS.test(labels[labels.length - 1]!)
		? labels.length === 4 && labels.every((label) => DIGITS.test(label) && Number(label) < 256)
		: labels.every((label) => label !== "" && !label.startsWith("-") && !label.endsWith("-"));
}

/** A host, perhaps with a port. */
export function isServer(text: string): boolean {
	if (isHost(text)) return true;
	const colon = text.lastIndexOf(":");
	const port = text.slice(colon + 1);
	return colon > 0 && isHost(text.slice(0, colon)) && DIGITS.test(port) && Number(port) > 0 && Number(port) < 65536;
}

export const host: TextRule = (text) =>
	text === "" || isHost(text) ? undefined : "a host name or an address, such as fritz.box or 192.168.178.1";

export const server: TextRule = (text) =>
	text === "" || isServer(text) ? undefined : "a host name or an address, perhaps with a port, such as fritz.box:5060";

/** Host names, separated by blanks or commas. */
export const names: TextRule = (text) =>
	text.split(/[\s,]+/).every((name) => name === "" || isHost(name))
		? undefined
		: "host names separated by blanks, such as doorbell.fritz.box";

const USER = /^[\w.!~*'()&=+$/%#-]+$/;

/** The user part of a SIP address (RFC 3261 §25.1 user), in which `#` is escaped later only. */
export function isUser(text: string): boolean {
	return USER.test(text);
}

export const user: TextRule = (text) =>
	text === "" || isUser(text) ? undefined : "a user name alone, without sip: and @";

const KEYS = /^[0-9*#]*$/;

export const keys: TextRule = (text) => (KEYS.test(text) ? undefined : "only the keys 0 to 9, * and #");

/** A time zone as POSIX.1 §8.3 writes the variable TZ, with its rules where it has summer time. */
export const zone: TextRule = (text) =>
	parseTimeZone(text) === undefined ? "a POSIX time zone such as UTC0 or CET-1CEST,M3.5.0,M10.5.0/3" : undefined;

const SHORTEST_PASSWORD = 8;

/** A password that lets phones in: what is shorter is guessed. */
export const phones: TextRule = (text) =>
	text === "" || text.length >= SHORTEST_PASSWORD ? undefined : `at least ${SHORTEST_PASSWORD} characters`;

/** Networks of people's houses: `local` for our own, or addresses with the length of their prefix (RFC 4632 §3.1). */
export const networks: TextRule = (text) =>
	text.split(/[\s,]+/).every((network) => network === "" || network === "local" || isNetwork(network))
		? undefined
		: "local, or networks such as 192.168.178.0/24, separated by blanks";

function isNetwork(text: string): boolean {
	const [address, prefix = "32", ...more] = text.split("/");
	const bytes = address!.split(".");
	const whole = bytes.length === 4 && bytes.every((byte) => DIGITS.test(byte) && Number(byte) < 256);
	return whole && more.length === 0 && DIGITS.test(prefix) && Number(prefix) <= 32;
}
