/** Calls about what the door did and who changed what: as JSON, and as a table (RFC 4180). */

import type { Source } from "../http/exchange.ts";
import { contents, failure, jsonSource } from "./answers.ts";
import type { Answer } from "./call.ts";
import type { AuditEntry, Device } from "./device.ts";
import { parameter, wholeNumber } from "./query.ts";

const HEADINGS = "number,time (UTC),what,who,reason\r\n";
/** What a spreadsheet would take for a formula: names of callers come from outside. */
const FORMULA = /^[=+\-@]/;
const DAY = 86_400_000;

export const showAudit: Answer = ({ device }, { request }) => {
	const since = wholeNumber(parameter(request.query, "since") ?? "0");
	if (since === undefined) return failure(400, "since must be a whole number");
	return jsonSource(new AuditSource(device, since, JSON_FORM));
};

export const showAuditTable: Answer = ({ device }) =>
	contents("text/csv; charset=utf-8", new AuditSource(device, 0, TABLE_FORM), "doorbell-audit.csv");

interface Form {
	readonly head: string;
	readonly between: string;
	readonly end: string;
	format(entry: AuditEntry): string;
}

const JSON_FORM: Form = Object.freeze({
	head: '{"entries":[',
	between: ",",
	end: "]}",
	format: (entry: AuditEntry) => {
		const { id, time, kind, source } = entry;
		return JSON.stringify({ id, time: time ?? null, kind, source, reason: sentence(entry) });
	},
});

const TABLE_FORM: Form = Object.freeze({
	head: HEADINGS,
	between: "",
	end: "",
	format: (entry: AuditEntry) => {
		const { id, time, kind, source } = entry;
		const row = [`${id}`, time === undefined ? "" : formatTime(time), kind, cell(source), cell(sentence(entry))];
		return `${row.join(",")}\r\n`;
	},
});

/** The audit in one of its forms, as many entries in a piece as the device gives at a time. */
class AuditSource implements Source {
	readonly deadline = 0;
	readonly #device: Device;
	readonly #form: Form;
	#cursor: number;
	#before: string;
	#ended = false;

	constructor(device: Device, since: number, form: Form) {
		this.#device = device;
		this.#form = form;
		this.#cursor = since;
		this.#before = form.head;
	}

	read(): string {
		if (this.#ended) return "";
		const { between, end, head } = this.#form;
		const entries = this.#device.auditAfter(this.#cursor);
		this.#ended = entries.length === 0;
		if (this.#ended) return (this.#before === head ? head : "") + end;
		const piece = this.#before + entries.map((entry) => this.#form.format(entry)).join(between);
		this.#before = between;
		this.#cursor = entries[entries.length - 1]!.id;
		return piece;
	}

	close(): void {
		this.#ended = true;
	}
}

function sentence({ reason, times }: AuditEntry): string {
	return times > 1 ? `${reason}, at least ${times} times` : reason;
}

function cell(text: string): string {
	return `"${FORMULA.test(text) ? "'" : ""}${text.replaceAll('"', '""')}"`;
}

/** Such as 2026-01-31 12:00:00, of milliseconds since 1970 (UTC). */
function formatTime(time: number): string {
	// Years begin in March here, so that leap days come last.
	const days = Math.floor(time / DAY) + 719_468;
	const era = Math.floor(days / 146_097);
	const day = days - era * 146_097;
	const year = Math.floor((day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
	const yearDay = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
	const month = Math.floor((5 * yearDay + 2) / 153);
	const date = [
		era * 400 + year + (month < 10 ? 0 : 1),
		month < 10 ? month + 3 : month - 9,
		yearDay - Math.floor((153 * month + 2) / 5) + 1,
	];
	const second = Math.floor((time % DAY) / 1000);
	const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
	const two = (part: number) => `${part}`.padStart(2, "0");
	return `${date.map(two).join("-")} ${clock.map(two).join(":")}`;
}
