/** Randomised pause before a re-INVITE that met another one is tried again (RFC 3261 §14.1), milliseconds. */
const CALLER_MINIMUM = 2_100;
const CALLER_SPREAD = 1_900;
const CALLED_SPREAD = 2_000;

/** Milliseconds to wait after glare; who placed the call waits longer. `random` is from 0 to below 1. */
export function glarePause(caller: boolean, random: number): number {
	return caller ? CALLER_MINIMUM + random * CALLER_SPREAD : random * CALLED_SPREAD;
}
