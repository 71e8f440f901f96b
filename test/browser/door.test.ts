import { equal, match, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isAccessible } from "./accessibility.ts";
import { BenchPage } from "./bench-page.ts";
import { openPage } from "./chromium.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

const GUEST = "273594";
const WRONG = "111111";

describe("Door codes on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	/** Presses keys of phone 1 as a person does. */
	async function type(keys: string): Promise<void> {
		for (const key of keys) await bench.phone(1).pressKey(key);
	}

	const rows = () => page.page.getByRole("row");

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("come with a script of their own, when their tab is opened", async () => {
		const script = page.page.waitForRequest(/\/door\.js$/);
		await page.openTab("Door");
		await script;
		await page.button("Change: Door: code of the house").waitFor();
		await page.button("Change: Light: code of the house").waitFor();
		await isAccessible(page.page);
	});

	it("say at the field what is wrong with one, and why a short one is not for everyone", async () => {
		expectProblem(page.page, /^PUT \/api\/codes\/3 gets 422$/);
		await page.press("Add a code");
		await page.reads(/Fewer than four are soon tried out by anybody who calls/);
		await page.field("Name").fill("Parcels");
		await page.field("Keys").fill("5");
		await page.press("Save");
		await page.page.getByRole("combobox", { name: "For whom", description: /anybody may try/ }).waitFor();
		await page.field("Keys").fill(GUEST);
		await page.field("Times of the week").fill("Noday 8-9");
		await page.press("Save");
		const field = page.page.getByRole("textbox", { name: "Times of the week", description: /times of the week such/ });
		await field.and(page.page.locator(":focus")).waitFor();
		await isAccessible(page.page);
	});

	it("are kept, and never shown again", async () => {
		await page.field("Times of the week").fill("Mo-Su 00:00-24:00");
		await page.field("Until").fill("2099-12-24T18:00");
		await page.field("Only once").check();
		await page.press("Save");
		await page.reads("Saved.");
		await page.reads(/^Door · everyone · Mo-Su 00:00-24:00 · until 24 Dec 2099, 18:00 · only once$/);
		ok(!(await page.page.content()).includes(GUEST));
		await isAccessible(page.page);
		await page.press("Change: Parcels");
		equal(await page.field("Keys").inputValue(), "");
		equal(await page.field("Until").inputValue(), "2099-12-24T18:00");
		await page.field("Name").fill("Postman");
		await page.press("Save");
		await page.button("Change: Postman").waitFor();
	});

	it("open the door, a code for one time only once", async () => {
		await bench.phone(1).press("Call door");
		await bench.phone(1).shows("In the call");
		await type(GUEST);
		await bench.showsDoor("open");
		await page.button("Change: Postman").waitFor({ state: "detached" });
		await bench.showsDoor("closed");
		await rows()
			.filter({ hasText: /^.*opened/i })
			.filter({ hasText: /Postman/ })
			.first()
			.waitFor();
	});

	it("lock a caller out after wrong ones, which the page tells", async () => {
		const lockout = rows().filter({ hasText: /Locked out for \d+ min/ });
		await until("the caller is locked out", async () => {
			await type(WRONG);
			await bench.phone(1).pressKey("hash");
			return (await lockout.count()) > 0;
		});
		await page.openTab("Now");
		await page.page.getByRole("status").filter({ hasText: "Wrong code" }).waitFor();
		await isAccessible(page.page);
		await type(GUEST);
		await bench.phone(1).press("Hang up");
		await page.shows("Registered");
		await bench.showsDoor("closed");
	});

	it("are of no use to strangers for a while after many wrong ones, which the page tells on both tabs", async () => {
		// Wrong tries from many places would take too long here: only the doorbell's word for it is put in.
		const other = new ControlPage(await openPage("about:blank"));
		expectProblem(other.page, /^GET \/api\/events gets 503$/);
		await other.page.route("**/api/events", (route) => route.fulfill({ status: 503, json: {} }));
		await other.page.route("**/api/status", async (route) => {
			const response = await route.fetch();
			await route.fulfill({ response, json: { ...(await response.json()), lock: { seconds: 300 } } });
		});
		await other.page.goto(program.page);
		const told = /^Too many wrong codes: strangers are locked out for another 5 min\.$/;
		await other.reads(told);
		await isAccessible(other.page);
		await other.openTab("Door");
		await other.reads(told);
		await other.button("Change: Door: code of the house").waitFor();
		await isAccessible(other.page);
		await other.close();
	});

	it("leave an audit, which can be downloaded and tells no keys", async () => {
		await page.openTab("Door");
		await rows()
			.filter({ hasText: /locked/i })
			.first()
			.waitFor();
		await rows()
			.filter({ hasText: /refused/i })
			.first()
			.waitFor();
		const downloads = page.page.waitForEvent("download");
		await page.press("Download");
		const download = await downloads;
		equal(download.suggestedFilename(), "doorbell-audit.csv");
		const text = await readFile(await download.path(), "utf8");
		match(text, /opened/);
		match(text, /locked/);
		for (const keys of [GUEST, WRONG]) ok(!text.includes(keys) && !(await page.page.content()).includes(keys));
	});

	it("of the house are changed and deleted, too", async () => {
		await page.press("Change: Door: code of the house");
		equal(await page.page.getByLabel("Until").count(), 0);
		await page.field("Keys").fill("8642");
		await page.press("Save");
		await page.reads("Saved.");
		await page.press("Delete: Door: code of the house");
		await page.answer("Cancel");
		await page.press("Delete: Door: code of the house");
		await page.answer("Delete");
		await until("it is gone", async () => (await page.button("Delete: Door: code of the house").count()) === 0);
		await page.reads("not set");
	});

	it("speak German", async () => {
		await page.press("Deutsch");
		await page.reads("Türcodes");
		await page.reads("nicht gesetzt");
		await page.press("Code hinzufügen");
		await page.field("Schaltung").selectOption("Abwechselnd an und aus");
		await isAccessible(page.page);
		await page.press("Abbrechen");
		await page.press("English");
	});

	itStaysQuiet();
});

