const AUDIO = /^m=audio (\d+) (\S+) (.*?)(\r?)$/m;
/** Payload types of G.711 (RFC 3551 §6). */
const LAWS: readonly string[] = Object.freeze(["0", "8"]);
const EVENTS = /^a=rtpmap:(\d+) telephone-event\/8000/m;

/** A description in which telephone events have another payload type (interop trap F14). */
export function renumberEvents(body: string, type: number): string {
	const old = EVENTS.exec(body)?.[1];
	if (old === undefined) return body;
	return changeFormats(body, (formats) => formats.map((format) => (format === old ? `${type}` : format))).replace(
		new RegExp(`^a=(rtpmap|fmtp):${old} `, "gm"),
		`a=$1:${type} `,
	);
}

/** An offer whose codecs stand in the reverse order (interop trap L16); events stay behind them. */
export function reverseCodecs(body: string): string {
	const events = EVENTS.exec(body)?.[1];
	return changeFormats(body, (formats) => [
		...formats.filter((format) => format !== events).reverse(),
		...formats.filter((format) => format === events),
	]);
}

/** An answer that takes both laws of G.711, the one that was chosen first. */
export function takeBothLaws(body: string): string {
	return changeFormats(body, (formats) => {
		const [chosen = "", ...others] = formats;
		return [chosen, ...LAWS.filter((law) => !formats.includes(law)), ...others];
	});
}

/** A description of sound that comes before the answer, from another port than later (interop trap F13). */
export function earlyDescription(address: string): string {
	const lines = ["v=0", `o=- 7 7 IN IP4 ${address}`, "s=early", `c=IN IP4 ${address}`, "t=0 0"];
	return [...lines, "m=audio 17078 RTP/AVP 8", "a=sendrecv", ""].join("\r\n");
}

function changeFormats(body: string, change: (formats: readonly string[]) => readonly string[]): string {
	return body.replace(
		AUDIO,
		(_, port: string, profile: string, formats: string, end: string) =>
			`m=audio ${port} ${profile} ${change(formats.split(" ")).join(" ")}${end}`,
	);
}
