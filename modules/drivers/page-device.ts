import { CODE_LIMIT, SETTING_CODES } from "../config/codes.ts";
import { type Codes, formatBackup, readBackup } from "../config/document.ts";
import { SCHEMA, type SettingKey, type Settings } from "../config/schema.ts";
import { isSecret } from "../config/setting.ts";
import { changedKeys, complete, type RedactedSettings, redact } from "../config/settings.ts";
import type { Host } from "../host.ts";
import type { AuditEntry, Change, Device, Levels, Problems, ShownCode } from "../web/device.ts";
import type { WifiState } from "../web/wifi.ts";
import type { Appliance } from "./appliance.ts";
import { FirmwareSlot } from "./firmware-slot.ts";
import { deleteCode, replaceCodes, setCode, shownCodes } from "./page-codes.ts";
import { PHONES_KEY } from "./phone-store.ts";
import { QUIET_KEY } from "./quiet-store.ts";
import { SETTINGS_KEY } from "./settings-store.ts";
import { ELSEWHERE } from "./status.ts";
import { TRIES_KEY } from "./tries-store.ts";

/** Time for the answer to reach the page before the device restarts, milliseconds. */
export const RESTART_DELAY = 500;

/** The doorbell as the control page sees it. */
export class PageDevice implements Device {
	readonly boot: string;
	readonly scanWifi: Device["scanWifi"];
	readonly joinWifi: Device["joinWifi"];
	readonly updateFirmware: Device["updateFirmware"];
	#appliance: Appliance;
	#host: Host;
	#slot: FirmwareSlot | undefined;
	#secrets: { forget(): void };
	/** Most boards join one network in all their life: until then there is nothing to remember. */
	#wifi: WifiState | undefined;

