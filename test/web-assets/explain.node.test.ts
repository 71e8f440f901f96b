import { deepEqual, equal, ok } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { explain } from "../../web-assets/why/explain.ts";
import type { Conversation } from "../../web-assets/why/model.ts";
import { labelOf, notesOf } from "../../web-assets/why/note.ts";
import * as texts from "../../web-assets/why/texts.ts";
import { told, toldWhole } from "../../web-assets/why/told.ts";
import { Bell, CALL, DOOR, PBX, PHONE, place, REGISTERING } from "../drivers/bell.ts";
import { type Answer, header, Peer, phone, registrar, reply, within } from "../drivers/peer.ts";
import { House, type HouseOptions } from "../simulator/house.ts";
import { Watch } from "./watch.ts";

/** A doorbell with the simulator's PBX. */
function house(options?: HouseOptions): { house: House; watch: Watch } {
	const made = new House(options);
	return { house: made, watch: new Watch(made.clock, made.doorbell) };
}

/** A doorbell that talks to a peer made of text at this address. */
function bell(address: string, answer: Answer, settings: Partial<Settings>) {
	const { clock, network } = place();
	const peer = new Peer(network, address, answer);
	const made = new Bell(network, DOOR, { settings });
	return { bell: made.appliance, peer, watch: new Watch(clock, made.appliance) };
}

/** An attempt to register that is answered so. */
function registering(answer: Answer, time = 500): Conversation {
	const { watch } = bell(PBX, answer, REGISTERING);
	watch.wait(time);
	return watch.find("registration");
}

/** A call to a phone that answers so. */
function calling(answer: Answer, time = 500): Conversation {
	const { watch, bell: doorbell } = bell(PHONE, answer, { "button.1.targets": CALL });
	doorbell.press(1);
	watch.wait(time);
	return watch.find("call");
}

/** The name of the text that says what came of it. */
function verdictOf(conversation: Conversation | undefined): string | undefined {
	return Object.entries(texts).find(([, text]) => text === conversation?.said?.[0])?.[0];
}

function notes({ steps }: Conversation): string[] {
	return steps.map((step) => [labelOf(step), ...notesOf(step).map(told)].join("; "));
}

function outcome(conversation: Conversation): unknown[] {
	const { good, wrong } = conversation;
	return [good, verdictOf(conversation), ...(wrong ? [labelOf(wrong)] : [])];
}

