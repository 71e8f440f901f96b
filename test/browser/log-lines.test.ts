import { equal } from "node:assert/strict";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";

/** From the question to the PBX to its consent. */
const REGISTERS = [
	"[INFO] Starting SIP registration",
	"[INFO] DNS lookup successful",
	"[INFO] REGISTER message sent",
	"[INFO] Authentication required",
	"[INFO] Sending authenticated REGISTER",
	"[INFO] SIP registration successful",
];

describe("SIP connection on the control page", () => {
	const program = startDoorbell();
	let page: ControlPage;
	/** Lines that the log had before the test. */
	let old = 0;

	/** Presses a button of the tab "Now", and reads what the log says to it. */
	async function press(button: string): Promise<void> {
		await page.openTab("Log");
		old = (await page.log()).length;
		await page.openTab("Now");
		await page.press(button);
	}

	async function logs(...lines: readonly string[]): Promise<void> {
		await page.openTab("Log");
		await page.logs(old, ...lines);
		await page.openTab("Now");
	}

	before(async () => {
		page = await ControlPage.open(program.page);
	});

	it("registers at the start", async () => {
		await page.shows("Registered");
		await page.showsRegistration("Registered");
		await logs("[INFO] SIP registration queued", ...REGISTERS);
	});

	it("does not register again when connected already", async () => {
		await press("Connect to SIP");
		await logs("[INFO] SIP connection requested", "[INFO] Already registered to SIP server");
		await page.openTab("Log");
		equal((await page.log()).slice(old).includes("[INFO] REGISTER message sent"), false);
	});

	it("unregisters when disconnected", async () => {
		await press("Disconnect");
		await page.shows("Disconnected");
		await page.showsRegistration("Not Registered");
		await logs(
			"[INFO] SIP disconnection requested",
			"[INFO] Unregistering from SIP server",
			"[INFO] Disconnected from SIP server",
		);
	});

	it("registers anew when connected after that", async () => {
		await press("Connect to SIP");
		await page.shows("Registered");
		await page.showsRegistration("Registered");
		await logs(
			"[INFO] SIP connection requested",
			"[INFO] Reconnecting to SIP server",
			"[INFO] SIP registration queued",
			"[INFO] Creating SIP socket",
			"[INFO] SIP socket ready",
			...REGISTERS,
		);
	});

	itStaysQuiet();
});

describe("SIP connection of a doorbell that is not set up", () => {
	const program = startDoorbell("--no-pbx");

	it("says what is missing", async () => {
		const page = await ControlPage.open(program.page);
		await page.shows("Not set up");
		await page.showsRegistration("Not Registered");
		await page.press("Connect to SIP");
		await page.openTab("Log");
		await page.logs(0, "[INFO] SIP connection requested", "[ERROR] Cannot connect: SIP not configured");
		await page.openTab("Help");
		await page.reads(/^No phone system/);
		await page.close();
	});

	itStaysQuiet();
});
