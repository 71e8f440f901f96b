/** Where frames of a microphone go. */
type FrameSink = (frame: Int16Array) => void;

/** A microphone that is switched on. */
interface Microphone {
	readonly stream: MediaStream;
	readonly node: AudioWorkletNode;
	/** Channels that hear it. */
	readonly sinks: Map<number, FrameSink>;
}

/** The browser's loudspeaker and microphone. Must be woken by a gesture of the user first, or browsers keep it quiet. */
export class SoundDesk {
	readonly #ears = new Map<number, AudioWorkletNode>();
	#context: AudioContext | undefined;
	#worklets: Promise<unknown> | undefined;
	#microphone: Promise<Microphone> | undefined;

	/** What plays, once it was woken. */
	get context(): AudioContext | undefined {
		return this.#context?.state === "running" ? this.#context : undefined;
	}

	/** To be called within a gesture of the user. */
	async wake(): Promise<AudioContext> {
		this.#context ??= new AudioContext({ latencyHint: "interactive" });
		const { audioWorklet } = this.#context;
		// Without a secure context, as over the network without TLS, there is none.
		if (!audioWorklet) throw new Error("Sound needs this page to be opened on this computer, as localhost");
		this.#worklets ??= Promise.all(["/playback.js", "/capture.js"].map((path) => audioWorklet.addModule(path)));
		await this.#worklets;
		await this.#context.resume();
		return this.#context;
	}

	/** Listens to a channel, whose frames come by `play`. */
	async listen(channel: number): Promise<void> {
		const context = await this.wake();
		if (this.#ears.has(channel)) return;
		const node = new AudioWorkletNode(context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
		node.connect(context.destination);
		this.#ears.set(channel, node);
	}

	unlisten(channel: number): void {
		this.#ears.get(channel)?.disconnect();
		this.#ears.delete(channel);
	}

	play(channel: number, frame: Int16Array): void {
		this.#ears.get(channel)?.port.postMessage(frame, [frame.buffer]);
	}

	/** Speaks into a channel by the browser's microphone. Rejects when it cannot be had. */
	async speak(channel: number, sink: FrameSink): Promise<void> {
		const context = await this.wake();
		this.#microphone ??= this.#open(context);
		try {
			(await this.#microphone).sinks.set(channel, sink);
		} catch (error) {
			this.#microphone = undefined;
			throw error;
		}
	}

	/** Speaks no more; the microphone is given back with the last channel. */
	async hush(channel: number): Promise<void> {
		const microphone = await this.#microphone;
		microphone?.sinks.delete(channel);
		if (microphone?.sinks.size !== 0) return;
		this.#microphone = undefined;
		microphone.node.disconnect();
		for (const track of microphone.stream.getTracks()) track.stop();
	}

	async #open(context: AudioContext): Promise<Microphone> {
		const { mediaDevices } = navigator;
		if (!mediaDevices) throw new Error("The microphone needs this page to be opened on this computer, as localhost");
		const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
		const stream = await mediaDevices.getUserMedia({ audio });
		const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
		const sinks = new Map<number, FrameSink>();
		node.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
			for (const sink of sinks.values()) sink(data);
		};
		context.createMediaStreamSource(stream).connect(node);
		return { stream, node, sinks };
	}
}
