import type { WebSocket } from "ws";
import { FRAME_LENGTH, type News } from "./protocol.ts";

/** Bytes that wait for a page before it misses sound (half a second of one channel) … */
export const SOUND_BACKLOG = 25 * FRAME_LENGTH;
/** … and before it is given up. */
export const NEWS_BACKLOG = 1_000_000;
/** Messages and frames in a second at most: three microphones at once, and a hand on a slider. */
export const RATE_LIMIT = 400;
const SECOND = 1_000;

/** Codes of RFC 6455 §7.4.1. */
const POLICY_VIOLATION = 1008;

export interface PageConnectionOptions {
	readonly socket: WebSocket;
	/** Counts up from 1. */
	readonly number: number;
	readonly onText: (text: string) => void;
	readonly onFrame: (bytes: Uint8Array) => void;
	readonly onClose: () => void;
}

/** One open page: its WebSocket, kept within bounds in both directions. */
export class PageConnection {
	readonly number: number;
	/** Channels that this page listens to. */
	readonly listens = new Set<number>();
	/** Frames that a slow page missed. */
	missed = 0;
	readonly #socket: WebSocket;
	#alive = true;
	#second = 0;
	#received = 0;

	constructor({ socket, number, onText, onFrame, onClose }: PageConnectionOptions) {
		this.number = number;
		this.#socket = socket;
		socket.on("message", (data, isBinary) => {
			if (!this.#admit()) return;
			const bytes = data as Buffer;
			if (isBinary) onFrame(bytes);
			else onText(bytes.toString());
		});
		socket.on("pong", () => (this.#alive = true));
		// Whatever breaks it, it is closed afterwards.
		socket.on("error", () => {});
		socket.on("close", onClose);
	}

	/** Bytes that wait to be sent. */
	get backlog(): number {
		return this.#socket.bufferedAmount;
	}

	send(news: News): void {
		this.sendText(JSON.stringify(news));
	}

	/** Sends a message that was made for all pages. */
	sendText(text: string): void {
		if (this.backlog > NEWS_BACKLOG) this.#socket.terminate();
		else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
	}

	/** Sends a frame, unless the page is slow: then it misses it. */
	sendFrame(bytes: Uint8Array): void {
		if (this.backlog > SOUND_BACKLOG) this.missed += 1;
		else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(bytes);
	}

	/** Asks whether the page is still there; gives it up when it did not answer the last time. */
	check(): void {
		if (!this.#alive) this.#socket.terminate();
		this.#alive = false;
		this.#socket.ping();
	}

	/** Closes because the page does what ours would not. */
	refuse(reason: string): void {
		this.#socket.close(POLICY_VIOLATION, reason);
	}

	close(): void {
		this.#socket.terminate();
	}

	#admit(): boolean {
		if (this.#socket.readyState !== this.#socket.OPEN) return false;
		const second = Math.floor(performance.now() / SECOND);
		if (second !== this.#second) this.#received = 0;
		this.#second = second;
		this.#received += 1;
		if (this.#received > RATE_LIMIT) this.refuse("too many messages");
		return this.#received <= RATE_LIMIT;
	}
}
