import { equal } from "node:assert/strict";
import { isAccessible } from "./accessibility.ts";
import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

describe("Hold and transfer on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("are not offered without a call", async () => {
		for (const name of ["Hold", "Transfer"]) equal(await page.button(name).count(), 0);
	});

	it("put the other side on hold, and go on with it", async () => {
		await bench.phone(1).press("Call door");
		await page.shows("Connected");
		await page.press("Hold");
		await page.shows("On hold");
		await page.reads("The doorbell holds the call.");
		await isAccessible(page.page);
		await page.press("Resume");
		await page.shows("Connected");
		await page.button("Hold").waitFor();
	});

	it("are done with the keyboard, which stays where it was", async () => {
		await page.button("Hold").focus();
		await page.page.keyboard.press("Enter");
		await page.shows("On hold");
		await page.button("Resume").and(page.page.locator(":focus")).waitFor();
		await page.page.keyboard.press("Space");
		await page.shows("Connected");
	});

	it("tell that the other side holds the call", async () => {
		await bench.phone(1).press("Hold");
		await page.shows("On hold");
		await page.reads("The other side holds the call.");
		await page.press("Hold");
		await page.reads("The doorbell holds the call.");
		await page.reads("The other side holds the call.");
		await page.press("Resume");
		await bench.phone(1).press("Resume");
		await page.shows("Connected");
	});

	it("ask whom to transfer to, and say at the field what is wrong with it", async () => {
		expectProblem(page.page, /^POST \/api\/call\/transfer gets 422$/);
		await page.press("Transfer");
		const dialog = page.page.getByRole("dialog", { name: "Transfer" });
		await dialog.waitFor();
		await page.page.keyboard.type("no phone");
		await page.page.keyboard.press("Enter");
		const field = dialog.getByRole("textbox", { name: "Number or address", description: /a number such as/i });
		await field.waitFor();
		equal(await field.getAttribute("aria-invalid"), "true");
		await isAccessible(page.page);
		await page.page.keyboard.press("Escape");
		await dialog.waitFor({ state: "hidden" });
		await page.button("Transfer").and(page.page.locator(":focus")).waitFor();
	});

	it("say what came of a transfer", async () => {
		await page.press("Transfer");
		await page.field("Number or address").last().fill("**77");
		await page.answer("Transfer");
		await page.reads(/^The call was not transferred: /);
		await page.shows("Connected");
		await isAccessible(page.page);
	});

	it("end with the call", async () => {
		await page.press("Transfer");
		await bench.phone(1).press("Hang up");
		await page.shows("Registered");
		await page.page.getByRole("dialog").waitFor({ state: "hidden" });
		equal(await page.button("Hold").count(), 0);
	});

	itStaysQuiet();
});

describe("Second caller on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("hears that the door is busy at first", async () => {
		await bench.phone(1).press("Call door");
		await page.shows("Connected");
		await bench.phone(2).press("Call door");
		await bench.phone(2).shows("Ready");
		equal(await page.button(/^Switch to/).count(), 0);
		await bench.phone(1).press("Hang up");
		await page.shows("Registered");
	});

	it("is told of when the settings say so", async () => {
		await page.openTab("Settings");
		await page.openSection("Calls");
		await page.field("Second caller").selectOption("Ringing, to switch to");
		await page.save();
		await page.openTab("Now");
		await bench.phone(1).press("Call door");
		await page.shows("Connected");
		await bench.phone(2).press("Call door");
		const told = page.page.getByRole("status").filter({ hasText: "Phone 2 is calling, too." });
		await told.waitFor();
		await isAccessible(page.page);
	});

	it("is switched to, and back", async () => {
		await page.press("Switch to Phone 2");
		await page.reads("Phone 1 is on hold.");
		await page.shows("Connected");
		await bench.phone(2).shows("In the call");
		await isAccessible(page.page);
		await page.press("Switch to Phone 1");
		await page.reads("Phone 2 is on hold.");
	});

	it("remains when the other one hangs up", async () => {
		await bench.phone(1).press("Hang up");
		await until("Phone 2 is alone", async () => (await page.button(/^Switch to/).count()) === 0);
		await page.shows("Connected");
		await page.page.getByRole("status").filter({ hasText: "Phone 2" }).first().waitFor();
	});

	it("is rejected", async () => {
		await bench.phone(1).press("Call door");
		await page.reads(/^Phone 1 is calling, too/);
		await page.press("Reject");
		await bench.phone(1).shows("Ready");
		await until("Phone 2 is alone", async () => (await page.button(/^Switch to/).count()) === 0);
		await page.pressInVain("Reject");
		await page.press("Hang up");
		await page.shows("Registered");
	});

	itStaysQuiet();
});
