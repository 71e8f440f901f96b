/** A doorbell as the API knows one: its settings are real, and of everything else it notes what was asked of it. */

import { CODE_LIMIT, CODE_SETTINGS, type CodeDocument, judgeCode } from "../../modules/config/codes.ts";
import { formatBackup, readBackup } from "../../modules/config/document.ts";
import { SCHEMA, type Settings } from "../../modules/config/schema.ts";
import { isSecret } from "../../modules/config/setting.ts";
import { changedKeys, defaults, redact, validate } from "../../modules/config/settings.ts";
import type {
	AuditEntry,
	CallStatus,
	Change,
	Device,
	FirmwareReceiver,
	FirmwareState,
	Levels,
	LogEntry,
	Phone,
	Problems,
	Ring,
	ShownCode,
	Status,
	TraceMessage,
} from "../../modules/web/device.ts";

/** The latest of what was added, up to a number. */
export class TestRing<Entry extends { readonly id: number }> implements Ring<Entry> {
	last = 0;
	readonly #limit: number;
	#entries: Entry[] = [];

	constructor(limit: number) {
		this.#limit = limit;
	}

	add(entry: Omit<Entry, "id">): void {
		this.last += 1;
		this.#entries = [...this.#entries, { ...entry, id: this.last } as Entry].slice(-this.#limit);
	}

	after(id: number): Entry | undefined {
		return this.#entries.find((entry) => entry.id > id);
	}
}

type Networks = readonly { name: string; strength: number; open: boolean }[];

/** An image that the device refuses as soon as it sees it, and one that it refuses at the end. */
export const BAD_IMAGE = 0xbb;
export const TORN_IMAGE = 0xcc;

export class TestDevice implements Device {
	readonly boot = "b00t";
	readonly log = new TestRing<LogEntry>(5);
	readonly trace = new TestRing<TraceMessage>(4);
	/** What was asked, in order. */
	readonly deeds: string[] = [];
	call_: CallStatus | null = null;
	phones: Phone[] = [];
	levels: Levels | undefined;
	settings: Settings = defaults();
	/** Codes that are no settings, by number. */
	readonly guests = new Map<number, CodeDocument>();
	audit: AuditEntry[] = [];
	/** Whether the storage takes codes. */
	stores = true;
	restarts = true;
	updates = true;
	firmware: FirmwareState = { state: "none", received: 0, error: "" };
	/** Wi-Fi networks, where they are found at once. */
	networks: Networks | undefined;
	/** Whoever waits for Wi-Fi networks. */
	onScanned: ((networks: Networks) => void) | undefined;
	hasWifi = true;
	/** How the last try to join a network stands. */
	wifi: Device["wifi"] = { state: "none", text: "" };

	get status(): Status {
		return {
			state: "REGISTERED",
			registration: { state: "REGISTERED", expiresIn: 1799, lastError: "", server: "192.0.2.1:5060" },
			call: this.call_,
			lastCall: "",
			door: false,
			secondDoor: false,
			lock: null,
			quiet: null,
			light: false,
			network: { address: "192.0.2.7" },
			firmware: "0.1.0",
			platform: "test",
			uptime: 12,
			boot: this.boot,
			time: null,
		};
	}

	connect(): void {
		this.deeds.push("connect");
	}

	disconnect(): void {
		this.deeds.push("disconnect");
	}

	press(button: number): void {
		this.deeds.push(`press ${button}`);
	}

	call(target?: string): void {
		this.deeds.push(`call ${target}`);
	}

	answer(): void {
		this.deeds.push("answer");
	}

	reject(): void {
		this.deeds.push("reject");
	}

	hold(): void {
		this.deeds.push("hold");
	}

	resume(): void {
		this.deeds.push("resume");
	}

	transfer(target: string): void {
		this.deeds.push(`transfer ${target}`);
	}

	switchCall(): void {
		this.deeds.push("switch");
	}

	hangUp(): void {
		this.deeds.push("hang up");
	}

	openDoor(door: 1 | 2): void {
		this.deeds.push(door === 1 ? "open the door" : "open the second door");
	}

	switchLight(on: boolean): void {
		this.deeds.push(`light ${on}`);
	}

