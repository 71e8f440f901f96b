import { equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isAccessible } from "./accessibility.ts";
import { openPage } from "./chromium.ts";
import { ControlPage, SAVE } from "./control-page.ts";
import { startDoorbell } from "./doorbell.ts";
import { expectProblem, itStaysQuiet } from "./page-watch.ts";
import { until } from "./until.ts";

const PASSWORD = "four words are easy";
const CODE = "273594";

describe("Password that is asked for again", () => {
	const program = startDoorbell("--host", "0.0.0.0");
	let page: ControlPage;

	/** Enters a password in the dialog that asks for it. */
	async function enter(password: string): Promise<void> {
		const dialog = page.page.getByRole("dialog", { name: "Enter the password again" });
		await dialog.getByLabel("Password of the doorbell").fill(password);
		await page.page.keyboard.press("Enter");
	}

	async function prove(): Promise<void> {
		await enter(PASSWORD);
		await page.page.getByRole("dialog", { name: "Enter the password again" }).waitFor({ state: "hidden" });
	}

	before(async () => {
		page = new ControlPage(await openPage(`http://127.0.0.1:${new URL(program.page).port}`));
		// A challenge is no problem.
		expectProblem(page.page, / gets 401$/);
		await page.field("New password").fill(PASSWORD);
		await page.press("Set password");
		await page.shows("Registered");
		await page.openTab("Door");
		await page.press("Add a code");
		await page.field("Name").fill("Anna");
		await page.field("Keys").fill(CODE);
	});

	it("is needed to save a code: without, nothing is done", async () => {
		await page.press("Save");
		await page.page.getByRole("dialog").waitFor();
		await isAccessible(page.page);
		await page.answer("Cancel");
		await page.reads("Enter the password again");
		equal(await page.field("Name").inputValue(), "Anna");
		equal(await page.button("Change: Anna").count(), 0);
	});

	it("is refused when it is wrong, and logs nobody out", async () => {
		await page.press("Save");
		await enter("a wrong password");
		await page.page.getByRole("dialog").getByText("The password is wrong.").waitFor();
		await isAccessible(page.page);
		await prove();
		await page.button("Change: Anna").waitFor();
	});

	it("is asked for each time: to delete a code as well", async () => {
		await page.press("Delete: Anna");
		await page.page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
		await prove();
		await page.button("Change: Anna").waitFor({ state: "detached" });
	});

	it("is needed for secrets among the settings, and not for others", async () => {
		await page.openTab("Settings");
		await page.openSection("First bell button");
		await page.field("Name").fill("Garden gate");
		await page.save();
		await page.openSection("Phones without a PBX");
		const section = page.page.getByRole("group").filter({ hasText: "Phones without a PBX" });
		await section.getByLabel("Password", { exact: true }).fill("a password for phones");
		await page.button(SAVE).click();
		await prove();
		await section.getByPlaceholder("is set").waitFor();
	});

	it("is needed for a backup with passwords and codes, which says what that means", async () => {
		await page.reads("Without passwords and codes.");
		await page.page.getByLabel("With passwords and codes").check();
		await page.reads("Whoever has the file can open the door.");
		const downloads = page.page.waitForEvent("download");
		await page.press("Save to a file");
		await prove();
		const text = await readFile(await (await downloads).path(), "utf8");
		ok(text.includes("a password for phones"));
		await isAccessible(page.page);
		await page.field("Name").first().fill("Cellar");
		await page.save();
		const choosers = page.page.waitForEvent("filechooser");
		await page.press("Restore from a file");
		const file = { name: "backup.json", mimeType: "application/json", buffer: Buffer.from(text) };
		await (await choosers).setFiles(file);
		await page.page.getByRole("dialog").getByRole("button", { name: "Restore from a file" }).click();
		await prove();
		await until("the name is back", async () => (await page.field("Name").first().inputValue()) === "Garden gate");
	});

	it("is noted in the audit, as is who came in", async () => {
		await page.openTab("Door");
		for (const kind of ["Login", "Password", "Setting", "Code"])
			await page.page
				.getByRole("row")
				.filter({ hasText: new RegExp(kind, "i") })
				.first()
				.waitFor();
		ok(!(await page.page.content()).includes(CODE));
	});

	itStaysQuiet();
});