describe("Do not disturb on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.shows("Registered");
	});

	it("keeps the phones still until its end, which it tells", async () => {
		await page.press("1 h");
		await page.reads(/^Do not disturb until \d\d:\d\d: the buttons ring nobody\.$/);
		await isAccessible(page.page);
		await bench.ring();
		await page.reads("Do not disturb: nobody is rung");
		await bench.phone(1).shows("Ready");
		await page.shows("Registered");
	});

	it("ends before that when it is told to", async () => {
		await page.press("End");
		await page.button("1 h").waitFor();
		// Who presses twice within a moment has pressed once.
		await until("the phones ring", async () => {
			await bench.ring();
			return bench.page.getByText("Incoming call").first().isVisible();
		});
		await bench.phone(1).press("Decline");
		await bench.phone(2).press("Decline");
	});

	it("lasts until the morning", async () => {
		await page.press("Until 7:00");
		await page.reads(/^Do not disturb until (07:00|06:59): the buttons ring nobody\.$/);
	});

	itStaysQuiet();
});

describe("Microphone that stays shut", () => {
	const program = startDoorbell();

	it("is told in the call", async () => {
		const [page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
		await page.openTab("Settings");
		await page.openSection("Calls");
		await page.field("Microphone").selectOption("Only calls of the doorbell");
		await page.save();
		await page.openTab("Now");
		await bench.phone(1).press("Call door");
		await page.shows("Connected");
		await page.reads("The microphone of the door is off.");
		await isAccessible(page.page);
		await bench.phone(1).press("Hang up");
		await bench.phone(1).shows("Ready");
		await bench.ring();
		await bench.phone(1).press("Answer");
		await page.shows("Connected");
		equal(await page.page.getByText("The microphone of the door is off.").count(), 0);
	});

	itStaysQuiet();
});

describe("Second door on the control page", () => {
	const program = startDoorbell();

	it("is opened with a key of its own", async () => {
		const page = await ControlPage.open(program.page);
		await page.shows("Registered");
		await page.press("Second door");
		await page.page.getByRole("button", { name: "Second door", pressed: true }).waitFor();
		await page.page.getByRole("button", { name: "Second door", pressed: false }).waitFor();
	});

	itStaysQuiet();
});
