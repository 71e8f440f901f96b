import type { ArmingEvent } from "../doorbell/arming.ts";
import type { Host } from "../host.ts";
import { Access } from "../web/access.ts";
import { Api } from "../web/api.ts";
import type { Names } from "../web/guard.ts";
import type { Appliance } from "./appliance.ts";
import { HttpListener } from "./http-listener.ts";
import { PageDevice } from "./page-device.ts";
import { SetupButton, type SetupOwner } from "./setup-button.ts";

export interface PageServerOptions {
	readonly host: Host;
	readonly appliance: Appliance;
	/** TCP port; 0 lets the host choose. */
	readonly port: number;
	/** Address of ours to listen on; all unless given. */
	readonly address?: string;
	/** No password is needed as long as none is set: for the desktop on loopback. */
	readonly open?: boolean;
	/** Whoever starts the device has it in his hands, and may set the first password. */
	readonly armed?: boolean;
	/** The administrator's password from now on. */
	readonly password?: string;
	/** Connections at once, of one address and in all, and event streams; what the board has room for unless given. */
	readonly connections?: number;
	readonly perAddress?: number;
	readonly eventStreams?: number;
}

const NAMES = /[\s,]+/;

/** The control page of a doorbell, on a host that has TCP. */
export class PageServer implements Names, SetupOwner {
	#appliance: Appliance;
	#device: PageDevice;
	#api: Api;
	#setup: SetupButton;
	#listener: HttpListener;

	/** Begins to listen; throws when the port is taken. */
	constructor(options: PageServerOptions) {
		const { host, appliance, port, address, open = false, armed = false, password, eventStreams } = options;
		const setup = new SetupButton(host, this);
		const access = new Access({ host, open, setup, log: appliance, audit: appliance.audit });
		if (password !== undefined) access.set(password);
		const device = new PageDevice(host, appliance, access);
		this.#api = new Api({ device, access, files: host, text: host.text, names: this, eventStreams });
		this.#appliance = appliance;
		this.#device = device;
		this.#setup = setup;
		const { connections, perAddress } = options;
		this.#listener = new HttpListener({
			...{ host, port, address, connections, perAddress },
			handler: this.#api,
			log: appliance,
		});
		appliance.audience = this;
		if (!armed || access.state !== "locked") return;
		setup.arm();
		appliance.show("ARMED", true);
	}

	get port(): number {
		return this.#listener.port;
	}

	/** Further names by which the page is opened. */
	get names(): readonly string[] {
		return this.#appliance.settings["page.names"].split(NAMES).filter((name) => name !== "");
	}

	/** For whoever is in the board's own network and asks for something else. */
	portal(address: string): string | undefined {
		return this.#appliance.host.wifi?.portal?.(address);
	}

	/** For the appliance: something is new. */
	news(): void {
		this.#api.news();
		this.#listener.wake();
	}

	/** For the set-up button. */
	setUp(event: ArmingEvent): void {
		const appliance = this.#appliance;
		if (event === "armed" || event === "disarmed") appliance.show("ARMED", event === "armed");
		else appliance.show("RESETTING", event === "resetting");
		switch (event) {
			case "armed":
				appliance.note("info", "Set-up button held: for ten minutes the page lets anyone set a password");
				appliance.host.wifi?.armed?.();
				return;
			case "resetting":
				appliance.note("info", "Set-up button held on: when it is let go now, all settings are forgotten");
				return;
			case "jammed":
				appliance.note("error", "The set-up button is jammed, or held for too long: nothing is forgotten");
				return;
			case "reset":
				if (!this.#device.factoryReset("", "by the set-up button"))
					appliance.note("error", "This device cannot restart itself, so nothing is forgotten");
		}
	}

	close(): void {
		this.#appliance.audience = undefined;
		this.#setup.close();
		this.#listener.close();
	}
}
