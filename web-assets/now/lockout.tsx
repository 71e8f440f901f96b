import { page } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";
import { span } from "./figures.ts";
import { useSeconds } from "./seconds.ts";

/** Says for how long strangers are locked out, while they are. */
export function Lockout() {
	const lock = page.link === "lost" ? undefined : page.status?.lock;
	const left = -useSeconds(lock ? -lock.seconds : undefined);
	return <p class="problem">{lock && say(texts.lockedOut, span(Math.max(1, left)))}</p>;
}
