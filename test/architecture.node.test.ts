import { deepEqual, equal } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { type Rules, violations } from "./support/architecture.ts";

const ROOT = resolve(__dirname, "..");
const FIXTURES = join(__dirname, "fixtures/architecture");

/** Who may import whom, and what the board's engine does not have (docs/architecture.md, "Layers"). */
const RULES: Rules = {
	parts: {
		modules: [],
		"hosts/esp32": ["modules", "hosts/esp32/machines"],
		"hosts/esp32/machines": ["modules"],
		"hosts/lin": ["modules", "hosts/esp32"],
		"hosts/node": ["modules", "package.json"],
		simulator: ["modules", "hosts/node"],
		"main.ts": ["hosts/esp32"],
		"package.json": [],
	},
	pure: ["modules", "hosts/esp32/machines"],
	folders: {
		"host.ts": ["auth", "audio", "rtp"],
		auth: [],
		sdp: [],
		rtp: [],
		audio: [],
		config: [],
		http: [],
		doorbell: [],
		sip: ["auth"],
		registrar: ["auth", "sip"],
		web: ["auth", "config", "http"],
		drivers: ["host.ts", "auth", "sip", "registrar", "sdp", "rtp", "audio", "config", "http", "web", "doorbell"],
	},
	typesOnly: ["host.ts"],
	globals: [
		"Date",
		"Math.random",
		"Intl",
		"Promise",
		"globalThis",
		"console",
		"process",
		"performance",
		"crypto",
		"require",
		"setTimeout",
		"setInterval",
		"setImmediate",
		"clearTimeout",
		"clearInterval",
		"queueMicrotask",
		"structuredClone",
		"TextEncoder",
		"TextDecoder",
		"Buffer",
		"URL",
		"URLSearchParams",
		"fetch",
	],
};

