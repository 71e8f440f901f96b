import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { boardFolders, readBuild } from "./support/manifest.ts";
import { boardFaults, type ManifestRules, manifestFaults } from "./support/manifest-rules.ts";

const ROOT = resolve(__dirname, "..");
const FIXTURES = join(__dirname, "fixtures/manifest");

const BASE = "$(MODDABLE)/examples/manifest_base.json";
const DIGEST = "$(MODULES)/crypt/digest/manifest.json";
const DECODER = "$(MODULES)/data/text/decoder/manifest.json";
const SNTP = "$(MODULES)/network/sntp/manifest.json";

/** What cannot be read from our manifests: facts of the Moddable SDK 8.2.3, as its own manifests and its makefile have them. */
const RULES: ManifestRules = {
	sdk: {
		timer: { esp32: BASE, lin: BASE },
		time: { esp32: BASE, lin: BASE },
		Resource: { esp32: BASE, lin: BASE },
		// The build writes it: the `config` of the manifests.
		"mc/config": { esp32: BASE, lin: BASE },
		crypt: { esp32: DIGEST, lin: DIGEST },
		"text/decoder": { esp32: DECODER, lin: DECODER },
		net: { esp32: "$(MODULES)/network/net/net" },
		wifi: { esp32: "$(MODULES)/network/wifi/manifest.json" },
		sntp: { esp32: SNTP, lin: SNTP },
		dns: { esp32: "$(MODULES)/network/dns/dns" },
		"embedded:io/digital": { esp32: "$(IO)/digital/manifest.json" },
		"embedded:storage/key-value": { esp32: "$(IO)/storage/manifest.json" },
		"embedded:storage/flash": { esp32: "$(IO)/storage/manifest.json" },
		"embedded:update": { esp32: "$(IO)/update/manifest.json" },
		file: { lin: "$(MODULES)/files/file/manifest.json" },
	},
	starters: ["main", "hosts/esp32/main"],
	natives: [
		...["Resource.c", "modPreference.c", "modTime.c", "modTimer.c", "timer.c", "modInstrumentation.c", "modLwipSafe.c"],
		...["modCrypt.c", "chacha.c", "fips180.c", "fips197.c", "fips46.c", "ghash.c", "rc.c", "rfc1321.c", "xs6wifi.c"],
		...["modSocket.c", "modNet.c", "modResolve.c", "builtinCommon.c", "modsntp.c", "digitalbank.c", "moddnsparser.c"],
		...["textdecoder.c", "storage-esp32.c", "flash-esp32.c", "update-esp32.c", "rng.c", "tcp.c", "udp.c", "main.c"],
	],
	// For the desk, in modules/network/net/lin.
	functions: ["xs_net_get", "xs_net_resolve"],
};

