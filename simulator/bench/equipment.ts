import { Channel } from "./channel.ts";
import { HeldButtons } from "./held-buttons.ts";
import type { Bounds } from "./judge.ts";
import {
	type BenchView,
	BOARD,
	type Command,
	type Levels,
	type PbxView,
	type PhoneView,
	type Sound,
} from "./protocol.ts";
import { StreamRate } from "./stream-rate.ts";
import type { BenchPhone, BenchSubject } from "./subject.ts";

/** Test tones of the board and of the phones, in hertz; one that is far from all others is easily told apart. */
const TONES: readonly number[] = Object.freeze([440, 660, 880, 550, 770]);

export interface EquipmentOptions {
	readonly subject: BenchSubject;
	/** Milliseconds, monotonic. */
	readonly now: () => number;
	/** Somebody's ear heard a frame. The array is used again afterwards. */
	readonly onHeard: (channel: number, frame: Int16Array) => void;
}

/** Does what pages ask for, and says how everything is. */
export class Equipment {
	readonly bounds: Bounds;
	readonly #subject: BenchSubject;
	readonly #now: () => number;
	readonly #buttons: HeldButtons;
	readonly #channels: readonly Channel[];
	readonly #rates: readonly StreamRate[];
	/** When the phones' calls were answered. */
	readonly #answered: (number | undefined)[] = [];

	constructor({ subject, now, onHeard }: EquipmentOptions) {
		const { buttons, setup, phones, profiles = [], microphone, hasFile, loudspeaker } = subject;
		this.#subject = subject;
		this.#now = now;
		this.bounds = { buttons: buttons.length, phones: phones.length, profiles: profiles.length };
		this.#buttons = new HeldButtons([setup, ...buttons]);
		const file = hasFile ? microphone.source : undefined;
		const board = channel(BOARD, file ? "file" : "speech", (source) => (microphone.source = source), file);
		this.#channels = [
			board,
			...phones.map((phone, index) => channel(index + 1, "tone", (source) => phone.say(source))),
		];
		this.#rates = this.#channels.map(() => new StreamRate());
		for (const [index, ear] of [loudspeaker, ...phones].entries()) {
			ear.listener = (frame) => {
				this.#channels[index]!.hear(frame);
				onHeard(index, frame);
			};
		}
	}

	/** Does what `page` asks for; a sentence when that cannot be. */
	perform(command: Command, page: number): string | undefined {
		switch (command.type) {
			case "button":
				return this.#buttons.set(command.button, command.pressed, page) ? undefined : "There is no such button";
			case "sound":
				return this.#channels[command.channel]?.choose(command.sound, page) ? undefined : "There is no such sound";
			case "phone":
				return this.#act(command.phone, command.action);
			case "key":
				return this.#press(command.phone, command.key);
			case "keys": {
				const phone = this.#subject.phones[command.phone - 1];
				if (phone) phone.keys = command.method;
				return undefined;
			}
			case "weather": {
				const { loss, delay, jitter } = command;
				Object.assign(this.#subject.weather, { loss, delay, jitter });
				return undefined;
			}
			case "profile":
				this.#subject.profile = this.#subject.profiles?.[command.profile];
				return undefined;
			case "listen":
				return undefined;
		}
	}

	/** A frame of a page's microphone. */
	speak(channel: number, samples: Int16Array, page: number): void {
		this.#channels[channel]?.speak(samples, page);
	}

	/** A page is gone: its fingers leave the buttons, and its microphone is silent. */
	leave(page: number): void {
		this.#buttons.leave(page);
		for (const channel of this.#channels) channel.leave(page);
	}

	levels(): Levels[] {
		return this.#channels.map((channel) => channel.levels());
	}

	get view(): BenchView {
		const { doorbell, outputs, phones, weather, buttons, setup } = this.#subject;
		const { loss, delay, jitter, lost } = weather;
		return {
			board: {
				state: doorbell.state,
				door: outputs.door.value === 1,
				secondDoor: outputs["second door"].value === 1,
				light: outputs.light.value === 1,
				lamp: outputs.lamp.value === 1,
				buttons: buttons.map((_, index) => this.#buttons.isPressed(index + 1)),
				setup: setup && this.#buttons.isPressed(0),
				mouth: this.#channels[BOARD]!.view,
				stream: this.#rates[BOARD]!.view(doorbell.status.call?.statistics, this.#now()),
			},
			phones: phones.map((phone, index) => this.#phoneView(phone, index + 1)),
			pbx: this.#pbxView(),
			weather: { loss, delay, jitter, lost },
		};
	}

	#pbxView(): PbxView | undefined {
		const { profiles, profile } = this.#subject;
		return (
			profiles &&
			profile && {
				profiles: profiles.map(({ title }) => title),
				profile: profiles.indexOf(profile),
				quirks: profile.quirks.map(({ row, text, evidence, hypothesis }) => ({ row, text, evidence, hypothesis })),
			}
		);
	}

	#phoneView(phone: BenchPhone, number: number): PhoneView {
		const now = this.#now();
		if (phone.state === "in call") this.#answered[number] ??= now;
		else this.#answered[number] = undefined;
		const answered = this.#answered[number];
		return {
			name: phone.name,
			number: phone.number,
			state: phone.state,
			peer: phone.peer && { name: phone.peer.name, number: phone.peer.number },
			holding: phone.holding,
			keys: phone.keys,
			mouth: this.#channels[number]!.view,
			seconds: answered === undefined ? undefined : Math.floor((now - answered) / 1_000),
			stream: this.#rates[number]!.view(phone.statistics, now),
		};
	}

	#act(number: number, action: (Command & { readonly type: "phone" })["action"]): string | undefined {
		const phone = this.#subject.phones[number - 1];
		switch (action) {
			case "answer":
				phone?.answer();
				return undefined;
			case "decline":
				phone?.decline();
				return undefined;
			case "hang up":
				phone?.hangUp();
				return undefined;
			case "hold":
				phone?.hold();
				return undefined;
			case "resume":
				phone?.resume();
				return undefined;
			case "call":
				if (phone?.call(this.#subject.doorbell.settings["sip.user"])) return undefined;
				return "The doorbell cannot be called: it is not registered, or the phone is busy";
		}
	}

	#press(number: number, key: string): string | undefined {
		try {
			this.#subject.phones[number - 1]?.press(key);
			return undefined;
		} catch (error) {
			// More keys than a phone lets wait.
			if (error instanceof RangeError) return "Too many keys at once";
			throw error;
		}
	}
}

function channel(
	number: number,
	sound: Sound,
	say: (source: (position: number) => number) => void,
	file?: (position: number) => number,
): Channel {
	return new Channel({ hertz: TONES[number % TONES.length]!, sound, say, file });
}
