import { CORPUS } from "../corpus.ts";
import type { Operation } from "./operation.ts";

/**
 * What a user agent has to know of a message to act on it: the same for every library. One object is used again and
 * again, so that it counts for nobody.
 */
export interface Facts {
	/** Of a response, that of its CSeq. */
	method: string;
	/** 0 in a request. */
	status: number;
	/** Of the topmost Via. */
	viaHost: string;
	viaPort: number;
	branch: string;
	fromUser: string;
	fromHost: string;
	fromTag: string;
	toUser: string;
	toHost: string;
	toTag: string;
	sequence: number;
	callId: string;
	/** Of the first Contact; "" and 0 without one. */
	contactUser: string;
	contactHost: string;
	contactPort: number;
	/** How many hops Record-Route names, and the host of the first. */
	routes: number;
	routeHost: string;
	body: string;
}

/** Reads a message and tells what is in it. Throws when it cannot. */
export type Reader = (text: string, facts: Facts) => void;

export function emptyFacts(): Facts {
	return {
		method: "",
		status: 0,
		viaHost: "",
		viaPort: 0,
		branch: "",
		fromUser: "",
		fromHost: "",
		fromTag: "",
		toUser: "",
		toHost: "",
		toTag: "",
		sequence: 0,
		callId: "",
		contactUser: "",
		contactHost: "",
		contactPort: 0,
		routes: 0,
		routeHost: "",
		body: "",
	};
}

/** Reading each message of the corpus, by its name. */
export function readings(read: Reader): readonly Operation[] {
	const facts = emptyFacts();
	return CORPUS.map(({ name, text }) => ({ name, run: () => read(text, facts) }));
}
