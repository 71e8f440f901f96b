/** Calls about the settings, the password, and the device as a whole. */

import { CODE_LIMIT } from "../config/codes.ts";
import { SCHEMA } from "../config/schema.ts";
import { isSecret } from "../config/setting.ts";
import { isSettingKey } from "../config/settings.ts";
import type { Request, Response, Sink } from "../http/exchange.ts";
import { begun, contents, done, failure, json, jsonSource, later, refused } from "./answers.ts";
import type { Answer, Parts } from "./call.ts";
import type { Problems } from "./device.ts";
import { FirmwareBody } from "./firmware.ts";
import type { Body } from "./json-body.ts";
import { parameter } from "./query.ts";
import { JoinSource, ScanSource } from "./wifi.ts";

/** When to try again where the storage refuses, milliseconds. */
const STORAGE_PAUSE = 60_000;

/** Names of Wi-Fi networks have up to 32 bytes (IEEE 802.11 §9.4.2.2), passwords 8 to 63 characters. */
const NETWORK_NAME_MAXIMUM = 32;
const WIFI_PASSWORD_MINIMUM = 8;
const WIFI_PASSWORD_MAXIMUM = 63;

/** Who may, and what there is to set up. */
export const showAccess: Answer = ({ access, device }) =>
	json({
		access: access.state,
		armed: access.armed,
		wifi: device.scanWifi !== undefined,
		updates: device.updateFirmware !== undefined,
	});

export const changePassword: Answer = ({ access }, { request, body, now }) =>
	access.change(request, now, body.new as string, body.old as string | undefined) ?? done();

export const showSettings: Answer = ({ device }) => json(device.shownSettings);

export const changeSettings: Answer = ({ access, device }, { request, fresh, body, now }) => {
	if (!fresh && changesSecret(body)) return access.askAgain(now);
	const problems = device.configure(body, request.address);
	return problems === undefined ? json(device.shownSettings) : refused(problems);
};

export const showBackup: Answer = ({ access, device }, { request, fresh, now }) => {
	const secrets = parameter(request.query, "secrets") === "true";
	if (secrets && !fresh) return access.askAgain(now);
	return contents("application/json", device.backup(secrets), "doorbell-settings.json");
};

export const restore: Answer = ({ access, device }, { request, fresh, body, now }) => {
	if (parameter(request.query, "preview") === "true") {
		const preview = device.preview(body);
		return "problems" in preview ? refused(preview.problems) : json({ changes: [...preview.changes] });
	}
	return fresh ? changed(device.restore(body, request.address)) : access.askAgain(now);
};

export const showCodes: Answer = ({ device }) => json(device.codes);

export const setCode: Answer = ({ access, device }, { request, number, fresh, body, now }) => {
	if (number > CODE_LIMIT) return noCode(number);
	return fresh ? changed(device.setCode(number, body, request.address)) : access.askAgain(now);
};

export const deleteCode: Answer = ({ access, device }, { request, number, fresh, now }) => {
	if (number > CODE_LIMIT) return noCode(number);
	return fresh ? changed(device.deleteCode(number, request.address)) : access.askAgain(now);
};

export const restart: Answer = ({ device }, { request }) =>
	device.restart(request.address) ? begun() : failure(501, "This device cannot restart itself");

export const factoryReset: Answer = ({ device }, { request, body }) => {
	if (body.confirm !== true) return refused({ confirm: "true, since all settings are forgotten" });
	return device.factoryReset(request.address) ? begun() : failure(501, "This device cannot restart itself");
};

export const scanWifi: Answer = ({ device }, { now }) =>
	device.scanWifi === undefined ? withoutWifi() : jsonSource(new ScanSource(device.scanWifi, now));

export const showJoin: Answer = ({ device }, { now }) =>
	device.joinWifi === undefined ? withoutWifi() : jsonSource(new JoinSource(() => device.wifi, now));

export const joinWifi: Answer = ({ device }, { body }) => {
	if (device.joinWifi === undefined) return withoutWifi();
	const name = body.name as string;
	const password = body.password as string;
	if (name === "" || name.length > NETWORK_NAME_MAXIMUM)
		return refused({ name: `1 to ${NETWORK_NAME_MAXIMUM} characters` });
	if (password !== "" && (password.length < WIFI_PASSWORD_MINIMUM || password.length > WIFI_PASSWORD_MAXIMUM))
		return refused({ password: `${WIFI_PASSWORD_MINIMUM} to ${WIFI_PASSWORD_MAXIMUM} characters, or none` });
	device.joinWifi(name, password);
	return begun();
};

export const showFirmware: Answer = ({ device }) =>
	device.updateFirmware === undefined ? withoutUpdates() : json({ ...device.firmware });

/** Begins to take a firmware image. */
export function receiveFirmware({ device }: Parts, { address }: Request): Response | Sink {
	if (device.updateFirmware === undefined) return withoutUpdates();
	const receiver = device.updateFirmware(address);
	return receiver === undefined ? failure(409, "Another update is on its way") : new FirmwareBody(receiver);
}

/** Whether a secret is among the settings to be changed; one that is `true` or `false`, as shown, stays. */
function changesSecret(body: Body): boolean {
	return Object.keys(body).some((key) => isSettingKey(key) && isSecret(SCHEMA[key]) && typeof body[key] !== "boolean");
}

function changed(problems: Problems | "unstored" | undefined): Response {
	if (problems === undefined) return done();
	return problems === "unstored" ? later(503, "The code cannot be stored", STORAGE_PAUSE) : refused(problems);
}

function noCode(number: number): Response {
	return failure(404, `There is no code ${number}`);
}

function withoutWifi(): Response {
	return failure(501, "This device has no Wi-Fi");
}

function withoutUpdates(): Response {
	return failure(501, "This device cannot be updated over the network");
}
