import type { Host } from "../host.ts";
import { Access } from "../web/access.ts";
import { Api } from "../web/api.ts";
import type { Appliance } from "./appliance.ts";
import { HttpListener } from "./http-listener.ts";
import { PageDevice } from "./page-device.ts";
import { SetupButton } from "./setup-button.ts";

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
export class PageServer {
	#appliance: Appliance;
	#setup: SetupButton;
	#listener: HttpListener;

	/** Begins to listen; throws when the port is taken. */
	constructor(options: PageServerOptions) {
		const { host, appliance, port, address, open = false, armed = false, password, eventStreams } = options;
		const setup = new SetupButton(host, () =>
			appliance.note("info", "Set-up button held: for ten minutes the page lets anyone set a password"),
		);
		const access = new Access({
			storage: host.storage,
			hash: host.hash,
			token: host.token,
			open,
			armed: () => setup.armed,
			disarm: () => setup.disarm(),
			onLog: (level, text) => appliance.note(level, text),
		});
		if (password !== undefined) access.set(password);
		const api = new Api({
			device: new PageDevice(host, appliance, () => access.forget()),
			access,
			file: (path) => host.file?.(path),
			text: host.text,
			names: () => appliance.settings["page.names"].split(NAMES).filter((name) => name !== ""),
			eventStreams,
		});
		this.#appliance = appliance;
		this.#setup = setup;
		const { connections, perAddress } = options;
		this.#listener = new HttpListener({
			...{ host, port, address, connections, perAddress },
			handler: api.handle,
			onProblem: (problem) => appliance.note("error", problem),
		});
		appliance.onNews = () => {
			api.news();
			this.#listener.wake();
		};
		if (armed && access.state === "locked") setup.arm();
	}

	get port(): number {
		return this.#listener.port;
	}

	close(): void {
		this.#appliance.onNews = undefined;
		this.#setup.close();
		this.#listener.close();
	}
}
