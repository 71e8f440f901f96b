import { parse, write } from "sdp-transform";
import { ANSWER, type DescriptionFacts, descriptionOperations } from "./description-facts.ts";

export function read(text: string, facts: DescriptionFacts): void {
	const description = parse(text);
	const stream = description.media[0]!;
	const first = stream.rtp[0]!;
	facts.session = `${description.origin.sessionId}`;
	facts.address = description.connection!.ip;
	facts.port = stream.port;
	facts.formats = stream.payloads!.split(" ").length;
	facts.encoding = `${first.codec}/${first.rate}`;
	facts.direction = stream.direction ?? "sendrecv";
	facts.ptime = stream.ptime ?? 0;
}

export const operations = () => {
	const answer = parse(ANSWER);
	return descriptionOperations(read, () => write(answer));
};
