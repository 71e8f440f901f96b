import { USER } from "../credentials.ts";

/** Tells password managers whose password a form takes; nobody sees it. */
export function Username() {
	return <input class="hidden" autocomplete="username" value={USER} readOnly tabIndex={-1} aria-hidden="true" />;
}
