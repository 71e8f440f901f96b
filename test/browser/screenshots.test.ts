import { ok } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { BenchPage } from "./bench-page.ts";
import { PHONE } from "./chromium.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

const FOLDER = join(__dirname, "../../docs/images");
/** Bytes of a picture at most, and how much of it may get lost, in percent of what can be kept. */
const LIMIT = 150_000;
const QUALITY = 85;

/** Only when asked for: they change with every run. */
const describeWhenAsked = process.env.DOORBELL_SCREENSHOTS ? describe : describe.skip;

describeWhenAsked("Pictures of the README", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	async function take(shown: Page, name: string): Promise<void> {
		mkdirSync(FOLDER, { recursive: true });
		const path = join(FOLDER, `${name}.jpg`);
		const picture = await shown.screenshot({ type: "jpeg", quality: QUALITY });
		ok(picture.length < LIMIT, `${path} would have ${picture.length} bytes`);
		writeFileSync(path, picture);
	}

	before(async () => {
		const look = { viewport: PHONE, deviceScaleFactor: 2, reducedMotion: "reduce" } as const;
		page = await ControlPage.open(program.page, look);
		bench = await BenchPage.open(program.bench, { reducedMotion: "reduce" });
		await bench.visitorSays("test tone");
		await bench.ring();
		await bench.phone(1).press("Answer");
		await page.shows("Connected");
		await page.reads(/^0?0:0[5-9]$/);
	});

	it("show the bench during a visit", async () => {
		await bench.phone(1).pressKey("9");
		await bench.showsDoor("open");
		await until(
			"both are heard",
			async () => (await bench.levelAtTheDoor()) > -40 && (await bench.phone(1).level()) > -40,
		);
		await take(bench.page, "bench");
		await bench.showsDoor("closed");
	});

	it("show the page in a call", async () => {
		await until("both are heard", async () => (await page.level("Microphone")) > -40);
		await take(page.page, "call");
	});

	it("show the settings", async () => {
		await bench.phone(1).press("Hang up");
		const desktop = await ControlPage.open(program.page, { reducedMotion: "reduce" });
		await desktop.openTab("Settings");
		await desktop.press("FRITZ!Box");
		await take(desktop.page, "settings");
		await desktop.close();
	});

	itStaysQuiet();
});