describe("Explanation of a registration", () => {
	it("says that all is well", () => {
		const { watch } = house();
		watch.wait(1_000);
		const conversation = watch.find("registration");
		deepEqual(outcome(conversation), [true, "registered"]);
		deepEqual(notes(conversation), [
			"REGISTER",
			"401 Unauthorized; asks for the password (MD5)",
			"REGISTER; with password",
			"200 OK; registered for 3600 s",
		]);
	});

	it("says that nothing answers, and counts the copies", () => {
		const { house: made, watch } = house();
		made.pbx.silent = true;
		watch.wait(200);
		deepEqual(outcome(watch.find("registration")), [undefined, "waits"]);
		watch.wait(35_000);
		const conversation = watch.conversations.at(-1)!;
		deepEqual(outcome(conversation), [false, "nothing", "REGISTER"]);
		deepEqual([conversation.steps.length, conversation.wrong?.copies.length], [1, 11]);
		equal(toldWhole(conversation.said), "Nothing answers at 192.168.1.1:5070: is the address right?");
	});

	it("finds the wrong password at the second challenge", () => {
		const { watch } = house({ settings: { "sip.password": "wrong" } });
		watch.wait(1_000);
		const conversation = watch.find("registration");
		deepEqual(outcome(conversation), [false, "wrongPassword", "401 Unauthorized"]);
		equal(conversation.wrong, conversation.steps[3]);
	});

	it("says that a log-in is unknown", () => {
		const { watch } = house({ settings: { "sip.minimum-algorithm": "SHA-256" } });
		watch.wait(1_000);
		equal(verdictOf(watch.find("registration")), "unknownLogin");
	});

	it("says that the PBX refuses", () => {
		const { watch } = house({ settings: { "sip.user": "nobody" } });
		watch.wait(1_000);
		equal(verdictOf(watch.find("registration")), "notAllowed");
	});

	it("takes a registration that is too short for harmless once it is mended", () => {
		const { watch } = house({
			settings: { "sip.expires": 60 },
			pbx: { minimumExpires: 600, oneTimeNonces: true },
		});
		watch.wait(1_000);
		const conversation = watch.find("registration");
		deepEqual(outcome(conversation), [true, "registered"]);
		ok(notes(conversation).includes("423 Interval Too Brief; the PBX wants 600 s at least"));
		equal(watch.conversations.length, 1);
	});

	for (const [status, said] of Object.entries({
		"404 Not Found": "unknownUser",
		"423 Interval Too Brief": "tooShort",
		"500 Server Internal Error": "refused",
		"503 Service Unavailable": "overloaded",
		"603 Decline": "refused",
		"405 Method Not Allowed": "refused",
	}))
		it(`knows what ${status} means`, () => {
			equal(verdictOf(registering((request) => reply(request, status))), said);
		});

	it("passes on what the PBX says in words (S11)", () => {
		const conversation = registering((request) => reply(request, "400 Bad Request", 'Warning: 399 pbx "No trunk"'));
		equal(toldWhole(conversation.said), "Refused: 400 No trunk");
	});

	it("says where it is moved to", () => {
		const conversation = registering((request) => reply(request, "302 Moved", "Contact: <sip:192.168.1.2>"));
		equal(toldWhole(conversation.said), "Now to be found at sip:192.168.1.2");
	});

	it("takes each refresh for a conversation of its own (F4)", () => {
		const { watch } = house({ pbx: { maximumExpires: 60, oneTimeNonces: true } });
		watch.wait(100_000);
		deepEqual(
			watch.conversations.map(({ good, steps }) => [good, steps.length]),
			[
				[true, 4],
				[true, 4],
				[true, 4],
				[true, 4],
			],
		);
	});

	it("finds the own contact among several (F7)", () => {
		const contacts = (request: string) =>
			`Contact: <sip:620@10.0.0.9>;expires=10, ${header(request, "Contact")};expires=90`;
		const conversation = registering((request) => reply(request, "200 OK", contacts(request)));
		equal(verdictOf(conversation), "registered");
	});

	it("knows the leaving", () => {
		const { house: made, watch } = house();
		watch.wait(1_000);
		made.doorbell.disconnect();
		watch.wait(1_000);
		const conversation = watch.find("registration");
		deepEqual(outcome(conversation), [true, "unregistered"]);
		deepEqual(notes(conversation).at(-1), "200 OK");
	});
});

