import { equal } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { closePage, type OpenOptions, openPage } from "./chromium.ts";
import { until } from "./until.ts";

/** A line such as `[20:30:00] [INFO] SIP connection requested`. */
const LINE = /^\[(?:\d\d:\d\d:\d\d|--:--:--)\] (\[(?:INFO|ERROR|SENT|RECEIVED)\] .*)$/gm;

/** With the number of changes. */
export const SAVE = /^Save( \(\d+\))?$/;

export type TabName = "Now" | "Door" | "Log" | "Help" | "Settings";

/** The control page as a person sees it: by its words, whatever it is built of. */
export class ControlPage {
	readonly page: Page;

	/** Opens the page and waits until it knows how the doorbell is. */
	static async open(url: string, options?: OpenOptions): Promise<ControlPage> {
		const page = new ControlPage(await openPage(url, options));
		await page.page.getByRole("tablist").waitFor();
		return page;
	}

	constructor(page: Page) {
		this.page = page;
	}

	/** Waits until the title of what is shown is this, such as the state of the doorbell on the tab "Now". */
	async shows(title: string): Promise<void> {
		await this.page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
	}

	/** Whether the PBX knows the doorbell, as the head of the page says on every tab. */
	async showsRegistration(words: "Registered" | "Not Registered"): Promise<void> {
		await this.page.getByRole("banner").getByText(words, { exact: true }).waitFor();
	}

	button(name: string | RegExp): Locator {
		return this.page.getByRole("button", { name, exact: true });
	}

	field(name: string): Locator {
		return this.page.getByLabel(name, { exact: true }).filter({ visible: true });
	}

	async press(name: string): Promise<void> {
		await this.button(name).click();
	}

	/** Presses a button that looks as if that were in vain. */
	async pressInVain(name: string): Promise<void> {
		const button = this.button(name);
		equal(await button.getAttribute("aria-disabled"), "true");
		await button.click({ force: true });
	}

	/** Saves the settings that were changed. */
	async save(): Promise<void> {
		await this.button(SAVE).click();
		await this.reads(/^Saved\./);
	}

	/** Answers the question that is open. */
	async answer(button: string): Promise<void> {
		const question = this.page.getByRole("dialog");
		await question.getByRole("button", { name: button, exact: true }).click();
		await question.waitFor({ state: "hidden" });
	}

	/** Waits until words are there to be read. */
	async reads(words: string | RegExp): Promise<void> {
		await this.page.getByText(words).filter({ visible: true }).first().waitFor();
	}

	async openTab(name: TabName): Promise<void> {
		await this.page.getByRole("tab", { name, exact: true }).click();
		await this.page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
	}

	/** A part of the settings, opened. */
	async openSection(title: string): Promise<void> {
		const heading = this.page.getByRole("heading", { level: 2, name: title, exact: true });
		const section = this.page.getByRole("group").filter({ has: heading });
		if ((await section.getAttribute("open")) === null) await heading.click();
	}

	/** Level of the meter with this name, dBFS. */
	async level(name: "Microphone" | "Loudspeaker"): Promise<number> {
		return Number(await this.page.getByRole("meter", { name: `Level: ${name}` }).getAttribute("aria-valuenow"));
	}

	/** The lines of the tab "Log", without their times. */
	async log(): Promise<readonly string[]> {
		const text = await this.page.getByRole("log").innerText();
		return [...text.matchAll(LINE)].map(([, line]) => line!);
	}

	/** Waits until these lines are in the log, in this order behind the first `from` of them, whatever is between them. */
	async logs(from: number, ...lines: readonly string[]): Promise<void> {
		let shown: readonly string[] = [];
		await until(`log lines ${lines.join(" · ")}`, async () => {
			shown = await this.log();
			return hasInOrder(shown.slice(from), lines);
		}).catch((error: Error) => {
			throw new Error(`${error.message}; the page shows\n${shown.join("\n")}`);
		});
	}

	async close(): Promise<void> {
		await closePage(this.page);
	}
}

function hasInOrder(shown: readonly string[], wanted: readonly string[]): boolean {
	let at = 0;
	for (const line of shown) if (line === wanted[at]) at++;
	return at === wanted.length;
}
