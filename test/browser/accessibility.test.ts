import { isAccessible } from "./accessibility.ts";
import { BenchPage } from "./bench-page.ts";
import { openPage } from "./chromium.ts";
import { ControlPage, SAVE } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";

const SECTIONS = [
	"Phone system",
	"Phone system: more",
	"First bell button",
	"Phones without a PBX",
	"Calls",
	"Sound",
	"Door",
	"Light",
	"Clock",
];

describe("Accessibility, light and dark, of phone and desktop width", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("is given on the tab Now", () => isAccessible(page.page));

	it("is given on the bench", () => isAccessible(bench.page));

	it("is given while the phones ring", async () => {
		await bench.ring();
		await bench.phone(1).shows("Incoming call");
		await page.shows("It rings…");
		await isAccessible(page.page);
		await isAccessible(bench.page);
	});

	it("is given in a call", async () => {
		await bench.phone(1).press("Answer");
		await page.shows("Connected");
		await isAccessible(page.page);
		await bench.phone(1).pressKey("9");
		await isAccessible(bench.page);
		await bench.phone(1).press("Hang up");
		await page.shows("Registered");
	});

	it("is given on the tab Log", async () => {
		await page.openTab("Log");
		await isAccessible(page.page);
	});

	it("is given on the tab Help, with messages open", async () => {
		await page.openTab("Help");
		await page
			.button(/INVITE/)
			.first()
			.click();
		await isAccessible(page.page);
	});

	it("is given on the tab Settings, with all parts open and an error", async () => {
		expectProblem(page.page, /^PATCH \/api\/config gets 422$/);
		await page.openTab("Settings");
		await page.press("FRITZ!Box");
		for (const title of SECTIONS) await page.openSection(title);
		await page.field("SIP port").fill("70000");
		await page.button(SAVE).click();
		await page.page.getByRole("textbox", { name: "SIP port", description: /whole number/ }).waitFor();
		await isAccessible(page.page);
		await page.press("Discard");
	});

	it("is given in a question", async () => {
		await page.press("Factory reset");
		await page.page.getByRole("dialog").waitFor();
		await isAccessible(page.page);
		await page.answer("Cancel");
	});

	it("is given on one phone's own tab of the bench", async () => {
		await isAccessible(await openPage(`${program.bench}/?phone=2`));
	});

	itStaysQuiet();
});

describe("Accessibility of the log-in, light and dark, of phone and desktop width", () => {
	const program = startDoorbell("--host", "0.0.0.0");

	it("is given where the first password is set", async () => {
		const page = new ControlPage(await openPage(program.page));
		await page.shows("Welcome");
		await isAccessible(page.page);
		await page.field("New password").fill("four words are easy");
		expectProblem(page.page, / gets 401$/);
		await page.press("Set password");
		await page.shows("Registered");
		await page.close();
	});

	it("is given where a wrong one was entered", async () => {
		const page = new ControlPage(await openPage(program.page));
		expectProblem(page.page, / gets 401$/);
		await page.field("Password of the doorbell").fill("a wrong password");
		await page.press("Log in");
		await page.reads("The password is wrong.");
		await isAccessible(page.page);
		await page.close();
	});

	itStaysQuiet();
});