/** Each fixture breaks one rule; what is found in it. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
	good: [],
	"missing-folder": ["modules/sip/* matches no file"],
	"missing-file": ["modules/sip/call matches no file"],
	"missing-include": ["hosts/esp32/audio/manifest.json is included and does not exist"],
	"other-name": ["modules/sip/uri.ts is called sip/uri, not by its path"],
	"test-swept-up": ["modules/sip/uri.test.ts is a test, and swept up as a module"],
	"json-swept-up": ["modules/sip/table.json is swept up as a module"],
	"two-files-one-name": [
		"hosts/lin/b/clock.ts and hosts/lin/a/clock.ts both are module clock",
		"hosts/lin/a/clock.ts is called clock, not by its path",
	],
	"same-object-file": [
		"native/udp.c and the SDK both make udp.c.o",
		"native/two/gain.c and native/gain.c both make gain.c.o",
	],
	"native-of-nothing": ["modules/sip/call.ts calls xs_call, which no C file of the build has"],
	"import-of-nothing": ["modules/sip/call imports modules/sip/uri, which is no module"],
	"import-beside-its-name": ["timer imports desk, which is no module"],
	"import-of-unknown": ['modules/sip/call imports "console", which nothing supplies'],
	"import-not-included": ['modules/sip/call imports "crypt": $(MODULES)/crypt/digest/manifest.json is not included'],
	"preload-wildcard": [
		"preload: modules/sip/* overlooks TypeScript, as every wildcard does; name the modules",
		"modules/sip/call is not preloaded",
	],
	"not-preloaded": ["modules/sip/uri is not preloaded"],
	"starter-preloaded": ["main is preloaded, and starts something"],
	"other-platform": [],
	"dependency-overlooked": ['manifest.json has "dependency" outside of "platforms", where mcconfig overlooks it'],
	"changes-what-is-frozen": [
		"modules/sip/call.ts:9 changes TABLE, which is at module level",
		"modules/sip/call.ts:10 changes LIST, which is at module level",
		"modules/sip/call.ts:11 changes NAMES, which is at module level",
		"modules/sip/call.ts:12 changes BYTES, which is at module level",
		"modules/sip/call.ts:13 changes Call, which is at module level",
		"modules/sip/call.ts:14 changes TABLE, which is at module level",
		"modules/sip/call.ts:15 makes JSON of TABLE, which is at module level",
	],
	"frozen-at-module-level": [
		"modules/sip/call.ts:1 has a regular expression with a named group at module level",
		"modules/sip/call.ts:2 has a regular expression at module level that remembers where it was (flag g or y)",
		"modules/sip/call.ts:3 calls native code at module level",
		"modules/sip/call.ts:6 has a static field that may change",
		"modules/sip/call.ts:9 is a generator",
	],
};

const BOARD_FIXTURE = [
	"crooked: door: GPIO 0 decides how the ESP32 starts (strapping pin); take another",
	'crooked: config.board is "straight"',
	'crooked: build.SUBPLATFORM is "straight"',
	'crooked: build.ESP32_SUBCLASS is "esp32s3"',
	'crooked: build.FLASH_SIZE is "3MB"',
	"crooked: config.light is overwritten by the root manifest",
	"crooked: creation.stack is overwritten by the root manifest",
];

/*
 * What this cannot check, because it takes the SDK: that the SDK's own manifests supply what the table above says, that the C
 * files compile, that everything links, and how much flash that takes. docs/flashing.md tells what was seen with it.
 */
describe("Manifest (as mcconfig reads it; without the SDK, so not what the SDK's own manifests bring)", () => {
	const folders = boardFolders(ROOT);

	for (const folder of folders)
		it(`is right for ${folder.slice(folder.lastIndexOf("/") + 1)}`, () => {
			deepEqual(manifestFaults(ROOT, `esp32/${folder}`, RULES, folder), []);
		});

	it("is right for the desk, the SDK's platform lin", () => {
		deepEqual(manifestFaults(ROOT, "lin", RULES), []);
	});

	it("gives every board the memory of the budgets, whatever its own manifest says", () => {
		for (const folder of folders)
			deepEqual(readBuild(ROOT, `esp32/${folder}`, folder).creation, {
				static: 0,
				chunk: { initial: 78_848, incremental: 0 },
				heap: { initial: 4_928, incremental: 0 },
				stack: 512,
				main: "main",
			});
	});

	it("has the control page as the build made it", () => {
		const { data } = readBuild(ROOT, "esp32");
		const list = JSON.parse(readFileSync(join(ROOT, "web-assets/dist/files.json"), "utf8")) as { file: string }[];
		ok(list.length > 0);
		for (const { file } of list) ok(data.includes(`web-assets/dist/${file}`), file);
	});

	it("loads every typing of ours but those that the SDK declares itself", () => {
		const { types } = readBuild(ROOT, "lin");
		for (const folder of ["hosts/esp32/typings", "hosts/lin/typings"])
			for (const name of readdirSync(join(ROOT, folder)))
				equal(types.includes(`${folder}/${name.replace(".d.ts", "")}`), name !== "language.d.ts", name);
		for (const type of types) ok(existsSync(join(ROOT, `${type}.d.ts`)), type);
	});

	for (const [name, found] of Object.entries(BROKEN))
		it(`is ${found.length === 0 ? "right" : "wrong"} in the fixture ${name}`, () => {
			deepEqual(manifestFaults(join(FIXTURES, name), "esp32", RULES), found);
		});

	it("takes one entry of its platforms, the nearest", () => {
		const fixture = join(FIXTURES, "other-platform");
		deepEqual(manifestFaults(fixture, "esp32/devkit", RULES), ["nothing/* matches no file"]);
		deepEqual(manifestFaults(fixture, "mac", RULES), ["nothing/* matches no file"]);
	});

	it("is shown by a fixture for each rule", () => {
		deepEqual(readdirSync(FIXTURES).sort(), [...Object.keys(BROKEN), "boards"].sort());
	});
});

