import type { Party } from "../model.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** What somebody at the other end is called. */
export function nameOf({ name, number }: Party): string {
	return name || number || say(texts.unknownCaller);
}
