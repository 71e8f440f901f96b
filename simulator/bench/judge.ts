import { type Command, MESSAGE_LIMIT, PHONE_ACTIONS, SOUNDS, WEATHER_LIMITS } from "./protocol.ts";

/** How many of each there are. */
export interface Bounds {
	readonly buttons: number;
	readonly phones: number;
	readonly profiles: number;
}

type Fields = Readonly<Record<string, unknown>>;

const KEY = /^[0-9*#]$/;

/** A message of the page, if it is a proper one. */
export function judgeCommand(text: string, { buttons, phones, profiles }: Bounds): Command | undefined {
	const message = parse(text);
	if (message === undefined) return undefined;
	const { type, button, pressed, channel, sound, on, phone, action, key, method, profile } = message;
	switch (type) {
		case "button":
			return isWhole(button, 0, buttons) && typeof pressed === "boolean" ? { type, button, pressed } : undefined;
		case "sound":
			return isWhole(channel, 0, phones) && isOne(sound, SOUNDS) ? { type, channel, sound } : undefined;
		case "listen":
			return isWhole(channel, 0, phones) && typeof on === "boolean" ? { type, channel, on } : undefined;
		case "phone":
			return isWhole(phone, 1, phones) && isOne(action, PHONE_ACTIONS) ? { type, phone, action } : undefined;
		case "key":
			return isWhole(phone, 1, phones) && typeof key === "string" && KEY.test(key) ? { type, phone, key } : undefined;
		case "keys":
			return isWhole(phone, 1, phones) && isOne(method, ["rtp", "info"] as const) ? { type, phone, method } : undefined;
		case "profile":
			return isWhole(profile, 0, profiles - 1) ? { type, profile } : undefined;
		case "weather":
			return judgeWeather(message);
		default:
			return undefined;
	}
}

function judgeWeather({ loss, delay, jitter }: Fields): Command | undefined {
	const good =
		isWithin(loss, WEATHER_LIMITS.loss) &&
		isWithin(delay, WEATHER_LIMITS.delay) &&
		isWithin(jitter, WEATHER_LIMITS.jitter);
	return good ? { type: "weather", loss, delay, jitter } : undefined;
}

function parse(text: string): Fields | undefined {
	if (text.length > MESSAGE_LIMIT) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined; // no JSON
	}
}

function isWhole(value: unknown, least: number, most: number): value is number {
	return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isWithin(value: unknown, most: number): value is number {
	return typeof value === "number" && value >= 0 && value <= most;
}

function isOne<Text extends string>(value: unknown, texts: readonly Text[]): value is Text {
	return texts.some((text) => text === value);
}
