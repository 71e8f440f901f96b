import { useEffect } from "preact/hooks";
import { ask, guardTab } from "../store.ts";
import * as texts from "../texts/all.ts";
import { say } from "../texts.ts";

/** Asks before changes are lost by leaving the tab or the page. */
export function useGuard(changed: boolean): void {
	useEffect(() => {
		if (!changed) return;
		window.onbeforeunload = (event) => event.preventDefault();
		guardTab(() => ask({ title: say(texts.leave), confirm: say(texts.discard), danger: true }));
		return () => {
			window.onbeforeunload = null;
			guardTab(undefined);
		};
	}, [changed]);
}
