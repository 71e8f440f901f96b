/** Style sheets are imported for the bundler only. */
declare module "*.css";

/** What an audio worklet finds around it (Web Audio API §1.32), as far as it is used. */
declare const sampleRate: number;

declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
