import { deepEqual, equal, ok } from "node:assert/strict";
import { HEADER_LIMIT, Headers } from "../../modules/sip/headers.ts";
import {
	formatMessage,
	MESSAGE_LIMIT,
	type Message,
	parseCommandSequence,
	parseMessage,
	type Request,
	type Response,
	request,
	response,
	utf8Length,
} from "../../modules/sip/message.ts";
import { parseNameAddress } from "../../modules/sip/name-address.ts";
import { parseVia } from "../../modules/sip/via.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { mutate } from "./mutation.ts";

const INVITE = [
	"INVITE sip:bell@192.0.2.40:5060 SIP/2.0",
	"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1D3A5C7E;rport",
	'From: "Kitchen" <sip:**610@fritz.box>;tag=8A9B',
	"To: <sip:bell@fritz.box>",
	"Call-ID: 5A6B7C8D@192.0.2.1",
	"CSeq: 21 INVITE",
];

const OK = [
	"SIP/2.0 200 OK",
	"Via: SIP/2.0/UDP 192.0.2.40:5060;branch=z9hG4bK7",
	"From: <sip:bell@fritz.box>;tag=1",
	"To: <sip:**610@fritz.box>;tag=2",
	"Call-ID: 7",
	"CSeq: 1 INVITE",
];

