import { connect, type Socket } from "node:net";
import { until } from "../support/until.ts";

const ANSWER_WITHIN = 3000;

/** Something that happened in a softphone, in baresip's words. */
export interface PhoneEvent {
	/** For example CALL_INCOMING, CALL_ESTABLISHED, CALL_DTMF_START or CALL_CLOSED. */
	readonly type: string;
	/** Depends on the type: the digit, or why the call was closed. */
	readonly param?: string;
	readonly peeruri?: string;
	/** Call-ID. */
	readonly id?: string;
}

interface Answer {
	readonly response: true;
	readonly ok: boolean;
	readonly data: string;
	readonly token: string;
}

/** Control connection of baresip's ctrl_tcp module: JSON in netstrings, commands out, answers and events in. */
export class Control {
	/** Every event so far. */
	readonly events: PhoneEvent[] = [];
	readonly #unclaimed: PhoneEvent[] = [];
	readonly #answers = new Map<string, Answer>();
	readonly #socket: Socket;
	#received = Buffer.alloc(0);
	#commands = 0;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on("data", (data) => this.#receive(data));
		socket.on("error", () => {}); // the phone has gone; the next command will not be answered
	}

	static async open(port: number): Promise<Control> {
		const socket = connect(port, "127.0.0.1");
		await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
		return new Control(socket);
	}

	/** Runs one of baresip's commands and gives back what it says. */
	async command(command: string, params?: string): Promise<string> {
		const token = String(++this.#commands);
		const message = JSON.stringify({ command, params, token });
		this.#socket.write(`${Buffer.byteLength(message)}:${message},`);
		const answer = await until(() => this.#answers.get(token), ANSWER_WITHIN, `answer to ${command}`);
		if (!answer.ok) throw new Error(`${command} ${params ?? ""}: ${answer.data}`);
		return answer.data;
	}

	/** The first event of this kind that no earlier call has given back, past or future. */
	async waitFor(type: string, matches: (event: PhoneEvent) => boolean, timeout: number): Promise<PhoneEvent> {
		const find = () => this.#unclaimed.find((event) => event.type === type && matches(event));
		try {
			const event = await until(find, timeout, type);
			this.#unclaimed.splice(this.#unclaimed.indexOf(event), 1);
			return event;
		} catch (error) {
			const types = this.events.map((event) => event.type).join(" ");
			throw new Error(`${(error as Error).message}; events so far: ${types || "none"}`);
		}
	}

	close(): void {
		this.#socket.destroy();
	}

	#receive(data: Buffer): void {
		this.#received = Buffer.concat([this.#received, data]);
		for (;;) {
			const start = this.#received.indexOf(":") + 1;
			const end = start + Number(this.#received.toString("latin1", 0, start - 1));
			if (start === 0 || this.#received.length <= end) return;
			this.#take(JSON.parse(this.#received.toString("utf8", start, end)));
			this.#received = this.#received.subarray(end + 1); // skips the comma too
		}
	}

	#take(message: Answer | PhoneEvent): void {
		if ("response" in message) {
			this.#answers.set(message.token, message);
		} else {
			this.events.push(message);
			this.#unclaimed.push(message);
		}
	}
}
