/** What the page knows at the moment, and who wants to hear of changes. */

import { useState } from "preact/hooks";
import type { Line } from "./log/lines.ts";
import type { Access, Levels, Settings, Status } from "./model.ts";
import { type Language, speak } from "./texts.ts";
import type { Trace } from "./why/model.ts";

export type Tab = "now" | "door" | "log" | "why" | "settings";
export const TABS: readonly Tab[] = ["now", "door", "log", "why", "settings"];

/** A yes-or-no question to the person at the page. */
export interface Question {
	readonly title: string;
	readonly text?: string;
	/** Label of the button that says yes. */
	readonly confirm: string;
	/** What cannot be undone is asked in red. */
	readonly danger?: boolean;
	/** Only who knows the password says yes. */
	readonly isRight?: (password: string) => boolean;
	readonly onAnswer: (yes: boolean) => void;
}

export interface Notice {
	readonly text: string;
	readonly kind: "info" | "error";
}

export interface Page {
	readonly language: Language;
	readonly tab: Tab;
	/** What the person may do; not known until the doorbell said so. */
	readonly access?: Access["access"];
	/** A forgotten password can be replaced. */
	readonly armed?: boolean;
	/** What the device has. */
	readonly wifi?: boolean;
	readonly updates?: boolean;
	/** How news arrive: by the event stream, by polling, or not at all for now; not known before. */
	readonly link?: "live" | "polling" | "lost" | undefined;
	readonly status?: Status | undefined;
	/** When `status` arrived, in milliseconds of `performance.now()`. */
	readonly statusAt: number;
	readonly levels?: Levels | undefined;
	readonly lines: readonly Line[];
	/** As GET /api/config tells them, once read. */
	readonly settings?: Settings | undefined;
	/** SIP messages, once somebody looked. */
	readonly trace?: Trace | undefined;
	readonly question?: Question | undefined;
	readonly notice?: Notice | undefined;
}

/** What the page knows now. */
export let page: Page = { language: "en", tab: "now", statusAt: 0, lines: [] };

let draw = (_: object): void => undefined;

/** For the component around all others: draws it anew, with all that is in it, whenever the page knows something else. */
export function useStore(): void {
	[, draw] = useState({});
}

/** Changes what the page knows. */
export function update(changes: Partial<Page>): void {
	page = { ...page, ...changes };
	draw(page);
}

/** Speaks another language from now on. */
export function chooseLanguage(language: Language): void {
	speak(language);
	document.documentElement.lang = language;
	update({ language });
}

/** Asks a question in a dialog; false when it is closed. */
export function ask(question: Omit<Question, "onAnswer">): Promise<boolean> {
	return new Promise((resolve) => {
		const onAnswer = (yes: boolean) => {
			update({ question: undefined });
			resolve(yes);
		};
		update({ question: { ...question, onAnswer } });
	});
}

const NOTICE_TIME = 6_000;

/** Shows one sentence for a while. */
export function notify(text: string, kind: Notice["kind"] = "info"): void {
	const notice = { text, kind };
	update({ notice });
	setTimeout(() => {
		if (page.notice === notice) update({ notice: undefined });
	}, NOTICE_TIME);
}

/** Asked before a tab is left; false stays. */
let guard: (() => boolean | Promise<boolean>) | undefined;

/** Sets who is asked before the tab is left, such as a form with unsaved changes. */
export function guardTab(question: typeof guard): void {
	guard = question;
}

export async function chooseTab(tab: Tab): Promise<void> {
	if (tab !== page.tab && (!guard || (await guard()))) update({ tab });
	history.replaceState(null, "", `#${page.tab}`);
}
