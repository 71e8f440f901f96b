import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";
import { MediaNegotiation } from "../../modules/sdp/negotiation.ts";
import { mutateText, seeded } from "../rtp/random.ts";

const ADDRESS = "192.0.2.1";

function doorbell(options: Partial<ConstructorParameters<typeof MediaNegotiation>[0]> = {}): MediaNegotiation {
	return new MediaNegotiation({ address: ADDRESS, port: 5004, session: 77, ...options });
}

function description(media: string, version = 1, connection = "192.0.2.9"): string {
	return `v=0\r\no=- 5 ${version} IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 ${connection}\r\nt=0 0\r\n${media}`;
}

/** A peer's description with the attributes of its one stream. */
function audio(attributes = "", formats = "8 0 101", connection?: string): string {
	const events = formats.includes("101") ? "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n" : "";
	return description(`m=audio 4000 RTP/AVP ${formats}\r\n${events}${attributes}`, 1, connection);
}

function versionOf(text: string): string {
	return text.split("\r\n")[1]!.split(" ")[2]!;
}

describe("Media negotiation: offers (RFC 3264 §5)", () => {
	it("F15: offers PCMA, PCMU and telephone-event and nothing else", () => {
		equal(
			doorbell().offer(),
			"v=0\r\no=- 77 0 IN IP4 192.0.2.1\r\ns=ESP32 Doorbell\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" +
				"m=audio 5004 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n" +
				"a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n",
		);
	});

	it("puts the preferred law first", () => {
		match(doorbell({ laws: ["PCMU", "PCMA"] }).offer(), /m=audio 5004 RTP\/AVP 0 8 101\r\n/);
	});

	it("names the session and the RTCP port as told", () => {
		const text = doorbell({ name: "Gate", rtcpPort: 6001 }).offer();
		match(text, /\r\ns=Gate\r\n/);
		match(text, /\r\na=rtcp:6001\r\n/);
	});

	it("refuses impossible options", () => {
		throws(() => doorbell({ port: 0 }), RangeError);
		throws(() => doorbell({ port: 65536 }), RangeError);
		throws(() => doorbell({ port: 1.5 }), RangeError);
		throws(() => doorbell({ session: -1 }), RangeError);
		throws(() => doorbell({ session: 0.5 }), RangeError);
	});

	it("counts its version up when the description has changed, and only then (§8)", () => {
		const bell = doorbell();
		equal(versionOf(bell.offer()), "0");
		equal(versionOf(bell.offer()), "0");
		bell.direction = "sendonly";
		equal(versionOf(bell.offer()), "1");
		bell.move("192.0.2.2", 5006);
		const text = bell.offer();
		equal(versionOf(text), "2");
		match(text, /c=IN IP4 192\.0\.2\.2\r\n[\s\S]*m=audio 5006 /);
		equal(versionOf(bell.offer()), "2");
	});
});

