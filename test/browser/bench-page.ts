import type { Locator, Page } from "playwright-core";
import { closePage, type OpenOptions, openPage } from "./chromium.ts";
import { TAP } from "./tone.ts";

/** What may be chosen to be said at the door or at a phone. */
export type Sound = "silence" | "test tone" | "voice-like signal" | "this computer's microphone";

/** A phone of the house, as the bench shows it. */
export class BenchPhone {
	readonly #region: Locator;

	constructor(region: Locator) {
		this.#region = region;
	}

	/** Waits until its screen says this, such as "Incoming call". */
	async shows(words: string): Promise<void> {
		await this.#region.getByRole("status").filter({ hasText: words }).waitFor();
	}

	async press(button: string): Promise<void> {
		await this.#region.getByRole("button", { name: button, exact: true }).click();
	}

	async pressKey(key: string): Promise<void> {
		const keys = this.#region.getByRole("group", { name: /^Keys of/ });
		await keys.getByRole("button", { name: new RegExp(`^${key}\\b`) }).click();
	}

	async says(sound: Sound): Promise<void> {
		await this.#region.getByRole("combobox", { name: "Resident's voice" }).selectOption(sound);
	}

	async listen(on: boolean): Promise<void> {
		await this.#region.getByRole("switch", { name: "Listen at this phone" }).setChecked(on);
	}

	/** What is heard there, dBFS. */
	async level(): Promise<number> {
		return levelOf(this.#region.getByRole("meter", { name: "Listen at this phone: level" }));
	}
}

/** The bench as a person sees it: by its words, whatever it is built of. */
export class BenchPage {
	readonly page: Page;

	/** Opens the bench, whose sounds can be measured. */
	static async open(url: string, options?: OpenOptions): Promise<BenchPage> {
		const bench = new BenchPage(await openPage(url, { ...options, script: TAP }));
		await bench.page.getByText("registered, ready").waitFor();
		return bench;
	}

	constructor(page: Page) {
		this.page = page;
	}

	/** Phone 1 or 2. */
	phone(number: number): BenchPhone {
		return new BenchPhone(this.page.getByRole("region", { name: `Phone ${number}`, exact: true }));
	}

	/** Presses a bell button as long as a visitor does. */
	async ring(button = 1): Promise<void> {
		await this.page.getByRole("button", { name: `Bell ${button}` }).click({ delay: 150 });
	}

	async showsDoor(state: "open" | "closed"): Promise<void> {
		await this.page.getByRole("img", { name: `The front door is ${state}` }).waitFor();
	}

	async visitorSays(sound: Sound): Promise<void> {
		await this.page.getByRole("combobox", { name: "Visitor's voice" }).selectOption(sound);
	}

	async listenAtTheDoor(on: boolean): Promise<void> {
		await this.page.getByRole("switch", { name: "Listen at the door" }).setChecked(on);
	}

	/** What is heard at the door, dBFS. */
	async levelAtTheDoor(): Promise<number> {
		return levelOf(this.page.getByRole("meter", { name: "Listen at the door: level" }));
	}

	async close(): Promise<void> {
		await closePage(this.page);
	}
}

async function levelOf(meter: Locator): Promise<number> {
	return Number(await meter.getAttribute("aria-valuenow"));
}
