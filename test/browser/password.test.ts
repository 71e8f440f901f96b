import { equal, match } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { openPage } from "./chromium.ts";
import { ControlPage } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";

const FIRST = "four words are easy";
const SECOND = "another four words here";
const FIELD = "Password of the doorbell";

describe("Password of the control page", () => {
	// Off loopback there has to be a password.
	const program = startDoorbell("--host", "0.0.0.0");
	let url: string;
	/** Who set the first password, and somebody else. */
	let owner: ControlPage;
	let guest: ControlPage;

	/** Another person's browser. */
	async function enter(): Promise<ControlPage> {
		const page = new ControlPage(await openPage(url));
		// A challenge is no problem.
		expectProblem(page.page, / gets 401$/);
		return page;
	}

	async function logIn(page: ControlPage, password: string): Promise<void> {
		await page.field(FIELD).fill(password);
		await page.press("Log in");
	}

	/** What curl gets of the API, and its status. */
	function curl(password: string): string {
		const options = ["--silent", "--digest", "--user", `admin:${password}`, "--write-out", " %{http_code}"];
		return execFileSync("curl", [...options, "--max-time", "10", `${url}/api/status`], { encoding: "utf8" });
	}

	before(async () => {
		url = `http://127.0.0.1:${new URL(program.page).port}`;
	});

	it("is all that can be set at first", async () => {
		owner = await enter();
		await owner.shows("Welcome");
		equal(await owner.page.getByRole("tablist").count(), 0);
		equal(await owner.button("Open door").count(), 0);
	});

	it("lets its owner in at once", async () => {
		await owner.field("New password").fill("short");
		await owner.reads("Too short");
		await owner.field("New password").fill(FIRST);
		await owner.press("Set password");
		await owner.shows("Registered");
		await owner.page.reload();
		await owner.shows("Registered");
	});

	it("is asked for elsewhere, and refused in plain words when it is wrong", async () => {
		guest = await enter();
		await guest.shows("Who is there?");
		equal(await guest.page.getByRole("tablist").count(), 0);
		await logIn(guest, "a wrong password");
		await guest.reads("The password is wrong.");
	});

	it("lets in when it is right, for as long as the tab is there", async () => {
		await logIn(guest, FIRST);
		await guest.shows("Registered");
		await guest.page.reload();
		await guest.shows("Registered");
		const tab = new ControlPage(await guest.page.context().newPage());
		await tab.page.goto(url);
		await tab.shows("Who is there?");
		await tab.page.close();
	});

	it("is remembered on a device when that is wanted, until the log-out", async () => {
		await guest.openTab("Settings");
		await guest.press("Log out");
		await guest.page.getByLabel("Keep me logged in on this device").check();
		await logIn(guest, FIRST);
		await guest.page.getByRole("tablist").waitFor();
		const tab = new ControlPage(await guest.page.context().newPage());
		await tab.page.goto(url);
		await tab.shows("Registered");
		await tab.page.close();
	});

	it("outlives the program, without another log-in", async () => {
		for (const { page } of [owner, guest]) expectProblem(page, /fails: net::ERR_/);
		await program.stop();
		await owner.reads(/cannot be reached or restarts/);
		await program.start();
		await owner.page.getByText(/cannot be reached or restarts/).waitFor({ state: "hidden" });
		await owner.shows("Registered");
	});

	it("is changed by who knows it", async () => {
		expectProblem(owner.page, /^PUT \/api\/password gets 422$/);
		await owner.openTab("Settings");
		await owner.field("Present password").fill("not this one");
		await owner.field("New password").fill(SECOND);
		await owner.press("Set password");
		await owner.page.getByRole("textbox", { name: "Present password", description: /is wrong/i }).waitFor();
		await owner.field("Present password").fill(FIRST);
		await owner.press("Set password");
		await owner.reads("The new password holds");
		await owner.openTab("Now");
		await owner.press("Light");
		await owner.page.getByRole("button", { name: "Light", pressed: true }).waitFor();
	});

	it("is asked for again where the one before was known", async () => {
		await guest.page.reload();
		await guest.shows("Who is there?");
		await logIn(guest, SECOND);
		await guest.page.getByRole("tablist").waitFor();
	});

	it("serves other programs as well", () => {
		match(curl(SECOND), /^\{"state":"REGISTERED".* 200$/);
		match(curl(FIRST), / 401$/);
	});

	itStaysQuiet();
});
