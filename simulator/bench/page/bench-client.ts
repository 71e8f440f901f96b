import {
	type BenchView,
	type Command,
	type Levels,
	type News,
	readFrame,
	SOCKET_PATH,
	type WireLine,
	writeFrame,
} from "../protocol.ts";
import { SoundDesk } from "./audio/sound-desk.ts";

/** Milliseconds from the loss of the connection to the next try. */
const RETRY = 1_000;
/** Messages that are shown. */
const WIRE_LIMIT = 100;

/** All that a page knows. */
export interface BenchState {
	readonly connected: boolean;
	/** The number of this page; 0 before it is known. */
	readonly page: number;
	readonly controlPort: number | undefined;
	readonly view: BenchView | undefined;
	readonly wire: readonly WireLine[];
	/** Channels that this page listens to. */
	readonly listens: ReadonlySet<number>;
	readonly problem: string;
}

/** The page's end of the WebSocket, and of all sound. */
export class BenchClient {
	readonly desk = new SoundDesk();
	/** Is told of every change. */
	onChange: () => void = () => {};
	/** Is told of the levels, ten times in a second: apart from the rest, so that little is drawn anew. */
	readonly levelListeners = new Set<(levels: readonly Levels[]) => void>();
	/** Channels of which the bench says that this page speaks there. */
	readonly #speaks = new Set<number>();
	#socket: WebSocket | undefined;
	#state: BenchState = {
		connected: false,
		page: 0,
		controlPort: undefined,
		view: undefined,
		wire: [],
		listens: new Set(),
		problem: "",
	};

	get state(): BenchState {
		return this.#state;
	}

	open(): void {
		const socket = new WebSocket(`ws://${location.host}${SOCKET_PATH}`);
		socket.binaryType = "arraybuffer";
		socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
			if (typeof data === "string") this.#learn(JSON.parse(data) as News);
			else this.#play(data);
		};
		socket.onclose = () => {
			this.#change({ connected: false });
			setTimeout(() => this.open(), RETRY);
		};
		this.#socket = socket;
	}

	send(command: Command): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
	}

	/** Plays in this browser what is heard at a channel, or stops it. */
	async listen(channel: number, on: boolean): Promise<void> {
		const listens = new Set(this.#state.listens);
		if (on) listens.add(channel);
		else listens.delete(channel);
		this.#change({ listens, problem: "" });
		try {
			if (on) await this.desk.listen(channel);
			else this.desk.unlisten(channel);
			this.send({ type: "listen", channel, on });
		} catch (error) {
			listens.delete(channel);
			this.#fail(error);
		}
	}

	/** Chooses what is said at a channel. */
	async choose(channel: number, sound: (Command & { readonly type: "sound" })["sound"]): Promise<void> {
		this.#change({ problem: "" });
		try {
			if (sound === "browser") await this.desk.speak(channel, (frame) => this.#speak(channel, frame));
			this.send({ type: "sound", channel, sound });
		} catch (error) {
			this.#fail(error);
		}
	}

	dismiss(): void {
		this.#change({ problem: "" });
	}

	#learn(news: News): void {
		switch (news.type) {
			case "welcome":
				this.#change({ connected: true, page: news.page, controlPort: news.controlPort, wire: [] });
				for (const channel of this.#state.listens) this.send({ type: "listen", channel, on: true });
				return;
			case "state":
				this.#change({ view: news.view });
				this.#hush(news.view);
				return;
			case "levels":
				for (const listener of this.levelListeners) listener(news.levels);
				return;
			case "wire":
				this.#change({ wire: [...this.#state.wire, ...news.lines].slice(-WIRE_LIMIT) });
				return;
			case "problem":
				this.#change({ problem: news.text });
		}
	}

	/** Gives the microphone back where this page spoke, and something else or somebody else does by now. */
	#hush({ board, phones }: BenchView): void {
		for (const [channel, { mouth }] of [board, ...phones].entries()) {
			if (mouth.page === this.#state.page) this.#speaks.add(channel);
			else if (this.#speaks.delete(channel)) void this.desk.hush(channel).catch(() => {});
		}
	}

	#play(data: ArrayBuffer): void {
		const frame = readFrame(new Uint8Array(data));
		if (frame) this.desk.play(frame.channel, frame.samples);
	}

	#speak(channel: number, frame: Int16Array): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(writeFrame(channel, frame));
	}

	#fail(error: unknown): void {
		const denied = error instanceof DOMException && error.name === "NotAllowedError";
		const reason = error instanceof Error ? error.message : String(error);
		this.#change({ problem: denied ? "The browser was not allowed to use the microphone" : reason });
	}

	#change(change: Partial<BenchState>): void {
		this.#state = { ...this.#state, ...change };
		this.onChange();
	}
}
