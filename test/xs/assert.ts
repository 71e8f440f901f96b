/** node:assert/strict for XS: the functions that the tests of modules/ use, with Node's meaning. */
import { difference, show } from "./difference.ts";

type Expected = RegExp | (new (...parameters: never[]) => unknown) | ((error: unknown) => boolean) | object | string;

export class AssertionError extends Error {
	override name = "AssertionError";
}

export function fail(message: string | Error = "Failed"): never {
	throw message instanceof Error ? message : new AssertionError(message);
}

export function ok(value: unknown, message?: string | Error): asserts value {
	if (!value) fail(message ?? `${show(value)} is not truthy`);
}

export function equal(actual: unknown, expected: unknown, message?: string | Error): void {
	if (!Object.is(actual, expected)) fail(message ?? `${show(actual)} instead of ${show(expected)}`);
}

export function notEqual(actual: unknown, expected: unknown, message?: string | Error): void {
	if (Object.is(actual, expected)) fail(message ?? `${show(actual)} is not to be`);
}

export function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
	const found = difference(actual, expected, "");
	if (found !== undefined) fail(message ?? found);
}

export function notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
	if (difference(actual, expected, "") === undefined) fail(message ?? `${show(actual)} is not to be`);
}

export function match(text: string, pattern: RegExp, message?: string | Error): void {
	if (!pattern.test(text)) fail(message ?? `${show(text)} does not match ${pattern}`);
}

export function doesNotMatch(text: string, pattern: RegExp, message?: string | Error): void {
	if (pattern.test(text)) fail(message ?? `${show(text)} matches ${pattern}`);
}

export function doesNotThrow(run: () => unknown): void {
	run();
}

export function throws(run: () => unknown, expected?: Expected, message?: string): void {
	try {
		run();
	} catch (error) {
		if (expected !== undefined && typeof expected !== "string") check(error, expected, message);
		return;
	}
	fail(message ?? (typeof expected === "string" ? expected : "nothing was thrown"));
}

/** For `import assert from`. */
export default Object.freeze({
	AssertionError,
	fail,
	ok,
	equal,
	notEqual,
	deepEqual,
	notDeepEqual,
	match,
	doesNotMatch,
	doesNotThrow,
	throws,
});

function check(error: unknown, expected: RegExp | object, message: string | undefined): void {
	if (expected instanceof RegExp) {
		match(String(error), expected, message);
	} else if (typeof expected === "function") {
		if (expected.prototype !== undefined && error instanceof expected) return;
		if (expected === Error || expected.prototype instanceof Error) throw error;
		if (expected(error) !== true) fail(message ?? `${String(error)} is not what was expected`);
	} else {
		for (const [key, value] of Object.entries(expected)) {
			const actual: unknown = Reflect.get(error as object, key);
			if (value instanceof RegExp && typeof actual === "string") match(actual, value, message);
			else deepEqual(actual, value, message);
		}
	}
}
