import { CALLEES } from "./callees.ts";
import { CALLERS } from "./callers.ts";
import { CALLS } from "./calls.ts";
import { REGISTRATION } from "./registration.ts";
import { SOUND } from "./sound.ts";

/**
 * One place of the doorbell, and what is put there instead so that one behaviour is lost. Its test has to fail then:
 * `npm run test:interop -- --broken`.
 */
export interface Breakage {
	/** File of the test in test/interop, without `.test.ts`. */
	readonly test: string;
	/** How its title begins; no other one of that file begins so. */
	readonly title: string;
	/** What the peer does, in a few words. */
	readonly peer: string;
	/** What the doorbell does no more. */
	readonly broken: string;
	/** In modules/. */
	readonly file: string;
	/** Stands there once. */
	readonly text: string;
	readonly by: string;
}

export const BREAKAGES: readonly Breakage[] = [...REGISTRATION, ...CALLS, ...CALLEES, ...CALLERS, ...SOUND];