describe("Explanation of a call", () => {
	it("says that all is well, and who hung up", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.ring();
		watch.wait(500);
		const rings = watch.find("call");
		deepEqual([told(rings.title), ...outcome(rings)], ["Call to **9", undefined, "rings"]);
		made.phone(1).answer();
		watch.wait(500);
		deepEqual(outcome(watch.find("call")), [true, "talking"]);
		made.phone(1).hangUp();
		watch.wait(500);
		const conversation = watch.find("call");
		deepEqual(outcome(conversation), [true, "endedThere"]);
		deepEqual(notes(conversation), [
			"INVITE",
			"100 Trying",
			"407 Proxy Authentication Required; asks for the password (MD5)",
			"ACK",
			"INVITE; with password",
			"100 Trying",
			"180 Ringing; it rings",
			"200 OK",
			"ACK",
			"BYE; hangs up",
			"200 OK",
		]);
	});

	it("says that the doorbell hung up", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.talk();
		made.doorbell.hangUp();
		watch.wait(500);
		equal(verdictOf(watch.find("call")), "endedHere");
	});

	it("says that nobody answered", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.ring();
		watch.wait(40_000);
		const conversation = watch.find("call");
		deepEqual(outcome(conversation), [true, "rang"]);
		ok(notes(conversation).includes("CANCEL; stops the ringing"));
	});

	it("says that a password is wrong", () => {
		const { house: made, watch } = house({ settings: { "sip.password": "wrong" } });
		made.doorbell.press(1);
		watch.wait(1_000);
		deepEqual(outcome(watch.find("call")), [false, "wrongPassword", "407 Proxy Authentication Required"]);
	});

	it("says that a phone refuses, and that a phone is not there", () => {
		const { house: made, watch } = house({ settings: { "button.1.targets": "**610" } });
		watch.wait(500);
		made.ring();
		made.phone(1).decline();
		watch.wait(500);
		equal(verdictOf(watch.find("call")), "declined");
		made.doorbell.call("**7");
		watch.wait(500);
		deepEqual(outcome(watch.find("call")), [false, "wrongNumber", "404 Not Found"]);
	});

	for (const [status, said] of Object.entries({
		"302 Moved Temporarily": "moved",
		"403 Forbidden": "notAllowed",
		"404 Not Found": "wrongNumber",
		"408 Request Timeout": "unavailable",
		"415 Unsupported Media Type": "noCodec",
		"480 Temporarily Unavailable": "unavailable",
		"486 Busy Here": "busy",
		"488 Not Acceptable Here": "noCodec",
		"500 Server Internal Error": "refused",
		"503 Service Unavailable": "overloaded",
		"600 Busy Everywhere": "busy",
		"603 Decline": "declined",
	}))
		it(`knows what ${status} means`, () => {
			const answer: Answer = (request) =>
				request.startsWith("INVITE sip:phone@")
					? reply(request, status, "Contact: <sip:attic@192.168.1.9>")
					: undefined;
			const conversation = calling(answer);
			equal(verdictOf(conversation), said);
			equal(conversation.wrong?.message.status, Number(status.slice(0, 3)));
		});

	it("says that nothing answers at the phone", () => {
		const conversation = calling(() => undefined, 20_000);
		deepEqual(outcome(conversation).slice(1), ["nothing", "INVITE"]);
	});

	it("says that the PBX took the call, but nothing rang", () => {
		const conversation = calling(
			(request) => reply(request, request.startsWith("INVITE ") ? "100 Trying" : "200 OK"),
			40_000,
		);
		deepEqual(outcome(conversation), [false, "silent", "CANCEL"]);
	});

	it("warns where keys do not come as tones (D7)", () => {
		const conversation = calling((request) =>
			phone(PHONE)(request)?.replace("8 101", "8").replace("telephone-event", "x-none"),
		);
		ok(notes(conversation).some((line) => line.startsWith("200 OK; sends keys only by INFO")));
		equal(verdictOf(conversation), "talking");
	});

	it("says that the other side is gone", () => {
		const { watch, bell: doorbell, peer } = bell(PHONE, phone(PHONE), { "button.1.targets": CALL });
		doorbell.press(1);
		watch.wait(500);
		peer.answer = () => undefined;
		doorbell.hangUp();
		watch.wait(35_000);
		deepEqual(outcome(watch.find("call")), [false, "gone", "BYE"]);
	});

	it("tells a key, but not which", () => {
		const { watch, bell: doorbell, peer } = bell(PHONE, phone(PHONE), { "button.1.targets": CALL });
		doorbell.press(1);
		watch.wait(500);
		peer.send(within(peer.invite, "INFO", 1, "application/dtmf-relay", "Signal=7\r\nDuration=160\r\n"), DOOR);
		watch.wait(100);
		deepEqual(notes(watch.find("call")).slice(-2), ["INFO; a key was pressed", "200 OK"]);
	});

	it("tells hold and its end", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.talk();
		watch.wait(500);
		made.phone(1).hold();
		watch.wait(500);
		made.phone(1).resume();
		watch.wait(500);
		const lines = notes(watch.find("call"));
		equal(lines.filter((line) => line === "INVITE").length, 2);
		ok(lines.some((line) => line.startsWith("INVITE; puts on hold")));
	});

	it("tells copies that come late", () => {
		const { watch, bell: doorbell, peer } = bell(PHONE, phone(PHONE), { "button.1.targets": CALL });
		doorbell.press(1);
		watch.wait(100);
		peer.send(phone(PHONE)(peer.invite)!, DOOR);
		watch.wait(100);
		deepEqual(notes(watch.find("call")).slice(-4), ["200 OK", "ACK", "200 OK; once more", "ACK; once more"]);
	});
});

