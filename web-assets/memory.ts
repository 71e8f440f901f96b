/** What the browser keeps of the page. A browser may forbid it, then nothing is kept. */

const PREFIX = "doorbell.";

/** A text kept before, by this tab or on this device; nothing when there is none. */
export function recall(name: string): string | null | undefined {
	return allowed(() => sessionStorage.getItem(PREFIX + name)) ?? recallLasting(name);
}

/** A text kept on this device, not only for this tab. */
export function recallLasting(name: string): string | null | undefined {
	return allowed(() => localStorage.getItem(PREFIX + name));
}

/** Keeps a text for this tab or, `lasting`, on this device; "" forgets it everywhere. */
export function remember(name: string, text: string, lasting: boolean): void {
	allowed(() => {
		sessionStorage.removeItem(PREFIX + name);
		localStorage.removeItem(PREFIX + name);
		if (text) (lasting ? localStorage : sessionStorage).setItem(PREFIX + name, text);
	});
}

/** Storage may be switched off or full: the page works without. */
function allowed<Result>(action: () => Result): Result | undefined {
	try {
		return action();
	} catch {
		return undefined;
	}
}
