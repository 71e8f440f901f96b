import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";
import { hears } from "./tone.ts";
import { until } from "./until.ts";

/** Of the test tones at the door and at phone 1, hertz. */
const VISITOR = 440;
const RESIDENT = 660;
/** Louder than silence, dBFS. */
const LOUD = -40;

describe("Visit, seen on the control page and on the bench", () => {
	const program = startDoorbell();
	let page: ControlPage;
	let bench: BenchPage;

	before(async () => {
		[page, bench] = await Promise.all([ControlPage.open(program.page), BenchPage.open(program.bench)]);
	});

	it("begins with the bell: both phones ring", async () => {
		await bench.visitorSays("test tone");
		await bench.ring();
		await bench.phone(1).shows("Incoming call");
		await bench.phone(2).shows("Incoming call");
		await page.shows("It rings…");
		await page.reads("**9");
	});

	it("is a call once a phone has answered", async () => {
		await bench.phone(1).press("Answer");
		await bench.phone(1).shows("In the call");
		await bench.phone(2).shows("Ready");
		await page.shows("Connected");
		await page.reads(/^0?0:0[1-9]$/);
		await page.reads("PCMA");
	});

	it("moves the meters of both pages", async () => {
		await until("the control page shows levels", async () => {
			return (await page.level("Microphone")) > LOUD && (await page.level("Loudspeaker")) > LOUD;
		});
		await until("the bench shows levels", async () => {
			return (await bench.levelAtTheDoor()) > LOUD && (await bench.phone(1).level()) > LOUD;
		});
	});

	it("lets the phone hear the visitor", async () => {
		await bench.phone(1).listen(true);
		await hears(bench.page, VISITOR);
		await bench.phone(1).listen(false);
	});

	it("lets the visitor hear the phone", async () => {
		await bench.listenAtTheDoor(true);
		await hears(bench.page, RESIDENT);
	});

	it("carries the microphone of the computer to the door", async () => {
		await bench.phone(1).says("silence");
		await until("the door is quiet", async () => (await bench.levelAtTheDoor()) < LOUD);
		// Chromium's make-believe microphone beeps now and then.
		await bench.phone(1).says("this computer's microphone");
		await until("a beep at the door", async () => (await bench.levelAtTheDoor()) > LOUD);
		await bench.phone(1).says("test tone");
	});

	it("opens the door with key 9", async () => {
		await bench.phone(1).pressKey("9");
		await bench.showsDoor("open");
		await page.button("The door is open").waitFor();
		await bench.showsDoor("closed");
		await page.button("Open door").waitFor();
	});

	it("ends when the phone hangs up", async () => {
		await bench.phone(1).press("Hang up");
		await page.shows("Registered");
		await page.reads("Last call: the other side hung up");
		await bench.phone(1).shows("Ready");
	});

	it("is over for the phones when the page hangs up", async () => {
		await page.button(/^Ring: /).click();
		await bench.phone(2).shows("Incoming call");
		await bench.phone(2).press("Answer");
		await page.shows("Connected");
		await page.press("Hang up");
		await bench.phone(2).shows("Ready");
		await page.shows("Registered");
	});

	it("is opened and lit from the page, too", async () => {
		await page.press("Open door");
		await bench.showsDoor("open");
		await page.press("Light");
		await bench.page.getByRole("img", { name: "The light is on" }).waitFor();
		await page.page.getByRole("button", { name: "Light", pressed: true }).waitFor();
		await page.press("Light");
		await bench.page.getByRole("img", { name: "The light is off" }).waitFor();
	});

	itStaysQuiet();
});
