import type { Value } from "../model.ts";
import { targetsOf } from "../now/figures.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** By name, or by the address that it has when it is new. */
const FRITZ_BOX = /fritz|^192\.168\.178\.1(:|$)/i;
/** A phone's internal number as the box shows it. */
const BARE = /^6[12]\d$/;

/** Warns of a number that a FRITZ!Box rings only with ** before it (interop trap F9); "" where there is none. */
export function warnOfBareNumber(targets: string, registrar: Value): string {
	const bare = FRITZ_BOX.test(String(registrar)) && targetsOf(targets).find((target) => BARE.test(target));
	return bare ? say(texts.bareNumber, bare) : "";
}
