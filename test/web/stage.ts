/** The API over a test device, with an access that can be set. */

import { Access, type AccessOptions } from "../../modules/web/access.ts";
import { Api, type ApiOptions } from "../../modules/web/api.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { hash as realHash } from "../support/hash.ts";
import { Client } from "./client.ts";
import { TestDevice } from "./device.ts";

export const PASSWORD = "correct horse";

export interface Stage {
	readonly device: TestDevice;
	readonly access: Access;
	readonly api: Api;
	readonly storage: VirtualStorage;
	/** What the log was told. */
	readonly lines: string[];
	/** What the audit was told. */
	readonly audited: string[];
	/** Presses the set-up button, or lets its time run out. */
	arm(armed: boolean): void;
	client(password?: string): Client;
}

/** Open, as on a desktop; with a password where one is given; locked otherwise. */
export function stage({
	password,
	open = password === undefined,
	storage = new VirtualStorage(),
	hash = realHash,
	...options
}: Partial<ApiOptions & Pick<AccessOptions, "open"> & AccessOptions["host"]> & {
	readonly password?: string;
	readonly storage?: VirtualStorage;
} = {}): Stage {
	const lines: string[] = [];
	const audited: string[] = [];
	const audit = { note: (...parts: readonly string[]) => void audited.push(parts.join(" | ")) };
	let armed = false;
	let tokens = 0;
	const token = () => {
		tokens += 1;
		return tokens.toString(16).padStart(16, "0");
	};
	const setup = {
		get armed() {
			return armed;
		},
		disarm() {
			armed = false;
		},
	};
	const log = { note: (level: string, text: string) => void lines.push(`${level}: ${text}`) };
	const access = new Access({ host: { storage, hash, token }, open, setup, log, audit });
	if (password !== undefined) access.set(password);
	const device = new TestDevice();
	const api = new Api({ device, access, files: {}, text: utf8, ...options });
	return {
		device,
		access,
		api,
		storage,
		lines,
		audited,
		arm: (now) => {
			armed = now;
		},
		client: (secret) => new Client(api, secret),
	};
}