	/** `secrets` are what others than the settings keep in the storage, which a factory reset forgets. */
	constructor(host: Host, appliance: Appliance, secrets: { forget(): void }) {
		this.#host = host;
		this.#appliance = appliance;
		this.#secrets = secrets;
		this.boot = host.token();
		const { wifi } = host;
		this.scanWifi = wifi && ((onDone) => wifi.scan(onDone));
		this.joinWifi = wifi && ((name, password) => this.#join(name, password));
		this.updateFirmware = host.FirmwareUpdate && ((by) => this.#openSlot(by));
	}

	get status(): Device["status"] {
		const { registration, call, quiet, lock, network, time, ...others } = this.#appliance.status;
		return {
			...others,
			registration: { ...registration, expiresIn: registration.expiresIn ?? 0, server: registration.server ?? null },
			call: call ? { ...call, waiting: call.waiting ?? null } : null,
			lock: lock ?? null,
			quiet: quiet ? { ...quiet, until: quiet.until === undefined ? null : Math.round(quiet.until) } : null,
			network: network ?? null,
			time: time ?? null,
			boot: this.boot,
		};
	}

	get log(): Device["log"] {
		return this.#appliance.log;
	}

	get trace(): Device["trace"] {
		return this.#appliance.trace;
	}

	get phones(): Device["phones"] {
		return this.#appliance.phones;
	}

	get levels(): Levels | undefined {
		return this.#appliance.levels;
	}

	get firmware(): Device["firmware"] {
		return this.#slot?.state ?? { state: "none", received: 0, error: "" };
	}

	get wifi(): WifiState {
		return this.#wifi ?? { state: "none", text: "" };
	}

	get shownSettings(): RedactedSettings {
		return redact(this.#appliance.settings);
	}

	connect(): void {
		this.#appliance.connect();
	}

	disconnect(): void {
		this.#appliance.disconnect();
	}

	press(button: number): void {
		this.#appliance.press(button);
	}

	call(target?: string): void {
		this.#appliance.call(target);
	}

	answer(): void {
		this.#appliance.answer();
	}

	reject(): void {
		this.#appliance.order({ type: "reject" });
	}

	hold(): void {
		this.#appliance.order({ type: "hold" });
	}

	resume(): void {
		this.#appliance.order({ type: "resume" });
	}

	transfer(target: string): void {
		this.#appliance.order({ type: "transfer", target });
	}

	switchCall(): void {
		this.#appliance.order({ type: "switch" });
	}

	hangUp(): void {
		this.#appliance.hangUp();
	}

	openDoor(door: 1 | 2, by: string): void {
		this.#appliance.openDoor(door === 1 ? "door" : "second door", by);
	}

	switchLight(on: boolean): void {
		this.#appliance.switchLight(on);
	}

	quiet(minutes: number, by: string): void {
		this.#appliance.quiet(minutes, by);
	}

	configure(changes: unknown, by: string): Problems | undefined {
		return this.#appliance.configure(changes, by);
	}

	get codes(): readonly ShownCode[] {
		return shownCodes(this.#appliance);
	}

	setCode(number: number, changes: Readonly<Record<string, unknown>>, by: string): Problems | "unstored" | undefined {
		return setCode(this.#appliance, number, changes, by);
	}

	deleteCode(number: number, by: string): "unstored" | undefined {
		return deleteCode(this.#appliance, number, by);
	}

	auditAfter(id: number): readonly AuditEntry[] {
		return this.#appliance.audit.after(id);
	}

	backup(secrets: boolean): string {
		const { codes, settings } = this.#appliance;
		return formatBackup(settings, secrets ? codes.documents : undefined);
	}

	preview(document: unknown): { readonly changes: readonly Change[] } | { readonly problems: Problems } {
		const backup = readBackup(document);
		if (backup.errors) return { problems: backup.errors };
		const { settings, codes } = this.#appliance;
		const problems = codes.clashes(backup.changes, backup.codes);
		if (problems) return { problems };
		const after = complete({ ...settings, ...backup.changes });
		const changes: Change[] = changedKeys(settings, after).map((key) => ({
			key,
			before: shown(settings, key),
			after: shown(after, key),
		}));
		return { changes: backup.codes ? [...changes, ...codeChanges(codes.documents, backup.codes)] : changes };
	}

	restore(document: unknown, by: string): Problems | "unstored" | undefined {
		const { changes, codes, errors } = readBackup(document);
		const problems = errors ?? this.#appliance.configure(changes, by, codes);
		return problems ?? (codes && replaceCodes(this.#appliance, codes, by));
	}

	restart(by: string): boolean {
		if (!this.#host.restart) return false;
		this.#appliance.note("info", "Restart requested");
		// What a firmware update has noted says more.
		if (this.firmware.state !== "installed") this.#appliance.audit.leaving(by, "Restart from the page");
		this.#leave();
		return true;
	}

	/** `means` is how it was asked for, to stand in the audit. */
	factoryReset(by: string, means = "from the page"): boolean {
		if (!this.#host.restart) return false;
		this.#appliance.note("info", "Factory reset requested: all settings are forgotten");
		this.#appliance.codes.forget();
		this.#appliance.audit.forget();
		this.#appliance.audit.leaving(by, `Factory reset ${means}`);
		for (const key of [SETTINGS_KEY, PHONES_KEY, QUIET_KEY, TRIES_KEY]) this.#host.storage.delete(key);
		this.#host.wifi?.forget?.();
		// The password is the last thing to go: a power cut on the way leaves nothing open.
		this.#secrets.forget();
		this.#leave();
		return true;
	}

	/** Ends call and registration properly, then restarts. */
	#leave(): void {
		const { timers } = this.#host;
		timers.set(() => this.#appliance.shutDown(() => this.#host.restart?.()), RESTART_DELAY);
	}

	/** Most boards run for years without an update: until then there is nothing to remember. */
	#openSlot(by: string): ReturnType<FirmwareSlot["open"]> {
		this.#slot ??= new FirmwareSlot(this.#host, this.#appliance);
		const receiver = this.#slot.open();
		const complete = () => {
			const problem = receiver?.complete();
			if (problem === undefined) this.#appliance.audit.leaving(by, "Firmware update");
			return problem;
		};
		return receiver && { ...receiver, complete };
	}

	#join(name: string, password: string): void {
		const appliance = this.#appliance;
		const { wifi, network } = this.#host;
		const joining: WifiState = { state: "joining", text: `Joining the Wi-Fi network ${name}` };
		this.#wifi = joining;
		appliance.note("info", joining.text);
		wifi?.join(name, password, (joined, problem = "cannot be joined: check the password") => {
			const end = joined ? `joined: this page is at http://${network.address(ELSEWHERE)}/ there` : problem;
			const text = `Wi-Fi network ${name} ${end}`;
			// One that was given up for another tells nothing of that.
			if (this.#wifi === joining) this.#wifi = { state: joined ? "joined" : "failed", text };
			appliance.note(joined ? "info" : "error", text);
		});
	}
}

function shown(settings: Settings, key: SettingKey): RedactedSettings[SettingKey] {
	return isSecret(SCHEMA[key]) ? settings[key] !== "" : settings[key];
}

/** What restoring codes would change, as far as it may be shown: whether there is one. */
function codeChanges(before: Codes, after: Codes): Change[] {
	const changes: Change[] = [];
	for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++) {
		const [old, next] = [before.get(number), after.get(number)];
		if (JSON.stringify(old) !== JSON.stringify(next))
			changes.push({ key: `code.${number}`, before: old !== undefined, after: next !== undefined });
	}
	return changes;
}
