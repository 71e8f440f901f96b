import { isServer, isUser } from "./rules.ts";

/** Whom a button rings. */
export interface Target {
	/** As it was typed: a number or name at the PBX (`**610`), `user@host`, or `sip:user@host:port`. */
	readonly address: string;
	/** How long this one rings, where that differs from the button's time. */
	readonly seconds?: number;
}

/** Targets of one button. */
export const TARGET_LIMIT = 6;

/** Known callers. */
export const CALLER_LIMIT = 16;

/** How long a target may ring, in seconds. */
export const RING_MINIMUM = 5;
export const RING_MAXIMUM = 120;

const NUMBER = /^[a-z0-9*#+_-]{1,64}$/i;
const SECONDS = /^[0-9]{1,3}$/;

/** Reads a list separated by commas or lines, such as `**611 20, sip:attic@192.168.178.30`; `undefined` if any is wrong. */
export function parseTargets(text: string): readonly Target[] | undefined {
	const targets: Target[] = [];
	for (const entry of entriesOf(text)) {
		const target = parseTarget(entry);
		if (target === undefined || targets.length === TARGET_LIMIT) return undefined;
		targets.push(target);
	}
	return targets;
}

/** Says which entry of a list is wrong; `undefined` when it can be read. */
export function targetsRule(text: string): string | undefined {
	const entries = entriesOf(text);
	if (entries.length > TARGET_LIMIT) return `at most ${TARGET_LIMIT} targets`;
	const wrong = entries.findIndex((entry) => parseTarget(entry) === undefined);
	if (wrong < 0) return undefined;
	const form = `a number, user@host or sip:user@host, then perhaps a space and ${RING_MINIMUM} to ${RING_MAXIMUM} seconds`;
	return `entry ${wrong + 1} ("${entries[wrong]}") must be ${form}`;
}

/** Says which entry of a list of callers is wrong; `undefined` when it can be read. */
export function callersRule(text: string): string | undefined {
	const entries = entriesOf(text);
	if (entries.length > CALLER_LIMIT) return `at most ${CALLER_LIMIT} callers`;
	const wrong = entries.find((entry) => !isAddress(entry));
	return wrong === undefined ? undefined : `"${wrong}" must be a number, user@host or sip:user@host`;
}

/** Addresses of a list of callers that obeys the rule. */
export function parseCallers(text: string): readonly string[] {
	return entriesOf(text);
}

function entriesOf(text: string): string[] {
	return text
		.replaceAll("\n", ",")
		.split(",")
		.map((entry) => entry.trim())
		.filter((entry) => entry !== "");
}

function parseTarget(entry: string): Target | undefined {
	const space = entry.lastIndexOf(" ");
	const address = space < 0 ? entry : entry.slice(0, space).trimEnd();
	if (!isAddress(address)) return undefined;
	if (space < 0) return { address };
	const seconds = entry.slice(space + 1);
	if (!SECONDS.test(seconds) || Number(seconds) < RING_MINIMUM || Number(seconds) > RING_MAXIMUM) return undefined;
	return { address, seconds: Number(seconds) };
}

function isAddress(text: string): boolean {
	if (NUMBER.test(text)) return true;
	const prefixed = text.slice(0, 4).toLowerCase() === "sip:";
	const address = prefixed ? text.slice(4) : text;
	const at = address.indexOf("@");
	const known = at < 0 ? prefixed : isUser(address.slice(0, at));
	return known && isServer(address.slice(at + 1));
}
