/** Text. */

declare module "text/decoder" {
	export default class TextDecoder {
		decode(bytes: ArrayBuffer | Uint8Array): string;
	}
}
