import { deepEqual, equal } from "node:assert/strict";
import type { Entry } from "../../web-assets/log/lines.ts";
import type { Status } from "../../web-assets/model.ts";
import { speak } from "../../web-assets/texts.ts";
import { explain } from "../../web-assets/why/explain.ts";
import type { TraceMessage } from "../../web-assets/why/model.ts";
import { told, toldWhole } from "../../web-assets/why/told.ts";
import { verdict } from "../../web-assets/why/verdict.ts";

const PBX = "192.168.178.1";
const SECOND = "192.168.178.2";
const PHONE = "192.168.178.31";

const REGISTERED = { registration: { state: "REGISTERED", lastError: "" }, call: null } as unknown as Status;

/** What the doorbell traced: each message with its direction, its peer, its first line, and what else matters of it. */
function trace(...messages: readonly (readonly [string, string, string, ...string[]])[]): readonly TraceMessage[] {
	return messages.map(([direction, address, first, ...headers], index) => ({
		id: index + 1,
		time: null,
		at: index * 40_000,
		direction: direction === "→" ? "sent" : "received",
		local: { address: "192.168.178.20", port: 5060 },
		remote: { address, port: 5060 },
		text: [first, ...headers, "", ""].join("\r\n"),
	}));
}

/** Headers of a message; those of one call, or of one phone's registrations, have the same Call-ID. */
function headers(method: string, sequence: number, user = "621", callId = "one"): string[] {
	return [
		"From: <sip:620@fritz.box>;tag=a",
		`To: <sip:${user}@fritz.box>`,
		`Call-ID: ${callId}`,
		`CSeq: ${sequence} ${method}`,
	];
}

function findings(status: Status, messages: readonly TraceMessage[], ...lines: readonly string[]): unknown[] {
	const entries = lines.map((line, index): Entry => {
		const [, mark, text] = /^(!?)(.*)/.exec(line)!;
		return { boot: "b", id: index + 1, level: mark ? "error" : "info", text: text! };
	});
	return verdict(status, explain(messages), entries).map(({ good, said }) => [good, toldWhole(said)]);
}

const WELL = [true, "All is well: the doorbell is registered"];

