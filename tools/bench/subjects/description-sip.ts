import { parse, stringify } from "sip/sdp";
import { ANSWER, type DescriptionFacts, descriptionOperations } from "./description-facts.ts";

/** It leaves attributes as text: the caller takes them apart. */
export function read(text: string, facts: DescriptionFacts): void {
	const description = parse(text);
	const stream = description.m[0]!;
	facts.session = description.o.id;
	facts.address = description.c.address;
	facts.port = stream.port;
	facts.formats = stream.fmt.length;
	facts.direction = "sendrecv";
	for (const attribute of stream.a) {
		if (attribute.startsWith(`rtpmap:${stream.fmt[0]} `)) facts.encoding = attribute.split(" ")[1]!;
		else if (attribute.startsWith("ptime:")) facts.ptime = Number(attribute.slice(6));
		else if (attribute === "sendonly" || attribute === "recvonly" || attribute === "inactive")
			facts.direction = attribute;
	}
}

export const operations = () => {
	const answer = parse(ANSWER);
	return descriptionOperations(read, () => stringify(answer));
};
