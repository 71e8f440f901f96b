import type { Storage } from "../modules/host.ts";

/** Key-value storage (ECMA-419 §20) in memory. */
export class VirtualStorage implements Storage {
	/** Called before each operation; may throw, as storage that is full or worn does. */
	hook: ((operation: "read" | "write" | "delete", key: string) => void) | undefined;
	readonly #values = new Map<string, string>();

	read(key: string): string | undefined {
		this.hook?.("read", key);
		return this.#values.get(key);
	}

	write(key: string, value: string): void {
		this.hook?.("write", key);
		this.#values.set(key, value);
	}

	delete(key: string): void {
		this.hook?.("delete", key);
		this.#values.delete(key);
	}
}