describe("Explanation of a call to the doorbell", () => {
	/** A call by hand of a phone at PHONE. */
	function called(settings: Partial<Settings>, formats = "8 101") {
		const made = bell(
			PHONE,
			(request) => (request.startsWith("BYE ") ? reply(request, "200 OK") : undefined),
			settings,
		);
		const sound = `v=0\r\no=- 1 1 IN IP4 ${PHONE}\r\ns=-\r\nc=IN IP4 ${PHONE}\r\nt=0 0\r\nm=audio 4000 RTP/AVP ${formats}\r\n`;
		const ask = (method: string, to = "", ...lines: string[]) => {
			const body = method === "INVITE" ? sound : "";
			const head = [
				`${method} sip:doorbell@${DOOR} SIP/2.0`,
				`Via: SIP/2.0/UDP ${PHONE}:5060;branch=z9hG4bKhand${method === "ACK" ? "ack" : ""}`,
				"Max-Forwards: 70",
				`f: "Anna" <sip:22@${PHONE}>;tag=hand`,
				`t: <sip:doorbell@${DOOR}>${to}`,
				"i: by-hand",
				`CSeq: 1 ${method}`,
				`m: <sip:22@${PHONE}>`,
				...(body === "" ? [] : ["Content-Type: application/sdp"]),
				...lines,
				`Content-Length: ${body.length}`,
			];
			made.peer.send(`${head.join("\r\n")}\r\n\r\n${body}`, DOOR);
			made.watch.wait(100);
		};
		ask("INVITE");
		return { ...made, ask };
	}

	it("names the caller, and says that all is well", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.phone(1).call("doorbell");
		watch.wait(1_000);
		made.phone(1).hangUp();
		watch.wait(500);
		const conversation = watch.find("call");
		equal(told(conversation.title), "Call from Phone 1 (**610)");
		deepEqual(outcome(conversation), [true, "endedThere"]);
	});

	it("reads short header names, and says that the caller gave up", () => {
		const { watch, ask } = called({ "call.answer": "manual" });
		deepEqual([told(watch.find("call").title), verdictOf(watch.find("call"))], ["Call from Anna (22)", "rings"]);
		ask("CANCEL");
		deepEqual(outcome(watch.find("call")), [true, "gaveUp"]);
	});

	it("says that somebody else answered (L15)", () => {
		const { watch, ask } = called({ "call.answer": "manual" });
		ask("CANCEL", "", 'Reason: SIP;cause=200;text="Call completed elsewhere"');
		equal(verdictOf(watch.find("call")), "elsewhere");
	});

	it("says that it was rejected at the doorbell", () => {
		const { watch, bell: doorbell } = called({ "call.answer": "manual" });
		doorbell.hangUp();
		watch.wait(100);
		deepEqual(outcome(watch.find("call")), [true, "wasRejected"]);
	});

	it("says that there is no common codec", () => {
		const { watch } = called({}, "9 18");
		deepEqual(outcome(watch.find("call")), [false, "noCodec", "488 Not Acceptable Here"]);
		equal(notes(watch.find("call"))[0], "INVITE; sends keys only by INFO");
	});

	it("says that the answer was never confirmed", () => {
		const { watch } = called({});
		watch.wait(40_000);
		const conversation = watch.find("call");
		deepEqual(
			[conversation.good, verdictOf(conversation), labelOf(conversation.wrong!)],
			[false, "unconfirmed", "200 OK"],
		);
		ok(conversation.wrong!.copies.length > 5);
	});

	it("says that the doorbell was busy", () => {
		const { watch, peer } = called({ "call.answer": "manual" });
		peer.send(watch.messages[0]!.text.replaceAll("by-hand", "second").replaceAll("z9hG4bKhand", "z9hG4bKother"), DOOR);
		watch.wait(100);
		equal(verdictOf(watch.conversations[0]), "wasBusy");
	});
});

describe("Explanation of what is left", () => {
	it("puts the questions of a PBX together", () => {
		const { watch, peer } = bell(PBX, registrar(600), REGISTERING);
		watch.wait(500);
		const options = within(peer.received[0]!.replace("REGISTER sip:", "INVITE sip:620@"), "OPTIONS", 1);
		for (const name of ["one", "two"]) {
			peer.send(options.replace(/Call-ID: .*/, `Call-ID: ${name}`).replace("OPTIONS1", name), DOOR);
			watch.wait(100);
		}
		const { title, good, steps } = watch.conversations[0]!;
		deepEqual([told(title), good, steps.length], ["Other messages", undefined, 4]);
	});

	it("goes on where the beginning is not kept any more", () => {
		const { house: made, watch } = house();
		watch.wait(500);
		made.talk();
		watch.wait(10);
		const talking = watch.messages.length;
		made.phone(1).hangUp();
		watch.wait(500);
		const [conversation] = explain(watch.messages.slice(talking));
		deepEqual([told(conversation!.title), verdictOf(conversation)], ["Call from **9", "endedThere"]);
		equal(verdictOf(explain(watch.messages.slice(3, 4))[0]), undefined);
	});

	it("survives what is no SIP", () => {
		const { watch } = house();
		watch.wait(500);
		const [first] = watch.messages;
		deepEqual(explain(["", "\r\n\r\n", "SIP/2.0", "INVITE x", "\0"].map((text) => ({ ...first!, text }))).length, 1);
		deepEqual(explain([]), []);
	});
});