describe("Media negotiation: answers received (RFC 3264 §7)", () => {
	it("takes address, port, law and packet time of the answer", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(audio("a=ptime:30\r\n"))!;
		equal(media.address, "192.0.2.9");
		equal(media.port, 4000);
		equal(media.rtcpPort, 4001);
		equal(media.law, "PCMA");
		equal(media.sendPayloadType, 8);
		equal(media.eventSendPayloadType, 101);
		equal(media.ptime, 30);
		equal(media.direction, "sendrecv");
		equal(media.hold, false);
		equal(media.changed, true);
		equal(bell.media, media);
	});

	it("L16: uses the first usable codec of the answer, whatever the order of the offer", () => {
		const bell = doorbell();
		bell.offer();
		equal(bell.accept(audio("", "18 0 8 101"))?.law, "PCMU");
	});

	it("F14: receives telephone events on the number it offered and sends them on the one it was given", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(
			description("m=audio 4000 RTP/AVP 8 97\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:97 telephone-event/8000\r\n"),
		)!;
		equal(media.eventSendPayloadType, 97);
		equal(media.receives.get(101), "telephone-event");
		equal(media.receives.get(97), "telephone-event", "of peers that use their own number");
	});

	it("M5: receives sound on the number it offered and sends it on the one it was given", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(description("m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000\r\n"))!;
		equal(media.sendPayloadType, 96);
		equal(media.receives.get(8), "PCMA");
		equal(media.receives.get(0), "PCMU");
	});

	it("M5: does not let a number of the peer's replace its own", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(description("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 PCMA/8000\r\n"))!;
		equal(media.sendPayloadType, 101);
		equal(media.receives.get(101), "telephone-event");
	});

	it("understands a number that it has named when the answer does not name it again", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(description("m=audio 4000 RTP/AVP 8 101 55\r\n"))!;
		equal(media.eventSendPayloadType, 101);
	});

	it("M6: has no use for comfort noise", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(description("m=audio 4000 RTP/AVP 8 13\r\na=rtpmap:13 CN/8000\r\n"))!;
		equal(media.receives.has(13), false);
	});

	it("D7: knows when the answer has no telephone-event", () => {
		const bell = doorbell();
		bell.offer();
		const media = bell.accept(audio("", "0"))!;
		equal(media.eventSendPayloadType, undefined);
		equal(media.receives.get(101), "telephone-event", "it may come all the same");
	});

	it("F13: the last answer wins over that of a 183", () => {
		const bell = doorbell();
		bell.offer();
		equal(bell.accept(audio("", "8 101"))?.law, "PCMA");
		const media = bell.accept(description("m=audio 4444 RTP/AVP 0\r\n"))!;
		equal(media.law, "PCMU");
		equal(media.port, 4444);
		equal(media.changed, true);
	});

	it("L13: the same description in a 183 and in the 200 changes nothing", () => {
		const bell = doorbell();
		bell.offer();
		equal(bell.accept(audio())?.changed, true);
		equal(bell.accept(audio())?.changed, false);
	});

	it("is of no use without an offer, without sound, refused, or with no codec in common", () => {
		equal(doorbell().accept(audio()), undefined);
		const bell = doorbell();
		bell.offer();
		equal(bell.accept(""), undefined);
		equal(bell.accept(description("m=audio 0 RTP/AVP 8\r\n")), undefined);
		equal(bell.accept(description("m=video 4000 RTP/AVP 8\r\n")), undefined);
		equal(bell.accept(description("m=audio 4000 RTP/SAVP 8\r\n")), undefined);
		equal(bell.accept(description("m=audio 4000 RTP/AVP 9 18\r\n")), undefined);
		equal(bell.accept(description("m=audio 4000 RTP/AVP 200\r\na=rtpmap:200 PCMA/8000\r\n")), undefined);
		equal(bell.media, undefined);
	});

	it("sends to one host only: no name, no multicast, no broadcast", () => {
		const bell = doorbell();
		bell.offer();
		for (const address of ["phone.example", "224.0.0.1", "255.255.255.255", "ff02::1"]) {
			equal(bell.accept(audio("", "8", address)), undefined, address);
		}
		equal(bell.accept(audio("", "8", "2001:db8::9"))?.address, "2001:db8::9");
	});
});

describe("Media negotiation: packet time (RFC 8866 §6.4)", () => {
	for (const [attributes, ptime] of [
		["", 20],
		["a=ptime:10\r\n", 10],
		["a=ptime:40\r\n", 40],
		["a=ptime:60\r\n", 60],
		["a=ptime:0\r\n", 20],
		["a=ptime:5\r\n", 10],
		["a=ptime:200\r\n", 60],
		["a=maxptime:10\r\n", 10],
		["a=ptime:60\r\na=maxptime:30\r\n", 30],
		["a=ptime:20\r\na=maxptime:0\r\n", 20],
	] as const) {
		it(`M4: sends ${ptime} ms after ${attributes.replaceAll("\r\n", " ") || "nothing"}`, () => {
			equal(doorbell().answer(audio(attributes))?.media.ptime, ptime);
		});
	}
});

