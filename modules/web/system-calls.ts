/** Calls about the settings, the password, and the device as a whole. */

import type { Response, Sink } from "../http/exchange.ts";
import { begun, contents, done, failure, json, jsonSource, refused } from "./answers.ts";
import type { Answer, Parts } from "./call.ts";
import { FirmwareBody } from "./firmware.ts";
import { parameter } from "./query.ts";
import { ScanSource } from "./wifi.ts";

/** Settings that hold a code, and the output that it switches. */
const CODES = Object.freeze([
	Object.freeze({ key: "door.code", output: "door" } as const),
	Object.freeze({ key: "light.code", output: "light" } as const),
]);

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

export const changeSettings: Answer = ({ device }, { body }) => {
	const problems = device.configure(body);
	return problems === undefined ? json(device.shownSettings) : refused(problems);
};

export const showBackup: Answer = ({ device }) =>
	contents("application/json", device.backup(), "doorbell-settings.json");

export const restore: Answer = ({ device }, { request, body }) => {
	if (parameter(request.query, "preview") === "true") {
		const preview = device.preview(body);
		return "problems" in preview ? refused(preview.problems) : json({ changes: [...preview.changes] });
	}
	const problems = device.restore(body);
	return problems === undefined ? done() : refused(problems);
};

export const showCodes: Answer = ({ device }) => {
	const { shownSettings } = device;
	return json(CODES.map(({ key, output }, index) => ({ code: index + 1, output, set: shownSettings[key] === true })));
};

export const setCode: Answer = (parts, { number, body }) =>
	body.digits === "" ? refused({ digits: "at least one key" }) : changeCode(parts, number, body.digits);

export const deleteCode: Answer = (parts, { number }) => changeCode(parts, number, "");

export const restart: Answer = ({ device }) =>
	device.restart() ? begun() : failure(501, "This device cannot restart itself");

export const factoryReset: Answer = ({ device }, { body }) => {
	if (body.confirm !== true) return refused({ confirm: "true, since all settings are forgotten" });
	return device.factoryReset() ? begun() : failure(501, "This device cannot restart itself");
};

export const scanWifi: Answer = ({ device }, { now }) =>
	device.scanWifi === undefined ? withoutWifi() : jsonSource(new ScanSource(device.scanWifi, now));

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
export function receiveFirmware({ device }: Parts): Response | Sink {
	if (device.updateFirmware === undefined) return withoutUpdates();
	const receiver = device.updateFirmware();
	return receiver === undefined ? failure(409, "Another update is on its way") : new FirmwareBody(receiver);
}

function changeCode({ device }: Parts, number: number, digits: unknown): Response {
	const code = CODES[number - 1];
	if (code === undefined) return failure(404, `There is no code ${number}`);
	const problems = device.configure({ [code.key]: digits });
	return problems === undefined ? done() : refused({ digits: problems[code.key] ?? "cannot be changed" });
}

function withoutWifi(): Response {
	return failure(501, "This device has no Wi-Fi");
}

function withoutUpdates(): Response {
	return failure(501, "This device cannot be updated over the network");
}
