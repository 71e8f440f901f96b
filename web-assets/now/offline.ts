import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** Why nothing can be done now: a sentence while the doorbell is not there, "" otherwise. */
export function isOffline(): string {
	return page.link === "lost" || !page.status ? say(texts.offline) : "";
}