/** What is found in each fixture, a small tree that breaks one rule. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
	good: [],
	"leaf-imports-leaf": ["modules/sdp/description.ts imports modules/rtp/packet.ts: sdp may not"],
	"leaf-imports-host": ["modules/audio/gain.ts imports modules/host.ts: audio may not"],
	"sip-imports-sdp": ["modules/sip/call.ts imports modules/sdp/description.ts: sip may not"],
	"doorbell-imports-sip": ["modules/doorbell/doorbell.ts imports modules/sip/uri.ts: doorbell may not"],
	"web-imports-drivers": ["modules/web/api.ts imports modules/drivers/appliance.ts: web may not"],
	"sip-imports-registrar": ["modules/sip/user-agent.ts imports modules/registrar/registrar.ts: sip may not"],
	"protocol-imports-drivers": ["modules/sip/user-agent.ts imports modules/drivers/sip-endpoint.ts: sip may not"],
	"unknown-folder": ["modules/mqtt/client.ts imports modules/config/settings.ts: mqtt may not"],
	"host-imports-value": ["modules/host.ts imports modules/auth/digest.ts: host.ts may import types only"],
	"host-imports-sip": ["modules/host.ts imports modules/sip/uri.ts: host.ts may not"],
	"module-imports-host": ["modules/drivers/timer.ts imports hosts/node/clock.ts: modules may not"],
	"module-imports-simulator": ["modules/drivers/timer.ts imports simulator/virtual-clock.ts: modules may not"],
	"module-imports-test": ["modules/drivers/timer.ts imports test/support/hash.ts: modules may not"],
	"module-imports-tools": ["modules/drivers/timer.ts imports tools/settings/table.ts: modules may not"],
	"module-imports-bare": [
		'modules/drivers/timer.ts imports "node:timers", which is no relative path',
		'modules/drivers/timer.ts imports "typescript", which is no relative path',
	],
	"import-without-extension": ['modules/sip/call.ts imports "./uri" without .ts'],
	"imports-in-disguise": [
		"modules/sdp/description.ts imports modules/rtp/packet.ts: sdp may not",
		"modules/sdp/negotiation.ts imports modules/rtp/packet.ts: sdp may not",
		"modules/sdp/offer.ts imports modules/rtp/packet.ts: sdp may not",
	],
	"host-imports-simulator": ["hosts/node/host.ts imports simulator/virtual-clock.ts: hosts/node may not"],
	"host-imports-other-host": ["hosts/esp32/main.ts imports hosts/node/clock.ts: hosts/esp32 may not"],
	"machine-imports-host": [
		'hosts/esp32/machines/clock.ts imports "node:timers", which is no relative path',
		"hosts/esp32/machines/clock.ts imports hosts/esp32/timers.ts: hosts/esp32/machines may not",
	],
	"machine-keeps-state": [
		"hosts/esp32/machines/counter.ts:1 has a variable at module level",
		"hosts/esp32/machines/counter.ts:4 uses Date",
	],
	"simulator-imports-test": ["simulator/pbx.ts imports test/support/hash.ts: simulator may not"],
	"main-imports-module": ["main.ts imports modules/drivers/appliance.ts: main.ts may not"],
	"module-variable": [
		"modules/sip/counter.ts:1 has a variable at module level",
		"modules/sip/counter.ts:2 has a variable at module level",
	],
	"named-group": ["modules/sip/uri.ts:1 has a regular expression with a named group at module level"],
	"forbidden-globals": [
		"modules/config/clock.ts:2 uses Date",
		"modules/config/clock.ts:6 uses Math.random",
		"modules/config/clock.ts:10 uses console",
		"modules/config/clock.ts:10 uses process",
		"modules/config/clock.ts:14 uses setTimeout",
		"modules/config/clock.ts:18 uses TextEncoder",
		"modules/config/clock.ts:18 uses Buffer",
		"modules/config/clock.ts:22 uses Intl",
		"modules/config/clock.ts:26 uses URL",
		"modules/config/clock.ts:29 is asynchronous",
		"modules/config/clock.ts:29 uses Promise",
	],
	"circle-of-files": ["modules/sip/one.ts → modules/sip/two.ts → modules/sip/one.ts is a circle"],
	"circle-of-folders": [
		"modules/sip/uri.ts imports modules/drivers/names.ts: sip may not",
		"modules/drivers → modules/sip → modules/drivers is a circle",
	],
};

/** Names that the compiler must not know in modules/, each with its message. */
const UNKNOWN = ["setTimeout", "console", "Buffer", "process", "TextEncoder", "URL"];

describe("Architecture (docs/architecture.md)", () => {
	it("holds in the whole tree", () => {
		deepEqual(violations(ROOT, RULES), []);
	});

	it("is shown by a fixture for each rule", () => {
		const folders = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
		deepEqual(folders.map(({ name }) => name).sort(), Object.keys(BROKEN).sort());
	});

	for (const [name, found] of Object.entries(BROKEN)) {
		it(`is ${found.length === 0 ? "held" : "broken"} by the fixture ${name}`, () => {
			deepEqual(violations(join(FIXTURES, name), RULES), found);
		});
	}
});

describe("Compiler settings of modules/ (tsconfig.json)", () => {
	const path = join(ROOT, "tsconfig.json");
	const { config } = ts.readConfigFile(path, ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

	it("know no ambient types, and the language of ES2022 only", () => {
		deepEqual(config.compilerOptions.types, []);
		deepEqual(config.compilerOptions.lib, ["es2022"]);
		equal(config.compilerOptions.target, "es2022");
		deepEqual(config.include, ["modules"]);
	});

	it("refuse what Node has and the board has not", () => {
		const program = ts.createProgram([join(FIXTURES, "ambient.ts")], options);
		const messages = program
			.getSemanticDiagnostics()
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
		deepEqual(
			messages.map((message) => /'([^']+)'/.exec(message)?.[1]),
			UNKNOWN,
		);
	}).timeout(30_000);
});
