import { formatDescription, parseDescription } from "../../../modules/sdp/description.ts";
import { ANSWER, type DescriptionFacts, descriptionOperations } from "./description-facts.ts";

export function read(text: string, facts: DescriptionFacts): void {
	const description = parseDescription(text)!;
	const stream = description.streams[0]!;
	facts.session = description.session;
	facts.address = stream.address;
	facts.port = stream.port;
	facts.formats = stream.formats.length;
	facts.encoding = stream.formats[0]!.encoding;
	facts.direction = stream.direction;
	facts.ptime = stream.ptime ?? 0;
}

export const operations = () => {
	const answer = parseDescription(ANSWER)!;
	return descriptionOperations(read, () => formatDescription(answer));
};
