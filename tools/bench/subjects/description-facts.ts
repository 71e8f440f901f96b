import { CORPUS } from "../corpus.ts";
import type { Operation } from "./operation.ts";

/** What a call has to know of a session description. */
export interface DescriptionFacts {
	session: string;
	address: string;
	port: number;
	/** How many formats there are; encoding and clock rate of the first, such as `PCMU/8000`. */
	formats: number;
	encoding: string;
	direction: string;
	ptime: number;
}

export type DescriptionReader = (text: string, facts: DescriptionFacts) => void;

export const READ_NAME = "offer of baresip, read";
export const WRITE_NAME = "answer, written";

/** baresip's offer. */
export const OFFER = bodyOf("INVITE with SDP");
/** baresip's answer. */
export const ANSWER = bodyOf("200 with Record-Route and SDP");

function bodyOf(name: string): string {
	const { text } = CORPUS.find((message) => message.name === name)!;
	return text.slice(text.indexOf("\r\n\r\n") + 4);
}

export function emptyDescriptionFacts(): DescriptionFacts {
	return { session: "", address: "", port: 0, formats: 0, encoding: "", direction: "", ptime: 0 };
}

/** Reading the offer, and writing the answer from what was read of it. */
export function descriptionOperations(read: DescriptionReader, write: () => string): readonly Operation[] {
	const facts = emptyDescriptionFacts();
	const written = { text: "" };
	return [
		{ name: READ_NAME, run: () => read(OFFER, facts) },
		{ name: WRITE_NAME, run: () => void (written.text = write()) },
	];
}
