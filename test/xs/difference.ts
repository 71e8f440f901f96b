/** Strict deep comparison and short descriptions of values, for assert.ts. Recursive: XS has 512 stack slots for it. */

const LONGEST = 300;

/** Where and how `actual` differs from `expected`, or `undefined` when they are deeply and strictly equal. */
export function difference(actual: unknown, expected: unknown, path: string): string | undefined {
	if (Object.is(actual, expected)) return undefined;
	if (!isObject(actual) || !isObject(expected)) return differ(actual, expected, path);
	if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return differ(actual, expected, path);
	if (ArrayBuffer.isView(actual) || actual instanceof ArrayBuffer) {
		if (!sameBytes(bytesOf(actual), bytesOf(expected))) return differ(actual, expected, path);
		if (ArrayBuffer.isView(actual)) return undefined;
	}
	if (actual instanceof Map || actual instanceof Set) {
		// Stricter than Node: in the same order.
		return difference([...actual], [...(expected as Map<unknown, unknown>)], path);
	}
	if (actual instanceof RegExp) return String(actual) === String(expected) ? undefined : differ(actual, expected, path);
	if (actual instanceof Error) {
		if (actual.message !== (expected as Error).message) return differ(actual, expected, path);
	}
	return keyDifference(actual, expected, path);
}

function keyDifference(actual: object, expected: object, path: string): string | undefined {
	const keys = Object.keys(expected);
	if (Object.keys(actual).length !== keys.length) return differ(actual, expected, path);
	for (const key of keys) {
		if (!Object.hasOwn(actual, key)) return differ(actual, expected, path);
		const found = difference(Reflect.get(actual, key), Reflect.get(expected, key), `${path}.${key}`);
		if (found !== undefined) return found;
	}
	return undefined;
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

function bytesOf(value: object): Uint8Array {
	if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
	return new Uint8Array(value as ArrayBuffer);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function differ(actual: unknown, expected: unknown, path: string): string {
	const text = `${show(actual)} instead of ${show(expected)}`;
	return path === "" ? text : `${path}: ${text}`;
}

/** `value` in a few words. JSON.stringify would throw for preloaded objects. */
export function show(value: unknown): string {
	const text = showWhole(value, 0);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function showWhole(value: unknown, depth: number): string {
	if (typeof value === "string") return JSON.stringify(value);
	if (typeof value === "bigint") return `${value}n`;
	if (typeof value === "function") return `function ${value.name}`;
	if (!isObject(value)) return Object.is(value, -0) ? "-0" : String(value);
	if (value instanceof Error || value instanceof RegExp) return String(value);
	if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `bytes [${bytesOf(value).slice(0, LONGEST)}]`;
	if (depth === 3) return "…";
	if (value instanceof Map || value instanceof Set)
		return `${value.constructor.name} ${showWhole([...value], depth + 1)}`;
	if (Array.isArray(value)) return `[${value.map((item) => showWhole(item, depth + 1)).join(", ")}]`;
	return `{${Object.entries(value)
		.map(([key, item]) => `${key}: ${showWhole(item, depth + 1)}`)
		.join(", ")}}`;
}