/** A datagram of these lines and this body. */
function datagram(lines: readonly string[], body = ""): string {
	return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** The lines of a message with one replaced: the one that begins like `line`, up to the colon. */
function replace(lines: readonly string[], line: string): string[] {
	const beginning = line.slice(0, line.indexOf(":") + 1);
	return lines.map((old) => (old.startsWith(beginning) ? line : old));
}

function read(text: string, byteLength?: number): Message {
	const result = parseMessage(text, byteLength);
	ok(result && "message" in result, text);
	return result.message;
}

function readRequest(text: string): Request {
	const message = read(text);
	ok(message.type === "request");
	return message;
}

function readResponse(text: string): Response {
	const message = read(text);
	ok(message.type === "response");
	return message;
}

/** What is wrong with a request; `undefined` when the datagram is dropped. */
function problem(text: string): string | undefined {
	const result = parseMessage(text);
	ok(!result || "problem" in result, text);
	return result?.problem;
}

describe("SIP request (RFC 3261 §7.1)", () => {
	it("has method, URI, headers and body", () => {
		const { type, method, uri, headers, body } = readRequest(datagram([...INVITE, "Content-Length: 4"], "v=0\n"));
		deepEqual([type, method, uri, body], ["request", "INVITE", "sip:bell@192.0.2.40:5060", "v=0\n"]);
		equal(headers.get("To"), "<sip:bell@fritz.box>");
		equal(headers.count, 6);
	});

	it("L35: needs no Max-Forwards", () => {
		const lines = [
			"OPTIONS sip:bell@192.0.2.40 SIP/2.0",
			"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK7692395",
			"From: sip:pinger@door.test;tag=uloc-1",
			"To: sip:bell@192.0.2.40",
			"Call-ID: 1",
			"CSeq: 1 OPTIONS",
			"Content-Length: 0",
		];
		equal(readRequest(datagram(lines)).method, "OPTIONS");
	});

	it("may have any method that is a token, and any scheme", () => {
		const lines = replace(INVITE, "CSeq: 1 un-known.!%");
		equal(readRequest(datagram(["un-known.!% tel:621 SIP/2.0", ...lines.slice(1)])).uri, "tel:621");
		equal(readRequest(datagram(["un-known.!% nobody:knows?it=x SIP/2.0", ...lines.slice(1)])).uri, "nobody:knows?it=x");
	});

	it("X5: is dropped without a Via, or without anything else that an answer needs", () => {
		for (const name of ["Via:", "From:", "To:", "Call-ID:", "CSeq:"]) {
			equal(parseMessage(datagram(INVITE.filter((line) => !line.startsWith(name)))), undefined, name);
			equal(parseMessage(datagram(replace(INVITE, name))), undefined, name);
		}
		equal(parseMessage(datagram(replace(INVITE, "Via: ,"))), undefined);
		equal(parseMessage(datagram(replace(INVITE, "Via: nonsense"))), undefined);
	});

	it("is refused with what is wrong, when it can be answered", () => {
		const bad: readonly (readonly [string, string])[] = [
			["Content-Length", datagram([...INVITE, "Content-Length: 5"], "four")],
			["Content-Length", datagram([...INVITE, "Content-Length: -1"])],
			["Content-Length", datagram([...INVITE, "Content-Length: 0x0"])],
			["Content-Length", datagram([...INVITE, "Content-Length:"])],
			["Content-Length", datagram([...INVITE, "Content-Length: 0", "l: 0"])],
			["CSeq", datagram(replace(INVITE, "CSeq: 21 BYE"))],
			["CSeq", datagram(replace(INVITE, "CSeq: 2147483648 INVITE"))],
			["CSeq", datagram(replace(INVITE, "CSeq: INVITE"))],
			["CSeq", datagram([...INVITE, "CSeq: 21 INVITE"])],
			["Call-ID", datagram([...INVITE, "i: other"])],
			["Max-Forwards", datagram([...INVITE, "Max-Forwards: 70", "Max-Forwards: 1"])],
			["From", datagram(replace(INVITE, 'From: "Kitchen <sip:**610@fritz.box>;tag=8A9B'))],
			["From", datagram([...INVITE, "From: <sip:other@fritz.box>"])],
			["To", datagram(replace(INVITE, "To: nobody"))],
			["SIP version", datagram(["INVITE sip:bell@192.0.2.40 SIP/3.0", ...INVITE.slice(1)])],
			["Request-URI", datagram(["INVITE sip:bell@192.0.2.40; x SIP/2.0", ...INVITE.slice(1)])],
			["Request-URI", datagram(["INVITE SIP/2.0", ...INVITE.slice(1)])],
			["Request-URI", datagram(["INVITE bell SIP/2.0", ...INVITE.slice(1)])],
			["Request-URI", datagram(["INVITE sip:a:b:c:d SIP/2.0", ...INVITE.slice(1)])],
		];
		for (const [expected, text] of bad) equal(problem(text), expected, text);
		const result = parseMessage(bad[0]![1]);
		ok(result && "bad" in result);
		deepEqual([result.bad.method, result.bad.uri, result.bad.body], ["INVITE", "sip:bell@192.0.2.40:5060", ""]);
		ok(formatMessage(response(result.bad, 400, "Bad Content-Length")).includes(`\r\n${INVITE[1]}\r\n`));
	});

	it("is dropped when it is bad and an ACK, which nobody may answer (RFC 3261 §17.1.1.3)", () => {
		const lines = ["ACK sip:bell@192.0.2.40 SIP/2.0", ...replace(INVITE, "CSeq: 21 ACK").slice(1)];
		equal(readRequest(datagram(lines)).method, "ACK");
		equal(parseMessage(datagram([...lines, "Content-Length: 9"])), undefined);
	});

	it("is dropped when its first line is none", () => {
		for (const line of [
			"",
			"INVITE",
			"INVITE sip:bell@192.0.2.40",
			"GET / HTTP/1.1",
			"IN<ITE sip:bell@192.0.2.40 SIP/2.0",
			" INVITE",
			"SIP/2.0",
		]) {
			equal(parseMessage(datagram([line, ...INVITE.slice(1)])), undefined, line);
		}
	});
});

describe("SIP response (RFC 3261 §7.2)", () => {
	it("has status, reason, headers and body", () => {
		const { type, status, reason, headers, body } = readResponse(datagram(OK, "x"));
		deepEqual([type, status, reason, body], ["response", 200, "OK", "x"]);
		equal(headers.get("CSeq"), "1 INVITE");
	});

	it("L37: has any reason phrase or none", () => {
		const reason = (line: string) => readResponse(datagram([line, ...OK.slice(1)])).reason;
		equal(reason("SIP/2.0 100 trying -- your call is important to us"), "trying -- your call is important to us");
		equal(reason("SIP/2.0 200 "), "");
		equal(reason("SIP/2.0 200"), "");
		equal(reason("SIP/2.0 486 besetzt: Küche"), "besetzt: Küche");
	});

	it("is dropped when it is bad", () => {
		for (const line of [
			"SIP/2.0 99 OK",
			"SIP/2.0 700 OK",
			"SIP/2.0 2000 OK",
			"SIP/2.0 20 OK",
			"SIP/2.0 2x0 OK",
			"SIP/2.0 1e2 OK",
			"SIP/2.0 OK",
			"SIP/3.0 200 OK",
			"SIP/2.0200 OK",
			"SIP/2.0  200 OK",
		]) {
			equal(parseMessage(datagram([line, ...OK.slice(1)])), undefined, line);
		}
		equal(parseMessage(datagram([...OK, "Content-Length: 5"], "four")), undefined);
		equal(parseMessage(datagram([...OK, "Call-ID: 8"])), undefined);
		equal(parseMessage(datagram(replace(OK, "CSeq: x INVITE"))), undefined);
	});
});

describe("Body (RFC 3261 §18.3, §20.14)", () => {
	const bodyOf = (length: number, body: string, byteLength?: number) =>
		read(datagram([...INVITE, `Content-Length: ${length}`], body), byteLength).body;

	it("goes to the end of the datagram without Content-Length", () => equal(read(datagram(INVITE, "all")).body, "all"));

	it("is cut to Content-Length", () => {
		equal(bodyOf(3, "v=0\r\nrest"), "v=0");
		equal(bodyOf(0, "rest"), "");
	});

	it("is counted in bytes of UTF-8", () => {
		equal(bodyOf(9, "s=Tür 😀x"), "s=Tür 😀".slice(0, 6));
		equal(bodyOf(11, "s=Tür 😀x"), "s=Tür 😀");
		equal(bodyOf(12, "s=Tür 😀x"), "s=Tür 😀x");
		equal(problem(datagram([...INVITE, "Content-Length: 13"], "s=Tür 😀x")), "Content-Length");
		equal(bodyOf(3, "v=0\r\n€"), "v=0");
	});

	it("of ASCII is not counted when the length of the datagram is known", () => {
		const text = datagram([...INVITE, "Content-Length: 3"], "v=0rest");
		equal(read(text, text.length).body, "v=0");
		equal(read(text, text.length + 1).body, "v=0");
	});

	it("may have empty lines", () => equal(bodyOf(11, "a\r\n\r\nb\n\nc\r\n"), "a\r\n\r\nb\n\nc\r\n"));
});

describe("Datagram (RFC 3261 §7.5)", () => {
	it("S13: that is only a keep-alive is none", () => {
		for (const text of ["", "\r\n", "\r\n\r\n", "\n", "\0\0\0\0"]) equal(parseMessage(text), undefined);
	});

	it("may begin with empty lines", () => {
		equal(readRequest(`\r\n\r\n${datagram(INVITE, "x")}`).body, "x");
		equal(readRequest(`\n${datagram(INVITE)}`).method, "INVITE");
	});

	it("may have folded lines (RFC 3261 §7.3.1)", () => {
		const lines = [...INVITE, "Subject: it", "\t rings ", "   at the door", "Route: <sip:a>,", " <sip:b>"];
		const { headers } = readRequest(datagram(lines));
		equal(headers.get("Subject"), "it rings at the door");
		deepEqual(headers.all("Route"), ["<sip:a>", "<sip:b>"]);
	});

	it("cannot continue its first line", () => {
		equal(readRequest(datagram([INVITE[0]!, " folded: x", ...INVITE.slice(1)])).headers.count, 5);
	});

	it("L12: may have much white space", () => {
		const lines = INVITE.map((line, index) => (index === 0 ? `${line} ` : line.replace(":", " :  ")));
		const { uri, headers } = readRequest(datagram([...lines, "Content-Length:  1 "], "x"));
		equal(uri, "sip:bell@192.0.2.40:5060");
		equal(headers.get("Call-ID"), "5A6B7C8D@192.0.2.1");
	});

	it("L34: survives with bare line feeds, or with some", () => {
		const bare = readRequest(`${[...INVITE, "Content-Length: 4"].join("\n")}\n\na\r\n\r\n\r\n`);
		equal(bare.headers.get("CSeq"), "21 INVITE");
		equal(bare.body, "a\r\n\r");
		const mixed = readRequest(`${INVITE.slice(0, 3).join("\r\n")}\n${INVITE.slice(3).join("\n")}\r\n\r\na\n\nb`);
		equal(mixed.headers.get("To"), "<sip:bell@fritz.box>");
		equal(mixed.body, "a\n\nb");
	});

	it("has no carriage returns within values, which could end a line elsewhere", () => {
		const { headers } = readRequest(datagram([...INVITE, "Subject: a\rVia: b"]));
		equal(headers.get("Subject"), "a Via: b");
	});

	it("may lack the empty line, but not the end of the last one", () => {
		equal(readRequest(`${INVITE.join("\r\n")}\r\n`).body, "");
		equal(readRequest(`${INVITE.join("\n")}\n`).headers.get("CSeq"), "21 INVITE");
		equal(parseMessage(INVITE.join("\r\n")), undefined);
	});

	it("has a limited number of header fields", () => {
		const many = (count: number) => Array.from({ length: count - 5 }, (_, index) => `X-${index}: ${index}`);
		equal(readRequest(datagram([...INVITE, ...many(HEADER_LIMIT)])).headers.count, HEADER_LIMIT);
		equal(problem(datagram([...INVITE, ...many(HEADER_LIMIT + 1)])), "Header fields");
		equal(problem(datagram([...INVITE, ...many(HEADER_LIMIT + 1)].map((line) => `${line} `))), "Header fields");
		equal(problem(datagram([...INVITE, ...many(HEADER_LIMIT * 3)])), "Header fields");
		equal(problem(datagram([...INVITE, ...many(HEADER_LIMIT * 3), " folded"])), undefined);
		const folded = Array.from({ length: HEADER_LIMIT }, () => " more");
		ok(
			readRequest(datagram([...INVITE, "Subject: much", ...folded]))
				.headers.get("Subject")
				?.endsWith("more more"),
		);
	});

	it("finds what is there twice, folded or not", () => {
		equal(problem(datagram([...INVITE, "To: <sip:other@fritz.box>"])), "To");
		equal(problem(datagram([...INVITE, "To: <sip:other@fritz.box>", "Subject: a", " b"])), "To");
		equal(problem(`${[...INVITE, "To: <sip:other@fritz.box>"].join("\n")}\n\n`), "To");
		equal(
			readRequest(datagram([...INVITE, "Via: SIP/2.0/UDP 192.0.2.3", "Route: <sip:a>", "Route: <sip:b>"])).type,
			"request",
		);
	});

	it("has a limited length", () => {
		const length = datagram(INVITE).length;
		equal(readRequest(datagram(INVITE, "x".repeat(MESSAGE_LIMIT - length))).method, "INVITE");
		equal(parseMessage(datagram(INVITE, "x".repeat(MESSAGE_LIMIT - length + 1))), undefined);
	});

	it("is read in bounded memory, whatever it is full of", () => {
		for (const filling of [
			",",
			";",
			'"',
			'""',
			"\\",
			"<",
			"<>",
			"\t",
			"\r",
			"\n ",
			"%",
			" ",
			"-",
			":",
			"x:\r\n",
			'",<',
		]) {
			const text = filling.repeat(Math.floor(7000 / filling.length));
			for (const name of ["Via: SIP/2.0/UDP a;x=", 'From: "', "Contact: <sip:", "", "X-"]) {
				const result = parseMessage(datagram([...INVITE.slice(0, 1), name + text, ...INVITE.slice(1)]));
				const message = result && ("message" in result ? result.message : result.bad);
				message?.headers.all("Via");
				message?.headers.all("Contact");
			}
		}
	});
});

describe("Formatting of a message", () => {
	it("writes start line, headers, Content-Length and body", () => {
		const headers = new Headers();
		headers.add("To", "<sip:a@b.test>");
		equal(
			formatMessage(request("MESSAGE", "sip:a@b.test", headers, "Grüße")),
			"MESSAGE sip:a@b.test SIP/2.0\r\nTo: <sip:a@b.test>\r\nContent-Length: 7\r\n\r\nGrüße",
		);
		equal(
			formatMessage({ type: "response", status: 180, reason: "Ringing", headers: new Headers(), body: "" }),
			"SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n",
		);
	});

	it("puts the right Content-Length in the place of another", () => {
		const headers = new Headers();
		headers.add("Content-Length", "9");
		headers.add("To", "t");
		equal(formatMessage(request("A", "b:c", headers, "d")), "A b:c SIP/2.0\r\nContent-Length: 1\r\nTo: t\r\n\r\nd");
	});

	it("E10: answers a long request in no more than its length and a line", () => {
		const long = `Via: SIP/2.0/UDP 192.0.2.3;branch=${"x".repeat(7000)}`;
		const asked = datagram([...INVITE, long]);
		ok(formatMessage(response(readRequest(asked), 486, "Busy Here")).length < asked.length + 80);
	});

	it("survives a round trip", () => {
		for (const text of [
			datagram([...INVITE, "Via: SIP/2.0/TCP a.test, SIP/2.0/UDP b.test", "X-y: z", "Content-Length: 5"], "Türe"),
			datagram([...OK, "WWW-Authenticate: Digest realm=a", "WWW-Authenticate: Digest realm=b", "Supported:"]),
		]) {
			const once = formatMessage(read(text));
			equal(formatMessage(read(once)), once);
		}
	});
});

describe("Response to a request (RFC 3261 §8.2.6)", () => {
	it("S3: repeats Via, From, To, Call-ID and CSeq byte for byte and in order", () => {
		const invite = readRequest(
			datagram([
				...INVITE,
				"v: SIP/2.0/UDP  b.test ;branch=2,SIP/2.0/UDP c.test",
				"Via: SIP/2.0/UDP d.test",
				"Timestamp: 5",
			]),
		);
		equal(
			formatMessage(response(invite, 180, "Ringing")),
			datagram([
				"SIP/2.0 180 Ringing",
				INVITE[1]!,
				"Via: SIP/2.0/UDP  b.test ;branch=2,SIP/2.0/UDP c.test",
				"Via: SIP/2.0/UDP d.test",
				...INVITE.slice(2),
				"Content-Length: 0",
			]),
		);
	});

	it("repeats Timestamp in 100 (RFC 3261 §8.2.6.1)", () => {
		const invite = readRequest(datagram([...INVITE, "Timestamp: 54.2"]));
		equal(response(invite, 100, "Trying").headers.get("Timestamp"), "54.2");
		equal(response(invite, 180, "Ringing").headers.get("Timestamp"), undefined);
	});

	it("leaves the request as it was", () => {
		const invite = readRequest(datagram([...INVITE, "Via: SIP/2.0/UDP b.test"]));
		response(invite, 200, "OK").headers.add("Via", "x");
		equal(invite.headers.all("Via").length, 2);
	});
});

describe("CSeq (RFC 3261 §20.16)", () => {
	it("has a number below 2^31 and a method", () => {
		deepEqual(parseCommandSequence("21 INVITE"), { number: 21, method: "INVITE" });
		deepEqual(parseCommandSequence("0009   BYE"), { number: 9, method: "BYE" });
		deepEqual(parseCommandSequence("2147483647 A"), { number: 2147483647, method: "A" });
		deepEqual(parseCommandSequence("0 A"), { number: 0, method: "A" });
	});

	it("is not read when it is malformed", () => {
		for (const value of [
			undefined,
			"",
			"INVITE",
			"1",
			" INVITE",
			"-1 A",
			"1.5 A",
			"1e3 A",
			"2147483648 A",
			"1 A B",
			"x A",
		]) {
			equal(parseCommandSequence(value), undefined, value);
		}
	});
});

describe("Length in UTF-8 (RFC 3629)", () => {
	it("counts one to four bytes for a character", () => {
		equal(utf8Length(""), 0);
		equal(utf8Length("v=0\r\n\t~"), 7);
		equal(utf8Length("\0\x7f"), 2);
		equal(utf8Length("é"), 2);
		equal(utf8Length("€"), 3);
		equal(utf8Length("a😀b"), 6);
		equal(utf8Length("\u07ff\u0800\uffff"), 8);
	});
});

describe("Datagrams from anywhere", () => {
	const seeds = [
		datagram([...INVITE, "Contact: <sip:**610@192.0.2.1>;expires=60", "Content-Length: 7"], "v=0\r\n\r\n"),
		datagram([...OK, 'Contact: "a, b" <sip:x@y.test>;q="1", *', 'Warning: 399 a.test "b\\""', "Content-Length: 0"]),
		datagram([...INVITE, "Subject: a", " b", "Via:SIP / 2.0 / UDP c.test ; branch = 1"]).replaceAll("\r", ""),
	];
	it("never throw, and are the same after formatting and reading: 10,000 mutations", () => {
		const random = new SeededRandom("datagrams");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const result = parseMessage(mutate(seeds[count % seeds.length]!, random));
			if (!result || "bad" in result) continue;
			taken += 1;
			const { headers } = result.message;
			// What is taken can be relied on.
			ok(parseVia(headers.get("Via")!));
			ok(parseNameAddress(headers.get("From")!));
			ok(parseNameAddress(headers.get("To")!));
			ok(parseCommandSequence(headers.get("CSeq")));
			const once = formatMessage(result.message);
			const again = parseMessage(once);
			ok(again && "message" in again, once);
			equal(formatMessage(again.message), once);
		}
		ok(taken > 1000, `${taken}`);
	});
});
