import { deepEqual, equal, ok } from "node:assert/strict";
import { type Description, formatDescription, parseDescription } from "../../modules/sdp/description.ts";
import { mutateText, seeded } from "../rtp/random.ts";

const LINPHONE = [
	"v=0",
	"o=phone1 2890 3042 IN IP4 192.0.2.9",
	"s=Talk",
	"c=IN IP4 192.0.2.9",
	"t=0 0",
	"a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics",
	"m=audio 7078 RTP/AVP 96 97 0 8 18 101 99 100",
	"a=rtpmap:96 opus/48000/2",
	"a=fmtp:96 useinbandfec=1",
	"a=rtpmap:97 speex/16000",
	"a=fmtp:97 vbr=on",
	"a=rtpmap:101 telephone-event/48000",
	"a=rtpmap:99 telephone-event/16000",
	"a=rtpmap:100 telephone-event/8000",
	"a=rtcp-fb:* trr-int 5000",
	"",
].join("\r\n");

function stream(text: string) {
	return parseDescription(text)?.streams[0];
}

describe("Session description (RFC 8866)", () => {
	it("L26: reads a long list of codecs and three kinds of telephone-event", () => {
		const description = parseDescription(LINPHONE)!;
		equal(description.session, "2890");
		equal(description.version, "3042");
		equal(description.address, "192.0.2.9");
		equal(description.name, "Talk");
		const audio = description.streams[0]!;
		equal(audio.kind, "audio");
		equal(audio.port, 7078);
		equal(audio.rtcpPort, 7079);
		equal(audio.direction, "sendrecv");
		deepEqual(
			audio.formats.map((format) => `${format.type} ${format.encoding} ${format.parameters}`),
			[
				"96 opus/48000/2 useinbandfec=1",
				"97 speex/16000 vbr=on",
				"0 PCMU/8000 ",
				"8 PCMA/8000 ",
				"18  ",
				"101 telephone-event/48000 ",
				"99 telephone-event/16000 ",
				"100 telephone-event/8000 ",
			],
		);
	});

	it("reads lines that end in a bare LF, with stray blanks", () => {
		const text =
			"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN  IP4  192.0.2.2 \nt=0 0\nm=audio  4000 RTP/AVP 8\na=ptime: 30\n";
		equal(stream(text)?.address, "192.0.2.2");
		equal(stream(text)?.ptime, 30);
	});

	it("takes a lone carriage return for a blank: what is read may be repeated in an answer", () => {
		const text = "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\rx\r\na=fmtp:101 0-15\ry\r\n";
		const format = stream(text)?.formats[1];
		deepEqual([format?.encoding, format?.parameters], ["telephone-event/8000", "0-15 y"]);
	});

	it("prefers what the stream says to what the session says (§5.7, §6.7)", () => {
		const text =
			"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.2\r\na=sendonly\r\n" +
			"m=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/AVP 8\r\nc=IN IP4 192.0.2.3/127\r\na=recvonly\r\na=sendrecv\r\n";
		const streams = parseDescription(text)!.streams;
		deepEqual(
			streams.map(({ address, direction }) => `${address} ${direction}`),
			["192.0.2.2 sendonly", "192.0.2.3 sendrecv"],
		);
	});

	it("falls back on the address of the origin when there is no connection line", () => {
		equal(stream("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8\r\n")?.address, "192.0.2.1");
		equal(stream("m=audio 4000 RTP/AVP 8\r\n")?.address, "");
		equal(stream("o=-\r\nc=IN\r\nm=audio 4000 RTP/AVP 8\r\n")?.address, "");
	});

	it("reads IPv6 connections", () => {
		const text = "v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\nc=IN IP6 2001:db8::2\r\nm=audio 4000 RTP/AVP 8\r\n";
		equal(stream(text)?.address, "2001:db8::2");
	});

	it("reads a=ptime, a=maxptime and a=rtcp, and passes over what is no number", () => {
		const lines = (attributes: string) => stream(`m=audio 4000/2 RTP/AVP 8\r\n${attributes}`)!;
		const good = lines("a=ptime:40\r\na=maxptime:60\r\na=rtcp:5005 IN IP4 192.0.2.7\r\n");
		deepEqual([good.port, good.ptime, good.maxptime, good.rtcpPort], [4000, 40, 60, 5005]);
		const bad = lines("a=ptime:x\r\na=maxptime:-1\r\na=rtcp:70000\r\na=rtcp:0\r\na=nonsense\r\na=x:y\r\n");
		deepEqual([bad.ptime, bad.maxptime, bad.rtcpPort, bad.direction], [undefined, undefined, 4001, "sendrecv"]);
	});

	it("drops the number of one channel", () => {
		const text = "m=audio 4000 RTP/AVP 97 98\r\na=rtpmap:97 pcma/8000/1\r\na=rtpmap:98\r\na=rtpmap:55 x/1\r\n";
		deepEqual(
			stream(text)!.formats.map(({ encoding }) => encoding),
			["pcma/8000", ""],
		);
	});

	it("refuses a stream whose port is no port", () => {
		equal(stream("m=audio 70000 RTP/AVP 8\r\n")?.port, 0);
		equal(stream("m=audio -1 RTP/AVP 8\r\n")?.port, 0);
		equal(stream("m=audio 65535 RTP/AVP 8\r\n")?.rtcpPort, 65535);
	});

	it("is none without streams, with a broken one, or with more than eight", () => {
		equal(parseDescription(""), undefined);
		equal(parseDescription("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n"), undefined);
		equal(parseDescription("m=audio 4000\r\n"), undefined);
		equal(parseDescription("m=audio\r\n"), undefined);
		equal(parseDescription("m=\r\n"), undefined);
		const line = "m=audio 4000 RTP/AVP 8\r\n";
		equal(parseDescription(line.repeat(8))?.streams.length, 8);
		equal(parseDescription(line.repeat(9)), undefined);
	});

	it("reads 32 formats of a stream and 200 lines at most", () => {
		const many = Array.from({ length: 60 }, (_, index) => String(index)).join(" ");
		equal(stream(`m=audio 4000 RTP/AVP ${many}\r\n`)?.formats.length, 32);
		equal(parseDescription(`${"a=x\r\n".repeat(300)}m=audio 4000 RTP/AVP 8\r\n`), undefined);
	});

	it("writes what it has read", () => {
		const description: Description = {
			session: "123",
			version: "4",
			address: "2001:db8::1",
			name: "ESP32 Doorbell",
			streams: [
				{
					kind: "audio",
					port: 5004,
					protocol: "RTP/AVP",
					formats: [
						{ type: "8", encoding: "PCMA/8000", parameters: "" },
						{ type: "101", encoding: "telephone-event/8000", parameters: "0-15" },
						{ type: "33", encoding: "", parameters: "" },
					],
					address: "192.0.2.1",
					rtcpPort: 6000,
					direction: "recvonly",
					ptime: 20,
					maxptime: 60,
				},
				{
					kind: "video",
					port: 0,
					protocol: "RTP/AVP",
					formats: [{ type: "96", encoding: "", parameters: "" }],
					address: "2001:db8::1",
					rtcpPort: 1,
					direction: "sendrecv",
					ptime: undefined,
					maxptime: undefined,
				},
			],
		};
		deepEqual(parseDescription(formatDescription(description)), description);
	});

	it("has room for lines of thousands of words", () => {
		const words = "word ".repeat(1_500);
		for (const line of ["o=", "c=", "a=fmtp:0 ", "a=ptime:"]) {
			const description = parseDescription(`v=0\r\nm=audio 4000 RTP/AVP 0\r\n${line}${words}\r\n`);
			equal(description?.streams[0]?.port, 4000);
			ok((description?.streams[0]?.formats[0]?.parameters.length ?? 0) < 100);
		}
	});

	it("survives 10,000 mutated descriptions", () => {
		const random = seeded(8866);
		let read = 0;
		for (let round = 0; round < 10000; round++) {
			const description = parseDescription(mutateText(LINPHONE, random));
			if (!description) continue;
			read++;
			for (const { port, rtcpPort } of description.streams) {
				ok(port >= 0 && port <= 65535 && rtcpPort > 0 && rtcpPort <= 65535);
			}
		}
		ok(read > 5000);
	});
});
