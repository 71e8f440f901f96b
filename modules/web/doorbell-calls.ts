/** Calls about what the doorbell does and what has happened. */

import { WEEK } from "../config/schedule.ts";
import { BUTTONS } from "../config/schema.ts";
import { parseTargets } from "../config/targets.ts";
import type { Response, Source } from "../http/exchange.ts";
import { contents, done, failure, json, jsonSource, refused } from "./answers.ts";
import type { Answer, Call, Parts } from "./call.ts";
import type { CallStatus, Device } from "./device.ts";
import { formatEntry, formatMessage, ListSource } from "./lists.ts";
import { PcapSource } from "./pcap.ts";
import { parameter, wholeNumber } from "./query.ts";

const NOT_ANSWERED = "There is no answered call";

export const showStatus: Answer = ({ device }) => json(device.status);

export const connect: Answer = ({ device }) => {
	device.connect();
	return done();
};

export const disconnect: Answer = ({ device }) => {
	device.disconnect();
	return done();
};

export const placeCall: Answer = ({ device }, { body }) => {
	const target = body.target as string | undefined;
	if (target !== undefined && !isTarget(target)) return refuseTarget();
	if (device.status.call !== null) return failure(409, "There is a call already");
	device.call(target);
	return done();
};

export const answer: Answer = ({ device }) => {
	if (!isWaiting(device.status.call)) return failure(409, "No call waits for an answer");
	device.answer();
	return done();
};

export const reject: Answer = ({ device }) => {
	const { call } = device.status;
	if (!isWaiting(call) && call?.waiting?.onHold !== false) return failure(409, "No call waits for an answer");
	device.reject();
	return done();
};

export const hangUp: Answer = ({ device }) => {
	if (device.status.call === null) return failure(409, "There is no call");
	device.hangUp();
	return done();
};

export const hold: Answer = ({ device }) => {
	const { call } = device.status;
	if (call?.state !== "connected") return failure(409, NOT_ANSWERED);
	if (call.onHold) return failure(409, "The call is on hold already");
	device.hold();
	return done();
};

export const resume: Answer = ({ device }) => {
	if (!device.status.call?.onHold) return failure(409, "The call is not on hold");
	device.resume();
	return done();
};

export const transfer: Answer = ({ device }, { body }) => {
	const { call } = device.status;
	const target = body.target as string;
	if (!isTarget(target)) return refuseTarget();
	if (call?.state !== "connected") return failure(409, NOT_ANSWERED);
	if (call.transferTo !== undefined) return failure(409, "The call is being transferred already");
	device.transfer(target);
	return done();
};

export const switchCall: Answer = ({ device }) => {
	if (!device.status.call?.waiting) return failure(409, "There is no second call");
	device.switchCall();
	return done();
};

export const showPhones: Answer = ({ device }) => json({ phones: device.phones });

export const press: Answer = ({ device }, { number }) => {
	if (number > BUTTONS) return failure(404, `There is no button ${number}`);
	device.press(number);
	return done();
};

export const openDoor: Answer = ({ device }, { request, body }) => {
	const door = body.door ?? 1;
	if (door !== 1 && door !== 2) return refused({ door: "1 or 2" });
	device.openDoor(door, request.address);
	return done();
};

export const switchLight: Answer = ({ device }, { body }) => {
	device.switchLight(body.on === true);
	return done();
};

export const disturb: Answer = ({ device }, { request, body }) => {
	const minutes = body.minutes as number;
	if (!Number.isInteger(minutes) || minutes < 0 || minutes > WEEK)
		return refused({ minutes: `a whole number from 0 to ${WEEK}` });
	device.quiet(minutes, request.address);
	return done();
};

export const showEvents: Answer = ({ events }, { request }) => events.answer(request);

export const showLog: Answer = (parts, call) =>
	list(parts, call, "entries", (device, since, head) => new ListSource(device.log, since, head, formatEntry));

export const showTrace: Answer = (parts, call) =>
	list(parts, call, "messages", (device, since, head) => new ListSource(device.trace, since, head, formatMessage));

export const showCapture: Answer = ({ device, text }) =>
	contents("application/vnd.tcpdump.pcap", new PcapSource(device.trace, text.encode), "doorbell.pcap");

/** What came after the number in the query. */
function list(
	{ device }: Parts,
	{ request }: Call,
	name: string,
	source: (device: Device, since: number, head: string) => Source,
): Response {
	const since = wholeNumber(parameter(request.query, "since") ?? "0");
	if (since === undefined) return failure(400, "since must be a whole number");
	return jsonSource(source(device, since, `{"boot":${JSON.stringify(device.boot)},"${name}":[`));
}

function isTarget(target: string): boolean {
	return parseTargets(target)?.length === 1;
}

function refuseTarget(): Response {
	return refused({ target: "a number such as **610, user@host or sip:user@host" });
}

function isWaiting(call: CallStatus | null): boolean {
	return call !== null && call.state === "ringing" && call.direction === "incoming";
}
