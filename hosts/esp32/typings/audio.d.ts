/** The SDK's own sound. */

declare module "embedded:io/audio/in" {
	export default class AudioIn {
		constructor(options: {
			readonly sampleRate: number;
			readonly bitsPerSample: 16;
			readonly channels: 1;
		});
		/** Bytes read, all of `buffer`; `undefined` when there is nothing. Throws when there is less. */
		read(buffer: Uint8Array): number | undefined;
		start(): void;
		stop(): void;
		close(): void;
	}
}

declare module "embedded:io/audio/out" {
	export default class AudioOut {
		constructor(options: {
			readonly sampleRate: number;
			readonly bitsPerSample: 16;
			readonly channels: 1;
		});
		/** Throws when there is no room. */
		write(buffer: Uint8Array): void;
		start(): void;
		stop(): void;
		close(): void;
	}
}
