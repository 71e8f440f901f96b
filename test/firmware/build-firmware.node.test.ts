import { deepEqual, match, ok, rejects } from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { findBoard } from "../../tools/firmware/boards.ts";
import { BuildError, FirmwareBuild } from "../../tools/firmware/build.ts";
import { Progress } from "../../tools/firmware/mcconfig.ts";
import type { FirmwareOptions } from "../../tools/firmware/options.ts";
import type { Surroundings } from "../../tools/firmware/requirements.ts";
import { Folder, writeProject } from "./folders.ts";

const ROOT = resolve(__dirname, "../..");
const BUILD: FirmwareOptions = { board: "desk", deploys: false, releases: false, debugs: false, key: undefined };
const EXECUTABLE = 0o755;
const IMAGE = ".cache/firmware/bin/esp32/desk/release/doorbell/xs_esp32.bin";

/** Writes what it was called with, and a firmware. */
const WORKS = `#!/bin/sh
echo "$@" >> calls
echo "$SDKCONFIGPATH $PARTITIONS_FILE" >> calls
echo "# tsc main.ts"
echo "# xsl modules"
mkdir -p ${IMAGE.slice(0, -"/xs_esp32.bin".length)}
printf 1234 > ${IMAGE}
`;

describe("Build of npm run firmware", () => {
	let folder: Folder;
	let surroundings: Surroundings;
	let told: string[];
	const build = (options: Partial<FirmwareOptions> = {}) =>
		new FirmwareBuild(
			surroundings,
			findBoard(folder.path, "desk"),
			{ ...BUILD, ...options },
			{
				say: (text) => told.push(text),
				progress: (step, count) => told.push(`${step} ${count}`),
			},
		).run();
	const mcconfig = (script: string) => folder.write("sdk/build/bin/lin/release/mcconfig", script, EXECUTABLE);
	const read = (name: string) => readFileSync(join(folder.path, name), "utf8");

	beforeEach(() => {
		folder = new Folder();
		told = [];
		writeProject(folder);
		folder.write("tools/page/build.ts", 'import { writeFileSync } from "node:fs";\n\nwriteFileSync("page", "");\n');
		folder.write("tsconfig.json", readFileSync(join(ROOT, "tsconfig.json"), "utf8"));
		symlinkSync(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
		surroundings = {
			environment: { MODDABLE: join(folder.path, "sdk"), PATH: process.env.PATH },
			home: folder.path,
			system: "linux",
			root: folder.path,
		};
	});
	afterEach(() => folder.delete());

	it("builds the page, then the firmware with the board's own configuration and partitions, and says where it is", async () => {
		mcconfig(WORKS);
		await build();
		const { path } = folder;
		ok(existsSync(join(path, "page")));
		deepEqual(read("calls").trimEnd().split("\n"), [
			`-m -t build -o ${path}/.cache/firmware -p esp32:./hosts/esp32/boards/desk ${path}/manifest.json`,
			`${path}/.cache/firmware/desk/sdkconfig ${path}/hosts/esp32/partitions-8mb.csv`,
		]);
		match(
			read(".cache/firmware/desk/sdkconfig/sdkconfig.defaults"),
			/^CONFIG_APP_PROJECT_VER="doorbell\/desk\/1\.2\.3"$/m,
		);
		deepEqual(told, [
			"Building the control page",
			"Compiling TypeScript 1",
			"Linking XS 1",
			`${IMAGE}: 4 bytes, 0 % of its slot`,
		]);
		match(read(".cache/firmware/desk.log"), /# tsc main\.ts\n/);
	});

	it("writes it to the board where that is asked for", async () => {
		mcconfig(WORKS);
		await build({ deploys: true });
		match(read("calls"), /^-m -t deploy /m);
	});

	it("signs with the key that is named", async () => {
		mcconfig(WORKS);
		const key = folder.write("key.pem");
		await build({ key });
		match(read(".cache/firmware/desk/sdkconfig/sdkconfig.defaults"), new RegExp(`SIGNING_KEY="${key}"`));
		await rejects(build({ key: "/nowhere/key.pem" }), new BuildError("There is no key /nowhere/key.pem"));
	});

	it("tells the end of what was said when it fails, and where all of it is", async () => {
		mcconfig("#!/bin/sh\necho '### error: main.ts: no such module'\nexit 3\n");
		await rejects(
			build(),
			new BuildError(
				"### error: main.ts: no such module\nThe build failed; all that it said is in .cache/firmware/desk.log",
			),
		);
	});

	it("fails when there is no firmware at the end, whatever the SDK says", async () => {
		mcconfig("#!/bin/sh\nexit 0\n");
		folder.write(IMAGE, "the last one");
		await rejects(
			build(),
			new BuildError("The build made no firmware; all that it said is in .cache/firmware/desk.log"),
		);
	});

	it("goes no further without the page", async () => {
		mcconfig(WORKS);
		folder.write("tools/page/build.ts", "process.exitCode = 1;\n");
		await rejects(build(), new BuildError("The control page cannot be built: npm run build says why"));
		ok(!existsSync(join(folder.path, "calls")));
	});

	it("says why there is no release", async () => {
		mcconfig(WORKS);
		await rejects(build({ releases: true }), /There is no flasher_args\.json in .*: build the firmware first/);
	});
});

describe("Progress of a build", () => {
	it("counts the lines of each step, and takes ESP-IDF's own count", () => {
		const told: string[] = [];
		const progress = new Progress((step, count) => told.push(`${step} ${count}`));
		for (const line of ["# tsc a.ts", "# xsc a.xsb", "# tsc b.ts", "warning", "[12/900] Building C object", "# cc a.c"])
			progress.follow(line);
		deepEqual(told, [
			"Compiling TypeScript 1",
			"Compiling to bytecode 1",
			"Compiling TypeScript 2",
			"ESP-IDF 12 of 900",
			"Compiling C 1",
		]);
	});
});
