import { equal, match, ok } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { BenchPage } from "./bench-page.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { itStaysQuiet } from "./page-watch.ts";

const PASSWORD = "a good password";
const SENTENCE = /the PBX says the password is wrong/i;
/** What files for Wireshark begin with, in either order of bytes. */
const PCAP = [0xa1b2c3d4, 0xd4c3b2a1];

describe("Why it does not work, on the control page", () => {
	const program = startDoorbell("--pbx", "0", "--user", "620", "--password", PASSWORD);
	let page: ControlPage;

	/** Enters the password for the PBX, as a person does. */
	async function enter(password: string): Promise<void> {
		await page.openTab("Settings");
		await page.openSection("Phone system");
		await page.field("Password").fill(password);
		await page.save();
		await page.openTab("Now");
	}

	before(async () => {
		page = await ControlPage.open(program.page);
	});

	it("says that all is well when it is", async () => {
		await page.shows("Registered");
		await page.openTab("Help");
		await page.reads(/^All is well/i);
	});

	it("says that the password is wrong beside the state", async () => {
		await enter("not the password");
		await page.shows("Not Registered");
		await page.showsRegistration("Not Registered");
		await page.reads(SENTENCE);
	});

	it("says it at the message where it was refused", async () => {
		await page.openTab("Help");
		await page.reads(SENTENCE);
		const messages = page.page.getByRole("listitem");
		const refusal = messages.filter({ hasText: SENTENCE });
		match(await refusal.innerText(), /401/);
		equal(await messages.filter({ hasText: "REGISTER" }).count(), 2);
	});

	it("shows each message, without what proves the password", async () => {
		await page
			.button(/REGISTER/)
			.last()
			.click();
		await page.reads(/^REGISTER sip:127\.0\.0\.1/);
		ok(!(await page.page.getByRole("main").innerText()).includes("not the password"));
		ok(!/response="?[0-9a-f]{8}/.test(await page.page.getByRole("main").innerText()));
	});

	it("gives the messages to Wireshark", async () => {
		const downloads = page.page.waitForEvent("download");
		await page.press("Download for Wireshark");
		const download = await downloads;
		match(download.suggestedFilename(), /\.pcap$/);
		const path = await download.path();
		ok(PCAP.includes(readFileSync(path).readUInt32LE(0)));
		if (spawnSync("tshark", ["--version"]).error) return console.log("      (no tshark here to read it)");
		const read = (...parameters: string[]) =>
			execFileSync("tshark", ["-r", path, ...parameters], { encoding: "utf8", stdio: "pipe" }).trim();
		match(read("-Y", "sip.Method == REGISTER"), /REGISTER sip:127\.0\.0\.1/);
		equal(read("-Y", "_ws.malformed or _ws.expert.severity == error"), "");
	});

	it("asks the PBX again when told to connect", async () => {
		await page.openTab("Log");
		const { length } = await page.log();
		await page.openTab("Now");
		await page.press("Connect to SIP");
		await page.openTab("Log");
		await page.logs(
			length,
			"[INFO] SIP connection requested",
			"[INFO] SIP registration queued",
			"[INFO] Starting SIP registration",
			"[INFO] DNS lookup successful",
			"[INFO] REGISTER message sent",
			"[INFO] Authentication required",
			"[INFO] Sending authenticated REGISTER",
		);
		await page.reads(SENTENCE);
	});

	it("is well again with the right password", async () => {
		await enter(PASSWORD);
		await page.shows("Registered");
		await page.openTab("Help");
		await page.reads(/^All is well/i);
	});

	it("tells a call from its messages", async () => {
		const bench = await BenchPage.open(program.bench);
		await bench.ring();
		await bench.phone(1).press("Answer");
		await bench.phone(1).shows("In the call");
		await bench.phone(1).press("Hang up");
		await page.page.getByRole("heading", { name: /\*\*9/ }).first().waitFor();
		await page.reads(/hung up/);
		await page
			.button(/INVITE/)
			.first()
			.waitFor();
		await page.button(/BYE/).waitFor();
	});

	itStaysQuiet();
});
