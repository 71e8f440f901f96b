import { formatBackup, readBackup } from "../config/document.ts";
import { SCHEMA, type SettingKey, type Settings } from "../config/schema.ts";
import { isSecret } from "../config/setting.ts";
import { changedKeys, type RedactedSettings, redact, type Validation } from "../config/settings.ts";
import type { Host } from "../host.ts";
import type { Change, Device, Levels, Problems } from "../web/device.ts";
import type { Appliance } from "./appliance.ts";
import { FirmwareSlot } from "./firmware-slot.ts";
import { SETTINGS_KEY } from "./settings-store.ts";

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
	#slot: FirmwareSlot;
	#forget: () => void;

	/** `forget` forgets what others than the settings keep in the storage, for the factory reset. */
	constructor(host: Host, appliance: Appliance, forget: () => void) {
		this.#host = host;
		this.#appliance = appliance;
		this.#slot = new FirmwareSlot(host, (level, text) => appliance.note(level, text));
		this.#forget = forget;
		this.boot = host.token();
		const { wifi } = host;
		this.scanWifi = wifi && ((onDone) => wifi.scan(onDone));
		this.joinWifi = wifi && ((name, password) => this.#join(name, password));
		this.updateFirmware = host.FirmwareUpdate && (() => this.#slot.open());
	}

	get status(): Device["status"] {
		const { registration, call, network, time, ...others } = this.#appliance.status;
		return {
			...others,
			registration: { ...registration, expiresIn: registration.expiresIn ?? 0 },
			call: call ?? null,
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

	get levels(): Levels | undefined {
		return this.#appliance.levels;
	}

	get firmware(): Device["firmware"] {
		return this.#slot.state;
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
		this.#appliance.hangUp();
	}

	hangUp(): void {
		this.#appliance.hangUp();
	}

	openDoor(): void {
		this.#appliance.openDoor();
	}

	switchLight(on: boolean): void {
		this.#appliance.switchLight(on);
	}

	configure(changes: unknown): Problems | undefined {
		return this.#appliance.configure(changes);
	}

	backup(): string {
		return formatBackup(this.#appliance.settings);
	}

	preview(document: unknown): { readonly changes: readonly Change[] } | { readonly problems: Problems } {
		const { changes, errors }: Validation = readBackup(document);
		if (errors) return { problems: errors };
		const before = this.#appliance.settings;
		const after = { ...before, ...changes };
		return {
			changes: changedKeys(before, after).map((key) => ({ key, before: shown(before, key), after: shown(after, key) })),
		};
	}

	restore(document: unknown): Problems | undefined {
		const { changes, errors } = readBackup(document);
		return errors ?? this.#appliance.configure(changes);
	}

	restart(): boolean {
		if (!this.#host.restart) return false;
		this.#appliance.note("info", "Restart requested");
		this.#leave();
		return true;
	}

	factoryReset(): boolean {
		if (!this.#host.restart) return false;
		this.#appliance.note("info", "Factory reset requested: all settings are forgotten");
		this.#host.storage.delete(SETTINGS_KEY);
		this.#forget();
		this.#leave();
		return true;
	}

	/** Ends call and registration properly, then restarts. */
	#leave(): void {
		const { timers } = this.#host;
		timers.set(() => this.#appliance.shutDown(() => this.#host.restart?.()), RESTART_DELAY);
	}

	#join(name: string, password: string): void {
		const appliance = this.#appliance;
		appliance.note("info", `Joining the Wi-Fi network ${name}`);
		this.#host.wifi?.join(name, password, (joined) => {
			if (joined) appliance.note("info", `Wi-Fi network ${name} joined`);
			else appliance.note("error", `Wi-Fi network ${name} cannot be joined: check the password`);
		});
	}
}

function shown(settings: Settings, key: SettingKey): RedactedSettings[SettingKey] {
	return isSecret(SCHEMA[key]) ? settings[key] !== "" : settings[key];
}
