import { equal, match, ok } from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

let folder: string;
let children: ChildProcessWithoutNullStreams[] = [];

/** For every suite of this file: a folder for each test, and nothing left after it. */
function cleanly(): void {
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doorbell-"))));
	afterEach(() => {
		for (const child of children) child.kill("SIGKILL");
		children = [];
		rmSync(folder, { recursive: true, force: true });
	});
}

/** `npm start` with options. */
class Run {
	output = "";
	readonly #child: ChildProcessWithoutNullStreams;
	readonly #exit: Promise<unknown[]>;
	#read = 0;

	constructor(...parameters: readonly string[]) {
		const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("DOORBELL_"));
		this.#child = spawn(
			process.execPath,
			[
				"-r",
				"ts-node/register",
				"simulator/main.ts",
				"--data",
				join(folder, "data"),
				"--http",
				"0",
				"--bench",
				"0",
				...parameters,
			],
			{ cwd: ROOT, env: Object.fromEntries(environment) },
		);
		children.push(this.#child);
		this.#exit = once(this.#child, "exit");
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream.setEncoding("utf8").on("data", (text: string) => (this.output += text));
		}
	}

	/** Presses keys. */
	press(keys: string): void {
		this.#child.stdin.write(keys);
	}

	/** There are no more keys. */
	endKeys(): void {
		this.#child.stdin.end();
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	/** Waits until a text is shown, after the one that was waited for last. */
	async shows(text: string): Promise<void> {
		for (;;) {
			const at = this.output.indexOf(text, this.#read);
			if (at >= 0) {
				this.#read = at + text.length;
				return;
			}
			const ended = await Promise.race([
				once(this.#child.stdout, "data").then(() => false),
				this.#exit.then(() => true),
			]);
			if (ended) throw new Error(`ended without "${text}":\n${this.output}`);
		}
	}

	/** Waits for a line with an address, and returns that. */
	async address(label: string): Promise<string> {
		await this.shows(label);
		const start = this.#read;
		await this.shows("\n");
		return this.output.slice(start, this.#read - 1);
	}

	async exitCode(): Promise<unknown> {
		return (await this.#exit)[0];
	}
}

describe("npm start", function () {
	cleanly();

	this.timeout(30_000);

	it("takes one through a visit by its keys, and leaves properly", async () => {
		const run = new Run("--pbx", "0");
		await run.shows("[INFO] SIP registration successful");
		await run.shows("[STATE] REGISTERED");
		run.press("r\n");
		await run.shows("[PHONE] Phone 1 rings: press 1 to answer");
		await run.shows("[INFO] **9 is ringing");
		run.press("1");
		await run.shows("[STATE] CONNECTED");
		run.press("9");
		await run.shows("[DOOR] on");
		await run.shows("[INFO] Door opened by a code from the phone");
		run.press("h");
		await run.shows("[STATE] REGISTERED");
		run.press("d");
		await run.shows("[INFO] Disconnected from SIP server");
		run.press("c");
		await run.shows("[STATE] REGISTERED");
		run.press("i");
		await run.shows("[RECEIVED] INVITE message");
		await run.shows("[STATE] CONNECTED");
		run.press("1");
		await run.shows("[INFO] Call ended: the other side hung up");
		run.press("q");
		await run.shows("[INFO] Unregistering from SIP server");
		equal(await run.exitCode(), 0);
		equal(run.output.includes("SIP/2.0"), false);
	});

	it("goes on without keys, until a signal makes it unregister", async () => {
		const run = new Run("--pbx", "0", "--trace", "--password", "never shown");
		run.endKeys();
		await run.shows("[STATE] REGISTERED");
		run.signal("SIGTERM");
		run.signal("SIGINT");
		await run.shows("[PBX] doorbell is unregistered");
		equal(await run.exitCode(), 0);
		ok(run.output.includes("    Expires: 0\n"));
		equal(run.output.includes("never shown"), false);
	});

	it("serves the control page and the bench", async () => {
		const run = new Run("--pbx", "0");
		const page = await run.address("[PAGE] control page of the doorbell: ");
		const bench = await run.address("[BENCH] virtual board and phones: ");
		await run.shows("[STATE] REGISTERED");
		const status = (await (await fetch(`${page}/api/status`)).json()) as { state: string };
		equal(status.state, "REGISTERED");
		for (const url of [page, bench]) match(await (await fetch(url)).text(), /^<!doctype html>/);
		await fetch(`${page}/api/system/restart`, { method: "POST", headers: { "Content-Type": "application/json" } });
		await run.shows("[INFO] Restart requested");
		await run.shows("[PBX] doorbell is unregistered");
		await run.shows("[STATE] REGISTERED");
		match(await (await fetch(page)).text(), /^<!doctype html>/);
		run.press("q");
		equal(await run.exitCode(), 0);
	});

	it("ends with one line when an option is wrong", async () => {
		const run = new Run("--sip-port", "99999");
		equal(await run.exitCode(), 2);
		equal(run.output, "--sip-port 99999 is wrong: a whole number from 1 to 65535\n");
	});

	it("ends with one line that names the option when a port of the pages is taken", async () => {
		const other = createServer().listen(0, "127.0.0.1");
		await once(other, "listening");
		const { port } = other.address() as AddressInfo;
		const line = `TCP port ${port} is taken by another program: give`;
		for (const [option, wanted] of [
			["--http", `${line} the control page another one with --http PORT\n`],
			["--bench", `${line} the bench another one with --bench PORT, or do without by --no-bench\n`],
		] as const) {
			const run = new Run("--pbx", "0", option, `${port}`);
			equal(await run.exitCode(), 1);
			equal(run.output, wanted);
		}
		other.close();
	});

	it("ends with one line that names the option when the port of the PBX is taken", async () => {
		const other = createSocket("udp4").bind({ port: 0, exclusive: true });
		await once(other, "listening");
		const { port } = other.address();
		const run = new Run("--pbx", `${port}`);
		equal(await run.exitCode(), 1);
		ok(run.output.startsWith(`UDP port ${port} is taken by another program: `));
		equal(run.output.trimEnd().includes("\n"), false);
		other.close();
	});
});