describe("Media negotiation: answers given (RFC 3264 §6)", () => {
	it("answers with the offerer's first codec, numbers and order", () => {
		const { text, media } = doorbell().answer(
			description(
				"m=audio 4000 RTP/AVP 18 0 8 99\r\na=rtpmap:18 G729/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:99 telephone-event/8000\r\n",
			),
		)!;
		equal(
			text,
			"v=0\r\no=- 77 0 IN IP4 192.0.2.1\r\ns=ESP32 Doorbell\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" +
				"m=audio 5004 RTP/AVP 0 99\r\na=rtpmap:0 PCMU/8000\r\n" +
				"a=rtpmap:99 telephone-event/8000\r\na=fmtp:99 0-15\r\na=ptime:20\r\na=sendrecv\r\n",
		);
		equal(media.law, "PCMU");
		equal(media.eventSendPayloadType, 99);
		deepEqual(Array.from(media.receives), [
			[0, "PCMU"],
			[99, "telephone-event"],
		]);
	});

	it("L26: picks telephone-event/8000 among three clock rates", () => {
		const media = doorbell().answer(
			description(
				"m=audio 7078 RTP/AVP 96 0 101 99 100\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:101 telephone-event/48000\r\n" +
					"a=rtpmap:99 telephone-event/16000\r\na=rtpmap:100 telephone-event/8000\r\n",
			),
		)?.media;
		equal(media?.eventSendPayloadType, 100);
	});

	it("compares encodings without case and repeats the offerer's spelling (RFC 8866 §6.6)", () => {
		const { text, media } = doorbell().answer(
			description("m=audio 4000 RTP/AVP 97 98\r\na=rtpmap:97 pcma/8000/1\r\na=rtpmap:98 Telephone-Event/8000\r\n"),
		)!;
		equal(media.law, "PCMA");
		equal(media.eventSendPayloadType, 98);
		match(text, /a=rtpmap:97 pcma\/8000\r\na=rtpmap:98 Telephone-Event\/8000\r\n/);
	});

	it("F15: has no answer to an offer without G.711 (488)", () => {
		equal(doorbell().answer(description("m=audio 4000 RTP/AVP 9 2\r\n")), undefined);
		equal(doorbell().answer("no description"), undefined);
	});

	it("X11: answers telephone-event when it is offered, and not when it is not", () => {
		match(doorbell().answer(audio())!.text, /a=rtpmap:101 telephone-event\/8000/);
		const { text, media } = doorbell().answer(audio("", "8"))!;
		ok(!text.includes("telephone-event"));
		equal(media.eventSendPayloadType, undefined);
	});

	it("refuses further streams in their place, with port 0", () => {
		const bell = doorbell();
		const media =
			"m=video 4002 RTP/AVP 96 97\r\na=rtpmap:96 H264/90000\r\nm=audio 4004 RTP/SAVP 8\r\n" +
			"m=audio 4000 RTP/AVP 8\r\nm=audio 4006 RTP/AVP 0\r\nm=image 4008 udptl t38\r\n";
		const { text } = bell.answer(description(media))!;
		deepEqual(
			text.split("\r\n").filter((line) => line.startsWith("m=")),
			[
				"m=video 0 RTP/AVP 96",
				"m=audio 0 RTP/SAVP 8",
				"m=audio 5004 RTP/AVP 8",
				"m=audio 0 RTP/AVP 0",
				"m=image 0 udptl t38",
			],
		);
		const offer = bell.offer();
		match(
			offer,
			/m=audio 0 RTP\/SAVP 8\r\nm=audio 5004 RTP\/AVP 8 0 101\r\n/,
			"keeps the places in its own offers (§8)",
		);
		equal(bell.accept(description(media))?.port, 4000);
	});

	it("keeps the offerer's number for telephone-event in its own offers (§8.3.2)", () => {
		const bell = doorbell();
		bell.answer(description("m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n"));
		match(bell.offer(), /RTP\/AVP 8 0 96\r\n/);
		bell.answer(description("m=audio 4000 RTP/AVP 8 0\r\na=rtpmap:0 telephone-event/8000\r\n"));
		match(bell.offer(), /RTP\/AVP 8 0 96\r\n/);
	});

	it("answers an offer for RTP/AVPF in kind", () => {
		match(doorbell().answer(description("m=audio 4000 RTP/AVPF 8\r\n"))!.text, /m=audio 5004 RTP\/AVPF 8\r\n/);
	});
});