describe("Troubles that the control page explains", () => {
	afterEach(() => speak("en"));

	it("F9: a FRITZ!Box does not ring a number without its **", () => {
		const call = (server: string) => {
			const [conversation] = explain(
				trace(
					["→", PBX, "INVITE sip:621@fritz.box SIP/2.0", ...headers("INVITE", 1)],
					["←", PBX, "SIP/2.0 183 Session Progress", ...headers("INVITE", 1)],
					["←", PBX, "SIP/2.0 480 Temporarily not available", ...headers("INVITE", 1), `Server: ${server}`],
				),
			);
			return toldWhole(conversation!.said);
		};
		equal(call("AVM FRITZ!Box 7590 154.08.25"), "621 cannot be reached: a FRITZ!Box wants **621");
		equal(call("Asterisk"), "621 cannot be reached: is it on?");
	});

	it("the other side refuses a transfer, or wants one that the settings forbid", () => {
		const transfer = (asks: string, answers: string, status: string) =>
			explain(
				trace(
					["→", PHONE, "INVITE sip:621@fritz.box SIP/2.0", ...headers("INVITE", 1)],
					["←", PHONE, "SIP/2.0 200 OK", ...headers("INVITE", 1)],
					["→", PHONE, "ACK sip:621@fritz.box SIP/2.0", ...headers("ACK", 1)],
					[asks, PHONE, "REFER sip:621@fritz.box SIP/2.0", ...headers("REFER", 2)],
					[answers, PHONE, `SIP/2.0 ${status}`, ...headers("REFER", 2)],
				),
			).map(({ good, said, wrong }) => [good, toldWhole(said), wrong?.message.status]);
		deepEqual(transfer("→", "←", "405 Method Not Allowed"), [
			[false, "The transfer is refused there: 405 Method Not Allowed", 405],
		]);
		deepEqual(transfer("←", "→", "603 Decline"), [
			[false, "The transfer by the phone is refused: allow it in the settings", 603],
		]);
		deepEqual(transfer("→", "←", "202 Accepted"), [[true, "The call is on", undefined]]);
	});

	it("a phone registers at the doorbell, or has a wrong password", () => {
		const register = (...answers: readonly string[]) =>
			explain(
				trace(
					["←", PHONE, "REGISTER sip:192.168.178.20 SIP/2.0", ...headers("REGISTER", 1, "anna")],
					["→", PHONE, "SIP/2.0 401 Unauthorized", ...headers("REGISTER", 1, "anna")],
					...answers.flatMap((status) => [
						[
							"←",
							PHONE,
							"REGISTER sip:192.168.178.20 SIP/2.0",
							...headers("REGISTER", 2, "anna"),
							"Authorization: Digest",
						] as const,
						["→", PHONE, `SIP/2.0 ${status}`, ...headers("REGISTER", 2, "anna"), "Expires: 300"] as const,
					]),
				).map((message) => ({ ...message, at: message.id })),
			).map(({ kind, title, good, said }) => [kind, told(title), good, toldWhole(said)]);
		deepEqual(register("200 OK"), [["other", "Phone anna registers", true, "Registered for 300 s"]]);
		deepEqual(register("401 Unauthorized"), [
			["other", "Phone anna registers", false, "The phone has a wrong password"],
		]);
		deepEqual(register("403 Forbidden"), [["other", "Phone anna registers", false, "Refused: 403 Forbidden"]]);
		deepEqual(register(), [["other", "Phone anna registers", undefined, ""]]);
	});

	it("the doorbell is registered elsewhere, since the first PBX does not answer", () => {
		const silence = trace(
			...Array.from(
				{ length: 4 },
				() => ["→", PBX, "REGISTER sip:fritz.box SIP/2.0", ...headers("REGISTER", 1)] as const,
			),
		);
		const elsewhere = trace(
			["→", SECOND, "REGISTER sip:fritz.box SIP/2.0", ...headers("REGISTER", 2)],
			["←", SECOND, "SIP/2.0 200 OK", ...headers("REGISTER", 2), "Expires: 300"],
		).map((message) => ({ ...message, id: message.id + 4 }));
		const told = `${PBX} does not answer: the doorbell is registered at ${SECOND}`;
		deepEqual(findings(REGISTERED, [...silence, ...elsewhere]), [[undefined, told]]);
		const back = trace(
			["→", PBX, "REGISTER sip:fritz.box SIP/2.0", ...headers("REGISTER", 3)],
			["←", PBX, "SIP/2.0 200 OK", ...headers("REGISTER", 3), "Expires: 300"],
		).map((message) => ({ ...message, id: message.id + 6 }));
		deepEqual(findings(REGISTERED, [...silence, ...elsewhere, ...back]), [WELL]);
	});

	it("nobody shows a sign of ringing, which the log tells", () => {
		const lines = ["Button 1 (Doorbell) pressed", "Calling **9", "!No sign of ringing from **9 within 8 s"];
		deepEqual(findings(REGISTERED, [], ...lines), [WELL, [false, "No sign of ringing from **9 within 8 s"]]);
		speak("de");
		deepEqual(findings(REGISTERED, [], ...lines)[1], [false, "**9 gibt binnen 8 s kein Zeichen, dass es klingelt"]);
	});

	it("a phone is not registered at the doorbell, which the log tells", () => {
		const lines = ["Button 1 (Doorbell) pressed", "Calling anna", "!anna is not registered at the doorbell"];
		deepEqual(findings(REGISTERED, [], ...lines, "!anna is not available: is the phone registered?"), [
			WELL,
			[false, "Anna is not registered at the doorbell"],
		]);
	});

	it("are over once a phone rings, or another call begins; and those of the registration are told by its state", () => {
		const trouble = "!No sign of ringing from **9 within 8 s";
		for (const line of ["**610 is ringing", "Button 1 (Doorbell) pressed", "Incoming call detected"])
			deepEqual(findings(REGISTERED, [], trouble, line), [WELL]);
		deepEqual(findings(REGISTERED, [], "!SIP registration failed: the network is down"), [WELL]);
	});
});
