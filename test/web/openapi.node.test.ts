import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import type { ApiOptions } from "../../modules/web/api.ts";
import { ROUTES } from "../../modules/web/routes.ts";
import type { Asked, Reply } from "./client.ts";
import { BAD_IMAGE } from "./device.ts";
import { PASSWORD, type Stage, stage } from "./stage.ts";

interface Media {
	readonly schema: { readonly $ref?: string };
}

interface Answer {
	readonly $ref?: string;
	readonly content?: Readonly<Record<string, Media>>;
	readonly headers?: Readonly<Record<string, unknown>>;
}

interface Operation {
	readonly operationId: string;
	readonly security?: readonly unknown[];
	readonly requestBody?: {
		readonly content: Readonly<
			Record<string, { readonly schema: { properties?: Record<string, { type: string }>; required?: string[] } }>
		>;
	};
	readonly responses: Readonly<Record<string, Answer>>;
}

interface Document {
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

const DOCUMENT: Document = JSON.parse(readFileSync(join(__dirname, "../../docs/openapi.json"), "utf8"));
const BYTES = { "content-type": "application/octet-stream" };

/** Calls that bring about each answer that an operation of its own has, by its identifier. */
const CALLS: Readonly<
	Record<
		string,
		readonly (Asked & {
			readonly target?: string;
			readonly options?: Partial<ApiOptions>;
			readonly before?: (house: Stage) => void;
		})[]
	>
> = {
	changePassword: [
		{ body: { new: "staple battery" }, before: (house) => house.arm(true) },
		{ body: { new: "short" }, before: (house) => house.arm(true) },
		{ body: { old: "wrong", new: "staple battery" } },
		{
			body: { new: "staple battery" },
			before: (house) => {
				house.arm(true);
				house.storage.hook = () => {
					throw new Error("full");
				};
			},
		},
	],
	showStatus: [{}, { before: ring }, { before: talk }],
	showEvents: [{}, { options: { eventStreams: 0 } }],
	showLog: [{ before: note }, { target: "/api/log?since=x" }],
	showTrace: [{ before: trace }, { target: "/api/trace?since=x" }],
	showCapture: [{ before: trace }],
	placeCall: [{ body: { target: "**610" } }, { before: ring }, { body: { target: "?" } }],
	answer: [{ before: ring }, {}],
	reject: [{ before: ring }, {}],
	hangUp: [{ before: ring }, {}],
	hold: [{ before: talk }, {}],
	resume: [{ before: hold }, {}],
	switchCall: [{ before: talk }, {}],
	transfer: [
		{ body: { target: "**610" }, before: talk },
		{ body: { target: "**610" } },
		{ body: { target: "?" } },
		{ body: {} },
	],
	showPhones: [
		{ before: ({ device }) => void (device.phones = [{ name: "kitchen", address: "192.0.2.30", expiresIn: 250 }]) },
	],
	press: [{}, { target: "/api/button/3" }],
	switchLight: [{ body: { on: true } }, { body: {} }, { body: "{" }],
	changeSettings: [{ body: { "sip.user": "620" } }, { body: { "sip.port": "x" } }],
	restore: [
		{ body: { version: 1, "sip.user": "620" } },
		{ body: { version: 1, "sip.user": "620", "sip.password": "secret" }, target: "/api/restore?preview=true" },
		{ body: { version: 1, codes: [{ code: 3, digits: "24680" }] } },
		{ body: { version: 1 }, before: wear },
		{ body: {} },
	],
	showAudit: [{ before: audit }, { target: "/api/audit?since=x" }],
	showAuditTable: [{ before: audit }],
	showBackup: [{}, { before: lend, target: "/api/backup?secrets=true" }],
	showCodes: [{}, { before: lend }],
	openDoor: [{}, { body: { door: 2 } }, { body: { door: 3 } }],
	disturb: [{ body: { minutes: 60 } }, { body: { minutes: -1 } }, { body: {} }],
	setCode: [
		{ body: { digits: "4711" } },
		{ body: { digits: "x" } },
		{ body: { digits: "4711" }, target: "/api/codes/11" },
		{ body: { digits: "4711" }, target: "/api/codes/3", before: wear },
		{ body: { digits: 4711 } },
	],
	deleteCode: [{}, { target: "/api/codes/11" }, { before: wear }],
	scanWifi: [
		{ before: ({ device }) => void (device.networks = [{ name: "House", strength: -50, open: false }]) },
		{ before: ({ device }) => void (device.hasWifi = false) },
	],
	showJoin: [
		{},
		{ before: ({ device }) => void (device.wifi = { state: "failed", text: "Wi-Fi network House is not in sight" }) },
		{ before: ({ device }) => void (device.hasWifi = false) },
	],
	joinWifi: [
		{ body: { name: "House", password: "" } },
		{ body: { name: "", password: "" } },
		{ body: { name: "House", password: "" }, before: ({ device }) => void (device.hasWifi = false) },
	],
	installFirmware: [
		{ headers: BYTES, body: new Uint8Array(9) },
		{ headers: BYTES, body: new Uint8Array(9).fill(BAD_IMAGE) },
		{ headers: BYTES, before: ({ device }) => void device.updateFirmware?.("") },
		{ headers: BYTES, before: ({ device }) => void (device.updates = false) },
	],
	showFirmware: [{}, { before: ({ device }) => void (device.updates = false) }],
	restart: [{}, { before: ({ device }) => void (device.restarts = false) }],
	factoryReset: [
		{ body: { confirm: true } },
		{ body: { confirm: false } },
		{ body: { confirm: true }, before: ({ device }) => void (device.restarts = false) },
	],
};

/** What the table of calls says of a member, by its type here. */
const FIELD_TYPES: Readonly<Record<string, string>> = {
	...{ string: "text", boolean: "toggle", integer: "number", "integer,null": "number" },
};

/** Answers that operations share: each is shown by one of them. */
const SHARED = ["400", "401", "403", "413", "415", "429"];

describe("OpenAPI description (docs/openapi.json)", () => {
	it("is valid", async () => {
		const { Validator } = await import("@seriousme/openapi-schema-validator");
		const { valid, errors } = await new Validator().validate({ ...structuredClone(DOCUMENT) });
		equal(valid, true, JSON.stringify(errors));
	});

	it("has the calls that there are, and no other", () => {
		const described = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
		);
		deepEqual(described.sort(), ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
	});

	it("and docs/api.md tell of the same calls", () => {
		const text = readFileSync(join(__dirname, "../../docs/api.md"), "utf8");
		const told = Array.from(text.matchAll(/^### ([A-Z]+ \/api\S*)$/gm), ([, call]) => call);
		deepEqual(told.sort(), ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
	});

	it("says for whom each call is, and what its body is made of", () => {
		for (const { method, path, who, fields, receive } of ROUTES) {
			const { security, requestBody } = operationOf(method, path);
			deepEqual(security, who === "anyone" ? [] : undefined, path);
			if (method === "GET") continue;
			const [type = "", media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
			equal(type, receive ? "application/octet-stream" : "application/json", path);
			const { properties = {}, required = [] } = media?.schema ?? {};
			const described = Object.entries(properties).map(([name, { type }]) => [
				name,
				`${FIELD_TYPES[`${type}`]}${required.includes(name) ? "" : "?"}`,
			]);
			deepEqual(Object.fromEntries(described), { ...fields }, path);
		}
	});

	for (const { method, path } of ROUTES) {
		const operation = operationOf(method, path);
		it(`describes what ${method} ${path} answers`, () => {
			const seen = new Set<string>();
			for (const call of CALLS[operation.operationId] ?? [{}]) {
				const { target = path.replace("{number}", "1"), options, before, ...asked } = call;
				const house = stage({ password: PASSWORD, ...options });
				before?.(house);
				const reply = house.client(PASSWORD).ask(`${method} ${target}`, { ...asked, now: 60_000 });
				seen.add(`${reply.status}`);
				validate(operation, reply);
			}
			for (const status of Object.keys(operation.responses))
				ok(seen.has(status) || SHARED.includes(status), `${status} is described but was not seen`);
		});

		it(`describes how ${method} ${path} is refused`, () => {
			const house = stage({ password: PASSWORD });
			const line = `${method} ${path.replace("{number}", "1")}`;
			const type = operation.requestBody?.content["application/octet-stream"] ? { headers: BYTES } : {};
			const refusals: (Asked & { readonly password?: string })[] = [
				type,
				{ ...type, headers: { ...type.headers, host: "evil.example" } },
				{ ...type, headers: { ...type.headers, "sec-fetch-site": "cross-site" } },
				{ headers: { "content-type": "text/plain" } },
				...[1, 2, 3, 4].map(() => ({ ...type, password: "wrong wrong" })),
			];
			for (const { password, ...asked } of refusals) {
				const reply = house.client(password).ask(line, asked);
				validate(operation, reply);
			}
		});
	}

	it("describes what a locked device answers", () => {
		const house = stage({ open: false });
		for (const { method, path, receive } of ROUTES) {
			const type = receive ? { headers: BYTES } : {};
			validate(operationOf(method, path), house.client().ask(`${method} ${path.replace("{number}", "1")}`, type));
		}
	});
});

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, formats: { binary: true } });
ajv.addKeyword("components").addKeyword("paths");
ajv.addSchema({ $id: "doorbell", components: DOCUMENT.components });
const validators = new Map<string, ValidateFunction>();

/** Holds an answer against its description: status, type, contents and the header fields that go with it. */
function validate({ operationId, responses }: Operation, reply: Reply): void {
	const what = `${operationId} ${reply.status}`;
	const described = responses[`${reply.status}`];
	ok(described, `${what} is not described`);
	const { content, headers = {} } =
		described.$ref === undefined ? described : DOCUMENT.components.responses[described.$ref.split("/").pop() ?? ""]!;
	for (const name of Object.keys(headers)) ok(reply.field(name), `${what}: ${name}`);
	const type = reply.field("Content-Type");
	deepEqual(type === undefined ? undefined : [type], content && Object.keys(content), what);
	if (type !== "application/json") {
		ok(content !== undefined || reply.text === "", what);
		return;
	}
	const schema = absolute(content![type]!.schema);
	const key = JSON.stringify(schema);
	const check = validators.get(key) ?? ajv.compile(schema);
	validators.set(key, check);
	ok(check(reply.json), `${what}: ${ajv.errorsText(check.errors)} in ${reply.text}`);
}

/** The schema with references into the document. */
function absolute(schema: object): object {
	return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doorbell#/'));
}

function operationOf(method: string, path: string): Operation {
	const operation = DOCUMENT.paths[path]?.[method.toLowerCase()];
	ok(operation, `${method} ${path}`);
	return operation;
}

function ring({ device }: Stage): void {
	device.call_ = {
		state: "ringing",
		direction: "incoming",
		peer: { name: "Anna", number: "**610" },
		seconds: 0,
		waiting: null,
	};
}

function hold(house: Stage): void {
	talk(house);
	house.device.call_ = { ...house.device.call_!, onHold: true, transferTo: "**611" };
}

function talk({ device }: Stage): void {
	const counts = { sent: 9, received: 9, lost: 0, late: 0, duplicate: 0, reordered: 0, refused: 0 };
	device.call_ = {
		state: "connected",
		direction: "outgoing",
		peer: { name: "", number: "**610" },
		seconds: 12,
		held: false,
		onHold: false,
		waiting: { name: "Anna", number: "22", onHold: false },
		codec: "PCMA",
		statistics: { ...counts, jitter: 1, depth: 40, roundTrip: 3, remoteLoss: 0.5 },
	};
}

function note({ device }: Stage): void {
	device.log.add({ time: undefined, level: "info", text: "one" });
	device.log.add({ time: 1_767_225_600_000, level: "error", text: "two" });
}

function audit({ device }: Stage): void {
	const entry = { time: undefined, times: 1, kind: "opened", source: "**610", reason: "Door opened by Code 3" };
	device.audit = [1, 2, 3].map((id) => ({ ...entry, id, time: id === 2 ? undefined : 1_767_225_600_000 }));
}

function lend({ device }: Stage): void {
	device.setCode(3, { digits: "24680", name: "Cleaner", weekly: "Mo 8:00-12:00", until: 1_800_000_000_000 }, "");
}

function wear({ device }: Stage): void {
	device.stores = false;
}

function trace({ device }: Stage): void {
	const end = { address: "192.0.2.7", port: 5060 };
	device.trace.add({ time: undefined, at: 12.5, direction: "sent", local: end, remote: end, text: "OPTIONS" });
}