	quiet(minutes: number): void {
		this.deeds.push(`quiet for ${minutes}`);
	}

	get shownSettings() {
		return redact(this.settings);
	}

	get codes(): readonly ShownCode[] {
		return Array.from({ length: CODE_LIMIT }).map((_unused, index) => {
			const key = CODE_SETTINGS[index];
			const guest = this.guests.get(index + 1);
			const { digits: _digits, ...shown } = guest ?? judgeCode({ digits: "0000" }).code!;
			return { code: index + 1, ...shown, set: key ? this.settings[key] !== "" : guest !== undefined };
		});
	}

	setCode(number: number, changes: Readonly<Record<string, unknown>>, by: string): Problems | "unstored" | undefined {
		const key = CODE_SETTINGS[number - 1];
		const { code, errors } = judgeCode(changes, this.guests.get(number));
		if (errors) return errors;
		if (key) return this.configure({ [key]: code.digits });
		if (!this.stores) return "unstored";
		this.guests.set(number, code);
		this.deeds.push(`code ${number} set by ${by}`);
		return undefined;
	}

	deleteCode(number: number, by: string): "unstored" | undefined {
		const key = CODE_SETTINGS[number - 1];
		if (!this.stores) return "unstored";
		if (key) this.configure({ [key]: "" });
		this.guests.delete(number);
		this.deeds.push(`code ${number} deleted by ${by}`);
		return undefined;
	}

	auditAfter(id: number): readonly AuditEntry[] {
		return this.audit.filter((entry) => entry.id > id).slice(0, 2);
	}

	configure(changes: unknown): Problems | undefined {
		const validation = validate(changes);
		if (validation.errors) return validation.errors;
		this.settings = { ...this.settings, ...validation.changes };
		return undefined;
	}

	backup(secrets: boolean): string {
		return formatBackup(this.settings, secrets ? this.guests : undefined);
	}

	preview(document: unknown): { readonly changes: readonly Change[] } | { readonly problems: Problems } {
		const { changes, errors } = readBackup(document);
		if (errors) return { problems: errors };
		const after = { ...this.settings, ...changes };
		const shown = (settings: Settings, key: keyof Settings) =>
			isSecret(SCHEMA[key]) ? settings[key] !== "" : settings[key];
		return {
			changes: changedKeys(this.settings, after).map((key) => ({
				key,
				before: shown(this.settings, key),
				after: shown(after, key),
			})),
		};
	}

	restore(document: unknown): Problems | "unstored" | undefined {
		const { changes, codes = new Map(), errors } = readBackup(document);
		if (errors) return errors;
		if (!this.stores) return "unstored";
		for (const [number, code] of codes) this.guests.set(number, code);
		return this.configure(changes);
	}

	restart(): boolean {
		this.deeds.push("restart");
		return this.restarts;
	}

	factoryReset(): boolean {
		this.deeds.push("factory reset");
		return this.restarts;
	}

	get scanWifi(): Device["scanWifi"] {
		if (!this.hasWifi) return undefined;
		return (onDone) => {
			this.onScanned = onDone;
			if (this.networks) onDone(this.networks);
		};
	}

	get joinWifi(): Device["joinWifi"] {
		return this.hasWifi ? (name) => void this.deeds.push(`join ${name}`) : undefined;
	}

	get updateFirmware(): Device["updateFirmware"] {
		if (!this.updates) return undefined;
		return () => (this.firmware.state === "receiving" ? undefined : this.#receive());
	}

	#receive(): FirmwareReceiver {
		let received = 0;
		let torn = false;
		this.firmware = { state: "receiving", received, error: "" };
		const fail = (error: string) => {
			this.firmware = { state: "failed", received, error };
			return error;
		};
		return {
			write: (bytes) => {
				if (bytes[0] === BAD_IMAGE) return fail("it is for another chip");
				torn ||= bytes[0] === TORN_IMAGE;
				received += bytes.length;
				this.firmware = { state: "receiving", received, error: "" };
				return undefined;
			},
			complete: () => {
				if (torn) return fail("its checksum is wrong");
				this.firmware = { state: "installed", received, error: "" };
				return undefined;
			},
			abort: () => void fail("the connection was lost"),
		};
	}
}
