/** Server-sent events (HTML Living Standard §9.2.6). */

export interface ServerEvent {
	/** "message" where the server does not say. */
	readonly event: string;
	readonly data: string;
	/** The last id that was sent, with this event or before; "" when none was. */
	readonly id: string;
}

/** Characters of an unfinished line or event; more is given up. */
export const EVENT_LIMIT = 65_536;

/** Makes a function that takes a text in pieces of any size, and gives the events that are complete. */
export function eventParser(): (text: string) => ServerEvent[] {
	let rest = "";
	let event = "";
	let data = "";
	let id = "";
	return (text) => {
		const events: ServerEvent[] = [];
		// A carriage return at the end may be half of a line end.
		const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
		rest = lines.pop()!;
		for (const line of lines) {
			const [, name, value] = /^([^:]*):? ?(.*)/s.exec(line)!;
			if (name === "event") event = value!;
			else if (name === "data") data += `${value}\n`;
			else if (name === "id") id = value!;
			else if (line === "") {
				if (data) events.push({ event: event || "message", data: data.slice(0, -1), id });
				event = data = "";
			}
		}
		if (rest.length + data.length > EVENT_LIMIT) throw new RangeError();
		return events;
	};
}
