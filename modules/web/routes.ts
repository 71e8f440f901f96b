import * as audit from "./audit-calls.ts";
import type { Route } from "./call.ts";
import * as doorbell from "./doorbell-calls.ts";
import * as system from "./system-calls.ts";

const get = (path: string, answer: Route["answer"], who: Route["who"] = "administrator"): Route =>
	Object.freeze({ method: "GET", path, who, answer });

const change = (
	method: Route["method"],
	path: string,
	answer: Route["answer"],
	fields: Route["fields"] = {},
	who: Route["who"] = "administrator",
): Route => Object.freeze({ method, path, who, answer, fields: Object.freeze(fields) });

const CODE_FIELDS = {
	digits: "text?",
	name: "text?",
	output: "text?",
	action: "text?",
	callers: "text?",
	weekly: "text?",
	until: "number?",
	once: "toggle?",
} as const;

/** Every call of the API (docs/api.md). */
export const ROUTES: readonly Route[] = Object.freeze([
	get("/api/access", system.showAccess, "anyone"),
	change("PUT", "/api/password", system.changePassword, { new: "text", old: "text?" }, "set-up"),

	get("/api/status", doorbell.showStatus),
	get("/api/events", doorbell.showEvents),
	get("/api/phones", doorbell.showPhones),
	get("/api/log", doorbell.showLog),
	get("/api/audit", audit.showAudit),
	get("/api/audit.csv", audit.showAuditTable),
	get("/api/trace", doorbell.showTrace),
	get("/api/trace.pcap", doorbell.showCapture),

	change("POST", "/api/sip/connect", doorbell.connect),
	change("POST", "/api/sip/disconnect", doorbell.disconnect),
	change("POST", "/api/call", doorbell.placeCall, { target: "text?" }),
	change("POST", "/api/call/answer", doorbell.answer),
	change("POST", "/api/call/reject", doorbell.reject),
	change("POST", "/api/call/hangup", doorbell.hangUp),
	change("POST", "/api/call/hold", doorbell.hold),
	change("POST", "/api/call/resume", doorbell.resume),
	change("POST", "/api/call/switch", doorbell.switchCall),
	change("POST", "/api/call/transfer", doorbell.transfer, { target: "text" }),
	change("POST", "/api/button/{number}", doorbell.press),
	change("POST", "/api/door/open", doorbell.openDoor, { door: "number?" }),
	change("POST", "/api/light", doorbell.switchLight, { on: "toggle" }),
	change("POST", "/api/quiet", doorbell.disturb, { minutes: "number" }),

	get("/api/config", system.showSettings),
	change("PATCH", "/api/config", system.changeSettings),
	get("/api/backup", system.showBackup),
	change("POST", "/api/restore", system.restore),
	get("/api/codes", system.showCodes),
	change("PUT", "/api/codes/{number}", system.setCode, CODE_FIELDS),
	change("DELETE", "/api/codes/{number}", system.deleteCode),

	get("/api/wifi/scan", system.scanWifi, "set-up"),
	get("/api/wifi/join", system.showJoin, "set-up"),
	change("POST", "/api/wifi/join", system.joinWifi, { name: "text", password: "text" }, "set-up"),
	get("/api/firmware", system.showFirmware),
	Object.freeze({
		method: "POST",
		path: "/api/firmware",
		who: "administrator",
		receive: system.receiveFirmware,
	} as const),
	change("POST", "/api/system/restart", system.restart),
	change("POST", "/api/system/factory-reset", system.factoryReset, { confirm: "toggle" }),
]);
