import { deepEqual, equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { BenchPage } from "./bench-page.ts";
import { ControlPage, SAVE } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

const SECTION = "First bell button";

describe("Settings on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let backup: string;

	/** Changes the name of the first bell button, but does not save it. */
	async function rename(name: string): Promise<void> {
		await page.openSection(SECTION);
		await page.field("Name").fill(name);
	}

	before(async () => {
		page = await ControlPage.open(program.page);
		await page.openTab("Settings");
	});

	it("are changed and saved", async () => {
		await rename("Garden gate");
		await page.save();
		await page.openTab("Now");
		await page.button("Ring: Garden gate").waitFor();
		await page.openTab("Settings");
	});

	it("say at the field what is wrong with it, and keep the rest", async () => {
		expectProblem(page.page, /^PATCH \/api\/config gets 422$/);
		await page.openSection("Phone system: more");
		await page.field("SIP port").fill("70000");
		await page.button(SAVE).click();
		const field = page.page.getByRole("textbox", { name: "SIP port", description: /whole number from 1 to 65535/ });
		await field.waitFor();
		equal(await field.getAttribute("aria-invalid"), "true");
		await page.press("Discard");
		await page.button(SAVE).waitFor({ state: "hidden" });
	});

	it("are not lost without a question when another tab is chosen", async () => {
		await rename("Back door");
		await page.page.getByRole("tab", { name: "Now" }).click();
		await page.answer("Cancel");
		equal(await page.field("Name").inputValue(), "Back door");
		await page.page.getByRole("tab", { name: "Now" }).click();
		await page.answer("Discard");
		await page.button("Ring: Garden gate").waitFor();
		await page.openTab("Settings");
	});

	it("are not lost without a question when the page is left", async () => {
		await rename("Back door");
		const asked = page.page.waitForEvent("dialog");
		const left = page.page.reload();
		const question = await asked;
		equal(question.type(), "beforeunload");
		await question.accept();
		await left;
		await page.openSection(SECTION);
		equal(await page.field("Name").inputValue(), "Garden gate");
	});

	it("are filled in by a preset, which saves nothing by itself", async () => {
		await page.press("FRITZ!Box");
		await page.reads(/LAN\/WLAN/);
		await page.openSection("Phone system");
		equal(await page.field("PBX").inputValue(), "fritz.box");
		await page.press("Discard");
		ok((await page.field("PBX").inputValue()).startsWith("127.0.0.1"));
	});

	it("go into a file, without secrets", async () => {
		const downloads = page.page.waitForEvent("download");
		await page.press("Save to a file");
		const download = await downloads;
		equal(download.suggestedFilename(), "doorbell-settings.json");
		backup = await readFile(await download.path(), "utf8");
		const document = JSON.parse(backup);
		equal(document.version, 1);
		ok(backup.includes("Garden gate"));
		deepEqual(
			Object.keys(document.settings ?? document).filter((key) => /password|code$/.test(key)),
			[],
		);
	});

	it("come back from that file after a look at what changes", async () => {
		await rename("Cellar");
		await page.save();
		await choose(backup);
		const preview = page.page.getByRole("dialog");
		const change = preview.getByRole("row", { name: /Name/ });
		await change.filter({ hasText: "Cellar" }).filter({ hasText: "Garden gate" }).waitFor();
		await page.answer("Restore from a file");
		await until("the name is back", async () => (await page.field("Name").inputValue()) === "Garden gate");
	});

	it("do not come from any other file", async () => {
		await choose("Dear diary");
		await page.reads(/is no backup of a doorbell/);
	});

	it("ring the phones for a test", async () => {
		const bench = await BenchPage.open(program.bench);
		await page.press("Test call");
		await bench.phone(1).shows("Incoming call");
		await bench.phone(1).press("Decline");
		await bench.phone(2).press("Decline");
		await bench.phone(2).shows("Ready");
		await bench.close();
	});

	it("outlive a restart, which the page tells and survives by itself", async () => {
		expectProblem(page.page, /fails: net::ERR_/);
		await page.press("Restart");
		await page.answer("Restart");
		await page.reads(/cannot be reached or restarts/);
		await page.page.getByText(/cannot be reached or restarts/).waitFor({ state: "hidden" });
		await page.openTab("Log");
		await page.reads("The doorbell started anew");
		await page.openTab("Now");
		await page.shows("Registered");
		await page.button("Ring: Garden gate").waitFor();
	});

	it("are forgotten by a factory reset, after a question", async () => {
		await page.openTab("Settings");
		await page.press("Factory reset");
		await page.answer("Cancel");
		await page.press("Factory reset");
		await page.answer("Factory reset");
		await page.openTab("Now");
		await page.button("Ring: Doorbell").waitFor();
	});

	itStaysQuiet();

	/** Chooses a file with such a content to restore from. */
	async function choose(content: string): Promise<void> {
		const choosers = page.page.waitForEvent("filechooser");
		await page.press("Restore from a file");
		const buffer = Buffer.from(content);
		await (await choosers).setFiles({ name: "backup.json", mimeType: "application/json", buffer });
	}
});
