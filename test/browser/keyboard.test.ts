import { equal } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";

/** More than there is to be reached on any page. */
const STEPS = 120;

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	const focused = target.and(page.locator(":focus"));
	for (let step = 0; step < STEPS; step++) {
		if ((await focused.count()) > 0) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`${target} is not reached by the Tab key`);
}

describe("Control page and bench by keyboard alone", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("ring, answer and hang up", async () => {
		const phone = bench.page.getByRole("region", { name: "Phone 1" });
		await tabTo(bench.page, bench.page.getByRole("button", { name: "Bell 1" }));
		await bench.page.keyboard.press("Enter", { delay: 150 });
		await bench.phone(1).shows("Incoming call");
		await tabTo(bench.page, phone.getByRole("button", { name: "Answer" }));
		await bench.page.keyboard.press("Enter");
		await page.shows("Connected");
		await tabTo(page.page, page.button("Open door"));
		await page.page.keyboard.press("Space");
		await bench.showsDoor("open");
		await tabTo(page.page, page.button("Hang up"));
		await page.page.keyboard.press("Enter");
		await bench.phone(1).shows("Ready");
	});

	it("move through the tabs with the arrow keys", async () => {
		const tab = (name: string) => page.page.getByRole("tab", { name, selected: true }).and(page.page.locator(":focus"));
		await tabTo(page.page, page.page.getByRole("tab", { name: "Now" }));
		await page.page.keyboard.press("ArrowRight");
		await tab("Door").waitFor();
		await page.page.keyboard.press("ArrowRight");
		await tab("Log").waitFor();
		await page.page.keyboard.press("End");
		await tab("Settings").waitFor();
		await page.page.keyboard.press("ArrowRight");
		await tab("Now").waitFor();
		await page.page.keyboard.press("ArrowLeft");
		await tab("Settings").waitFor();
	});

	it("leave a question with Escape, back where they were", async () => {
		const restart = page.button("Restart");
		await tabTo(page.page, restart);
		await page.page.keyboard.press("Enter");
		await page.page.getByRole("dialog").waitFor();
		await page.page.keyboard.press("Escape");
		await page.page.getByRole("dialog").waitFor({ state: "hidden" });
		await restart.and(page.page.locator(":focus")).waitFor();
	});

	itStaysQuiet();
});

describe("Language of the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;

	before(async () => {
		page = await ControlPage.open(program.page, { locale: "de-DE" });
	});

	it("is German where the browser's is", async () => {
		await page.shows("Angemeldet");
		equal(await page.page.locator("html").getAttribute("lang"), "de");
		await page.page.getByRole("tab", { name: "Einstellungen" }).click();
		await page.reads("Welche Telefonanlage?");
		await page.reads(/^Name oder Adresse der (Telefona|A)nlage/);
	});

	it("is German for what the doorbell says, too", async () => {
		expectProblem(page.page, /^PATCH \/api\/config gets 422$/);
		await page.openSection("Telefonanlage: mehr");
		await page.field("SIP-Port").fill("0,5");
		await page.button(/^Speichern/).click();
		await page.reads(/ganze Zahl von 1 bis 65535/);
		await page.press("Verwerfen");
	});

	it("is changed with one button, for good", async () => {
		await page.press("English");
		await page.reads("Which phone system?");
		await page.page.reload();
		await page.reads("Which phone system?");
		equal(await page.page.locator("html").getAttribute("lang"), "en");
		await page.press("Deutsch");
		await page.reads("Welche Telefonanlage?");
	});

	itStaysQuiet();
});