describe("Media negotiation: changes in a call (RFC 3264 §8)", () => {
	it("A1: moves to another address and port, and answers with its own description", () => {
		const bell = doorbell();
		bell.offer();
		bell.accept(audio());
		const { text, media } = bell.answer(description("m=audio 6000 RTP/AVP 8 101\r\n", 2, "192.0.2.50"))!;
		equal(media.address, "192.0.2.50");
		equal(media.port, 6000);
		equal(media.changed, true);
		match(text, /m=audio 5004 RTP\/AVP 8\r\n/);
	});

	it("L11: an unchanged description leaves the media alone and draws the same answer", () => {
		const bell = doorbell();
		const first = bell.answer(audio())!;
		const second = bell.answer(audio())!;
		equal(second.media.changed, false);
		equal(second.text, first.text);
	});

	it("A10: mirrors the direction of a hold", () => {
		for (const [theirs, ours, hold] of [
			["sendonly", "recvonly", true],
			["inactive", "inactive", true],
			["recvonly", "sendonly", false],
			["sendrecv", "sendrecv", false],
		] as const) {
			const { text, media } = doorbell().answer(audio(`a=${theirs}\r\n`))!;
			equal(media.direction, ours);
			equal(media.hold, hold);
			match(text, new RegExp(`a=${ours}\r\n$`));
		}
	});

	it("A10: takes 0.0.0.0 for a hold", () => {
		for (const nowhere of ["0.0.0.0", "::"]) {
			const { text, media } = doorbell().answer(audio("", "8", nowhere))!;
			equal(media.direction, "inactive");
			equal(media.hold, true);
			match(text, /a=inactive\r\n/);
		}
	});

	it("L29: resumes after a hold by sendonly, even when the peer forgets to count its version up", () => {
		const bell = doorbell();
		bell.answer(audio());
		const held = bell.answer(audio("a=sendonly\r\n"))!;
		equal(held.media.changed, true);
		equal(held.media.hold, true);
		const resumed = bell.answer(audio())!;
		equal(resumed.media.changed, true);
		equal(resumed.media.direction, "sendrecv");
		equal(versionOf(resumed.text), "2");
	});

	it("A10: makes a full offer for a re-INVITE without one, and reads the answer from the ACK", () => {
		const bell = doorbell();
		const { text } = bell.answer(audio("", "0 101"))!;
		const offer = bell.offer();
		match(offer, /m=audio 5004 RTP\/AVP 8 0 101\r\n/);
		notEqual(versionOf(offer), versionOf(text));
		equal(bell.accept(audio("", "8 101"))?.law, "PCMA");
	});

	it("a phone puts the other end on hold", () => {
		const phone = doorbell({ address: "192.0.2.9", port: 4000, session: 5 });
		const bell = doorbell();
		bell.answer(phone.offer());
		phone.direction = "sendonly";
		const { text, media } = bell.answer(phone.offer())!;
		equal(media.direction, "recvonly");
		equal(phone.accept(text)?.direction, "sendonly");
		equal(phone.media?.hold, false);
	});

	it("two ends agree whatever their preferences", () => {
		for (const laws of [["PCMA"], ["PCMU"], ["PCMA", "PCMU"], ["PCMU", "PCMA"]] as const) {
			const phone = doorbell({ address: "2001:db8::9", port: 4000, session: 5, laws });
			const bell = doorbell();
			const answer = bell.answer(phone.offer())!;
			const media = phone.accept(answer.text)!;
			equal(media.law, laws[0]);
			equal(media.law, answer.media.law);
			equal(media.address, ADDRESS);
			equal(answer.media.address, "2001:db8::9");
			equal(answer.media.receives.get(media.sendPayloadType), media.law);
			equal(answer.media.receives.get(media.eventSendPayloadType!), "telephone-event");
		}
	});

	it("survives 10,000 mutated offers and answers", () => {
		const random = seeded(3264);
		const bell = doorbell();
		const offer = audio("a=ptime:20\r\na=sendrecv\r\n", "9 8 0 101");
		let answered = 0;
		for (let round = 0; round < 5000; round++) {
			const answer = bell.answer(mutateText(offer, random));
			if (answer) answered++;
			const media = bell.accept(mutateText(offer, random));
			if (media) ok(media.port > 0 && media.port <= 65535 && media.ptime >= 10 && media.ptime <= 60);
		}
		ok(answered > 1000);
	});
});
