import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";

describe("Incoming call on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
	});

	it("is answered by the doorbell itself at first", async () => {
		await bench.phone(1).press("Call door");
		await page.shows("Connected");
		await page.openTab("Log");
		await page.logs(
			0,
			"[RECEIVED] INVITE message",
			"[INFO] Incoming call detected",
			"[SENT] 200 OK response to INVITE",
			"[INFO] RTP session started",
			"[INFO] Incoming call answered - State: CONNECTED",
			"[INFO] Audio recording started",
			"[INFO] Audio playback started",
		);
		await bench.phone(1).press("Hang up");
		await page.openTab("Now");
		await page.shows("Registered");
	});

	it("waits for an answer when the settings say so", async () => {
		await page.openTab("Settings");
		await page.openSection("Calls");
		await page.field("Incoming calls").selectOption("Wait for a person");
		await page.save();
		await page.openTab("Now");
		await bench.phone(1).press("Call door");
		await page.shows("Incoming call");
		await page.reads("Phone 1");
		await page.reads("**610");
	});

	it("is a call after Answer", async () => {
		await page.press("Answer");
		await page.shows("Connected");
		await bench.phone(1).shows("In the call");
		await page.press("Hang up");
		await bench.phone(1).shows("Ready");
		await page.shows("Registered");
	});

	it("is none after Reject", async () => {
		await bench.phone(1).press("Call door");
		await page.shows("Incoming call");
		await page.press("Reject");
		await page.shows("Registered");
		await bench.phone(1).shows("Ready");
		await page.reads(/^Last call: .*rejected/);
	});

	it("says what is not to be had when nobody calls", async () => {
		await page.pressInVain("Answer");
		await page.reads("Nobody is calling.");
	});

	itStaysQuiet();
});
