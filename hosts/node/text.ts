import type { Text } from "../../modules/host.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const text: Text = Object.freeze({
	encode: (text: string) => encoder.encode(text),
	decode: (bytes: ArrayBuffer | Uint8Array) => decoder.decode(bytes),
});
