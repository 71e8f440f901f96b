/**
 * What XS adds to the language. The SDK brings declarations of its own for these, which cannot be declared twice, so this
 * file is only for `tsc` without an SDK; the manifest does not name it.
 */

interface ArrayBufferConstructor {
	/** UTF-8 bytes of a string; XS only. */
	fromString(text: string): ArrayBuffer;
}

interface StringConstructor {
	/** The string of UTF-8 bytes; XS only. */
	fromArrayBuffer(bytes: ArrayBuffer): string;
}

interface Uint8Array {
	/** XS has this of ES2026. */
	toHex(): string;
}

/** Prints on the debug console; nothing in release builds of the ESP32. */
declare function trace(...items: (string | number | boolean)[]): void;

/**
 * The C function of that name. Only as `return native("xs_name").call(this, …the parameters in order) as Type`: the build
 * knows no other shape.
 */
declare function native(name: string): (...items: unknown[]) => unknown;

/** A class whose objects the C function of that name frees. */
declare function Native(destructor: string): new (...items: unknown[]) => object;
