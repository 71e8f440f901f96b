import { THREE_CX } from "./3cx.ts";
import { ASTERISK } from "./asterisk.ts";
import type { PbxProfile } from "./behaviour.ts";
import { FREEPBX } from "./freepbx.ts";
import { FRITZBOX } from "./fritzbox.ts";

/** The built-in PBX as it is by itself: by the book. */
export const PLAIN: PbxProfile = Object.freeze({ name: "plain", title: "By the book", quirks: Object.freeze([]) });

/** What the built-in PBX can be like. */
export const PROFILES: readonly PbxProfile[] = Object.freeze([PLAIN, FRITZBOX, ASTERISK, FREEPBX, THREE_CX]);

/** The profile of a name; `undefined` when there is none. */
export function profileOf(name: string): PbxProfile | undefined {
	return PROFILES.find((profile) => profile.name === name);
}
