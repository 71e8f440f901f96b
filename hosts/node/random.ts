import { randomBytes } from "node:crypto";

/** 16 lower-case hexadecimal digits that nobody can guess. */
export function token(): string {
	return randomBytes(8).toString("hex");
}

/** From 0 (inclusive) to 1 (exclusive). */
export function random(): number {
	return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}