describe("Boards (hosts/esp32/boards)", () => {
	it("are right", () => {
		deepEqual(boardFaults(ROOT), []);
	});

	it("are the three that the guide describes", () => {
		deepEqual(
			boardFolders(ROOT).map((folder) => folder.slice(folder.lastIndexOf("/") + 1)),
			["esp32-devkit", "esp32s3-devkit", "m5atom-echo"],
		);
	});

	it("are told what is wrong with them", () => {
		deepEqual(boardFaults(join(FIXTURES, "boards")), BOARD_FIXTURE);
	});
});

describe("Partition tables (ESP-IDF programming guide, Partition Tables)", () => {
	const APPLICATION_ALIGNMENT = 0x10000;
	const SECTOR = 0x1000;
	/** The boot loader and the table itself lie before. */
	const FIRST = 0x9000;

	for (const megabytes of [4, 8, 16])
		it(`of ${megabytes} MB have two slots of one size, what is kept, and nothing that overlaps`, () => {
			const text = readFileSync(join(ROOT, `hosts/esp32/partitions-${megabytes}mb.csv`), "utf8");
			const rows = text
				.split("\n")
				.filter((line) => line !== "" && !line.startsWith("#"))
				.map((line) => line.split(",").map((cell) => cell.trim()));
			deepEqual(
				rows.map(([name, type, subtype]) => `${name} ${type} ${subtype}`),
				["otadata data ota", "nvs data nvs", "ota_0 app ota_0", "ota_1 app ota_1"],
			);
			let end = FIRST;
			for (const [name, type, , offset, size] of rows) {
				ok(Number(offset) >= end, name);
				equal(Number(offset) % (type === "app" ? APPLICATION_ALIGNMENT : SECTOR), 0, name);
				end = Number(offset) + Number(size);
			}
			equal(end, megabytes * 1024 * 1024);
			equal(rows[2]![4], rows[3]![4]);
		});
});

describe("Configuration of ESP-IDF (hosts/esp32/sdkconfig)", () => {
	const folder = join(ROOT, "hosts/esp32/sdkconfig");

	it("has only lines that the SDK's build takes: NAME=value without another =, switched off with =n", () => {
		for (const name of readdirSync(folder)) {
			const lines = readFileSync(join(folder, name, "sdkconfig.defaults"), "utf8").split("\n");
			for (const line of lines)
				ok(
					line === "" || (line.startsWith("# ") && !line.startsWith("# CONFIG_")) || /^CONFIG_\w+=[^=]+$/.test(line),
					line,
				);
		}
	});

	it("restarts what hangs or crashes, and takes firmware back that does not prove itself", () => {
		const text = readFileSync(join(folder, "common/sdkconfig.defaults"), "utf8");
		for (const line of ["ESP_TASK_WDT_EN", "ESP_TASK_WDT_PANIC", "BOOTLOADER_APP_ROLLBACK_ENABLE"])
			ok(text.includes(`CONFIG_${line}=y\n`), line);
	});
});
