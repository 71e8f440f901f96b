import { equal, ok } from "node:assert/strict";
import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

describe("Control page and bench, whatever happens", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
	});

	it("show the call again after a reload", async () => {
		await bench.ring();
		await bench.phone(1).press("Answer");
		await page.shows("Connected");
		await Promise.all([page.page.reload(), bench.page.reload()]);
		await page.shows("Connected");
		await bench.phone(1).shows("In the call");
		await until("levels after the reload", async () => (await page.level("Loudspeaker")) > -40);
	});

	it("show the same on two pages", async () => {
		const other = await ControlPage.open(program.page, { colorScheme: "dark" });
		await other.shows("Connected");
		await other.press("Light");
		for (const each of [page, other]) await each.page.getByRole("button", { name: "Light", pressed: true }).waitFor();
		await page.press("Hang up");
		await other.shows("Registered");
		await page.shows("Registered");
		await page.openTab("Log");
		await other.openTab("Log");
		await until("the same log on both", async () => `${await page.log()}` === `${await other.log()}`);
		await other.close();
		await page.openTab("Now");
	});

	it("say so when the program is gone, and go on when it is back", async () => {
		for (const each of [page.page, bench.page]) expectProblem(each, /fails: net::ERR_/, /WebSocket/);
		await program.kill();
		await page.reads(/cannot be reached or restarts/);
		await bench.page.getByText("The simulator has stopped").waitFor();
		await page.pressInVain("Open door");
		await page.reads("The doorbell cannot be reached.");
		await program.start();
		await page.page.getByText(/cannot be reached or restarts/).waitFor({ state: "hidden" });
		await page.shows("Registered");
		await bench.page.getByText("registered, ready").waitFor();
		await bench.page.getByText("The simulator has stopped").waitFor({ state: "hidden" });
	});

	it("work as before after that", async () => {
		await page.press("Open door");
		await bench.showsDoor("open");
		await page.openTab("Log");
		await page.reads("The doorbell started anew");
		const lines = await page.log();
		equal(lines.filter((line) => line === "[INFO] SIP registration successful").length, 2);
		ok(lines.length > 20);
	});

	itStaysQuiet();
});
