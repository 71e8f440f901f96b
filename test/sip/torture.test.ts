import { deepEqual, equal, ok } from "node:assert/strict";
import { formatMessage, type Message, parseMessage, type Request, utf8Length } from "../../modules/sip/message.ts";
import { parseNameAddress } from "../../modules/sip/name-address.ts";
import { parseUri, sameUri, uriHeaders, uriParameters } from "../../modules/sip/uri.ts";
import { parseVia, viaParameters } from "../../modules/sip/via.ts";

/**
 * Messages of our own that put the parser to the tests of RFC 4475 and RFC 5118. A title names the section and the
 * message of the RFC, and says what we make of such a message.
 */

const FRAME = [
	"OPTIONS sip:bell@door.test SIP/2.0",
	"Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKtorture",
	"From: <sip:tester@lab.test>;tag=t1",
	"To: <sip:bell@door.test>",
	"Call-ID: torture@lab.test",
	"CSeq: 7 OPTIONS",
	"Max-Forwards: 70",
];

/** A datagram that differs from an ordinary one in the lines given: the first line, if it is one, and headers. */
function datagram(lines: readonly string[], body = "", frame = FRAME): string {
	const first = lines[0]?.includes("SIP/") && !lines[0].startsWith("Via") ? lines[0] : frame[0]!;
	const changed = lines.filter((line) => line !== first);
	const beginning = (line: string) => line.slice(0, line.indexOf(":") + 1);
	const kept = frame.slice(1).filter((line) => !changed.some((other) => beginning(other) === beginning(line)));
	const length = body === "" ? [] : [`Content-Length: ${utf8Length(body)}`];
	return `${[first, ...kept, ...changed, ...length].join("\r\n")}\r\n\r\n${body}`;
}

function read(text: string): Message {
	const result = parseMessage(text);
	ok(result && "message" in result, text);
	return result.message;
}

function readRequest(...lines: readonly string[]): Request {
	const message = read(datagram(lines));
	ok(message.type === "request");
	return message;
}

/** What is wrong with a request that is refused. */
function problem(...lines: readonly string[]): string | undefined {
	const result = parseMessage(datagram(lines));
	return result && "problem" in result ? result.problem : undefined;
}

function contact(message: Message) {
	const parsed = parseNameAddress(message.headers.get("Contact") ?? "");
	ok(parsed);
	return parsed;
}

describe("Torture, valid messages (RFC 4475 §3.1.1)", () => {
	it("§3.1.1.1 wsinv: white space and folding wherever they are allowed are read", () => {
		const text = [
			"INVITE sip:bell@door.test;unknown SIP/2.0",
			"TO :",
			" sip:bell@door.test ;   tag    = 90210x",
			'from   : "A \\\\\\"Tester\\""       <sip:tester@lab.test>',
			"  ;",
			"  tag = 77q",
			"MaX-fOrWaRdS: 0068",
			"Call-ID: wsinv.1@192.0.2.9",
			"Content-Length   : 3",
			"cseq: 0009",
			"  INVITE",
			"Via  : SIP  /   2.0",
			" /UDP",
			"    192.0.2.9;branch=z9hG4bKws1",
			"s :",
			"NewHeader:   of some value",
			"\tcontinued",
			"UnknownHeaderWithUnusualValue: ;;,,;;,;",
			"Content-Type: application/sdp",
			"Route:",
			" <sip:proxy.lab.test;lr;unknownwith=value;unknown-no-value>",
			"v:  SIP  / 2.0  / TCP     lab.test   ;",
			"  branch  =   z9hG4bKws2  ,",
			" SIP  /    2.0   / UDP  192.0.2.7   ; branch=",
			" z9hG4bKws3",
			'm:"Quoted string \\"\\"" <sip:tester@lab.test> ; newparam =',
			"      newvalue ;",
			"  secondparam ; q = 0.33",
			"",
			"v=0",
		].join("\r\n");
		const message = read(text);
		const { headers } = message;
		ok(message.type === "request");
		deepEqual([message.method, message.uri, message.body], ["INVITE", "sip:bell@door.test;unknown", "v=0"]);
		deepEqual(
			headers.all("Via").map((value) => [parseVia(value)?.transport, parseVia(value)?.host, parseVia(value)?.branch]),
			[
				["UDP", "192.0.2.9", "z9hG4bKws1"],
				["TCP", "lab.test", "z9hG4bKws2"],
				["UDP", "192.0.2.7", "z9hG4bKws3"],
			],
		);
		equal(parseNameAddress(headers.get("To")!)?.tag, "90210x");
		deepEqual(
			[parseNameAddress(headers.get("From")!)?.displayName, parseNameAddress(headers.get("From")!)?.tag],
			['A \\"Tester"', "77q"],
		);
		deepEqual([headers.get("CSeq"), headers.get("Max-Forwards"), headers.get("Subject")], ["0009 INVITE", "0068", ""]);
		equal(headers.get("Newheader"), "of some value continued");
		const { parameters, displayName } = contact(message);
		deepEqual(
			[displayName, parameters?.get("newparam"), parameters?.get("secondparam"), parameters?.get("q")],
			['Quoted string ""', "newvalue", "", "0.33"],
		);
		ok(uriParameters(parseNameAddress(headers.get("Route")!)!.uri).has("unknown-no-value"));
	});

	it("§3.1.1.2 intmeth: unusual characters are read wherever they are allowed", () => {
		const method = "!strange-Method0123_*+`.%and'~";
		const uri = "sip:odd_user~(to-be!sure)&it's+$/?,/;;*:&pass=1,wei!rd*$@door.test";
		const message = readRequest(
			`${method} ${uri} SIP/2.0`,
			"Via: SIP/2.0/UDP lab.test;branch=z9hG4bK-.!%66*_+`'~",
			'To: "BEL:\\\x07 DEL:\\\x7f" <sip:1_odd~(to-be)@door.test>',
			"From: token1~` token2'+_ token3.!% <sip:tester@lab.test>;fromParam''~+*_!.-%=\"Öffnen\";tag=_token~1'+`*%!-.",
			"Call-ID: word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
			`CSeq: 7 ${method}`,
		);
		deepEqual([message.method, message.uri, parseUri(uri)?.user], [method, uri, "odd_user~(to-be!sure)&it's+$/?,/;;*"]);
		const from = parseNameAddress(message.headers.get("From")!);
		deepEqual(
			[from?.tag, from?.displayName, from?.parameters?.get("fromParam''~+*_!.-%")],
			["_token~1'+`*%!-.", "token1~` token2'+_ token3.!%", "Öffnen"],
		);
		equal(parseNameAddress(message.headers.get("To")!)?.displayName, "BEL:\x07 DEL:\x7f");
		equal(parseVia(message.headers.get("Via")!)?.branch, "z9hG4bK-.!%66*_+`'~");
	});

	it("§3.1.1.3 esc01: an escaped user is kept as it came, and equals the other spelling", () => {
		const message = readRequest(
			"INVITE sip:sips%3Abell%40lab.test@door.test SIP/2.0",
			"CSeq: 7 INVITE",
			"Contact: <sip:%62ell@lab.test;%6cr>",
		);
		equal(parseUri(message.uri)?.user, "sips%3Abell%40lab.test");
		equal(contact(message).uri.text, "sip:%62ell@lab.test;%6cr");
		ok(sameUri(parseUri("sip:%62ell@lab.test")!, parseUri("sip:bell@lab.test")!));
	});

	it("§3.1.1.4 escnull: an escaped NUL is kept as it came", () => {
		const message = readRequest(
			"REGISTER sip:door.test SIP/2.0",
			"CSeq: 7 REGISTER",
			"To: sip:null-%00-null@door.test",
			"Contact: <sip:%00@lab.test>, <sip:%00%00@lab.test>",
		);
		deepEqual(message.headers.all("Contact"), ["<sip:%00@lab.test>", "<sip:%00%00@lab.test>"]);
		equal(parseNameAddress(message.headers.get("To")!)?.uri.user, "null-%00-null");
	});

	it("§3.1.1.5 esc02: a percent sign outside of URIs is a percent sign", () => {
		const message = readRequest(
			"RE%47ISTER sip:door.test SIP/2.0",
			"CSeq: 7 RE%47ISTER",
			'From: "%Z%45" <sip:tester@lab.test>;tag=f',
			"Contact: <sip:alias1@lab.test>, <sip:alias2@lab.test>;p%61ra=x",
		);
		equal(message.method, "RE%47ISTER");
		equal(parseNameAddress(message.headers.get("From")!)?.displayName, "%Z%45");
		equal(parseNameAddress(message.headers.all("Contact")[1]!)?.parameters?.get("p%61ra"), "x");
	});

	it("§3.1.1.6 lwsdisp: no white space between name and < is read", () => {
		equal(
			parseNameAddress(readRequest("From: tester<sip:tester@lab.test>;tag=1").headers.get("From")!)?.displayName,
			"tester",
		);
	});

	it("§3.1.1.7 longreq: long values are read", () => {
		const long = (text: string, count: number) => text.repeat(count);
		const vias = Array.from({ length: 30 }, (_, index) => `SIP/2.0/UDP sip${index}.lab.test;branch=z9hG4bK${index}`);
		const message = readRequest(
			"INVITE sip:bell@door.test SIP/2.0",
			"CSeq: 7 INVITE",
			`Via: ${vias.join(",\r\n ")}`,
			`To: "A name which ${long("is very ", 20)}long" <sip:bell@door.test:5060;${long("long", 20)}=${long("x", 80)}>`,
			`From: <sip:${long("user", 40)}@lab.test>;tag=${long("12", 60)};${long("p", 60)}`,
			`Call-ID: ${long("id", 120)}@lab.test`,
			`Unknown-${long("Long", 12)}: ${long("value ", 60)}`,
			`Contact: <sip:${long("amazing", 20)}@lab.test>`,
		);
		equal(message.headers.all("Via").length, 30);
		equal(parseNameAddress(message.headers.get("From")!)?.tag?.length, 120);
		equal(contact(message).uri.user?.length, 140);
	});

	it("§3.1.1.8 dblreq: what follows Content-Length is cut off", () => {
		const message = read(`${datagram(["Content-Length: 0"])}INVITE sip:other@door.test SIP/2.0\r\n\r\n`);
		deepEqual([message.body, message.headers.get("CSeq")], ["", "7 OPTIONS"]);
	});

	it("§3.1.1.9 semiuri: semicolons before the @ belong to the user", () => {
		const message = readRequest("OPTIONS sip:user;par=u%40lab.test@door.test SIP/2.0");
		deepEqual([parseUri(message.uri)?.user, parseUri(message.uri)?.host], ["user;par=u%40lab.test", "door.test"]);
	});

	it("§3.1.1.10 transports: any transport in Via is read", () => {
		const message = readRequest(
			"Via: SIP/2.0/UDP t1.lab.test;branch=z9hG4bK1",
			...["SCTP", "TLS", "UNKNOWN", "TCP"].map((transport) => `v: SIP/2.0/${transport} t2.lab.test;branch=z9hG4bK2`),
		);
		deepEqual(
			message.headers.all("Via").map((via) => parseVia(via)?.transport),
			["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"],
		);
	});

	it("§3.1.1.11 mpart01: a multipart body is kept whole", () => {
		const body = "--7a9c\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9c\r\n\r\n\x01\x02\r\n--7a9c--\r\n";
		equal(read(datagram(["Content-Type: multipart/mixed;boundary=7a9c"], body)).body, body);
	});

	it("§3.1.1.12 unreason: any characters in a reason phrase are read", () => {
		const message = read(datagram(["SIP/2.0 200 = 2**3 * 5**2 но сто"]));
		ok(message.type === "response");
		equal(message.reason, "= 2**3 * 5**2 но сто");
	});

	it("§3.1.1.13 noreason: an empty reason phrase is read", () => {
		const message = read(datagram(["SIP/2.0 100 "]));
		ok(message.type === "response");
		deepEqual([message.status, message.reason], [100, ""]);
	});
});

describe("Torture, invalid messages (RFC 4475 §3.1.2)", () => {
	it("L30, §3.1.2.1 badinv01: separators too many in Via: dropped; in Contact: no Contact", () => {
		equal(parseMessage(datagram(["Via: SIP/2.0/UDP 192.0.2.15;;,;,,"])), undefined);
		equal(parseNameAddress(readRequest('Contact: "Joe" <sip:joe@lab.test>;;;;').headers.get("Contact")!), undefined);
	});

	it("§3.1.2.2 clerr: Content-Length beyond the datagram is refused", () => {
		equal(problem("Content-Length: 9999"), "Content-Length");
	});

	it("§3.1.2.3 ncl: a negative Content-Length is refused", () =>
		equal(problem("Content-Length: -999"), "Content-Length"));

	it("§3.1.2.4 scalar02: CSeq beyond 2^31 is refused, other large numbers do no harm", () => {
		equal(problem("CSeq: 36893488147419103232 OPTIONS"), "CSeq");
		readRequest("Max-Forwards: 300", "Expires: 10000000000", "Contact: <sip:bell@lab.test>;expires=280297596632815");
	});

	it("§3.1.2.5 scalarlg: a response with CSeq beyond 2^31 is dropped", () => {
		equal(
			parseMessage(
				datagram([
					"SIP/2.0 503 Unavailable",
					"CSeq: 9292394834772304023312 OPTIONS",
					"Retry-After: 949302838503028349304023988",
				]),
			),
			undefined,
		);
	});

	it("§3.1.2.6 quotbal: a quoted name without end is refused", () => {
		equal(problem('To: "A tester <sip:bell@door.test>'), "To");
		equal(problem('From: "A tester <sip:bell@door.test>;tag=1'), "From");
	});

	it("L30, §3.1.2.7 ltgtruri: a Request-URI in angle brackets is refused", () => {
		equal(problem("OPTIONS <sip:bell@door.test> SIP/2.0"), "Request-URI");
	});

	it("L30, §3.1.2.8 lwsruri: white space within the Request-URI is refused", () => {
		equal(problem("OPTIONS sip:bell@door.test; lr SIP/2.0"), "Request-URI");
	});

	it("§3.1.2.9 lwsstart: more than one space in the first line is refused", () => {
		equal(problem("OPTIONS  sip:bell@door.test  SIP/2.0"), "Request-URI");
	});

	it("§3.1.2.10 trws: white space at the end of the first line does no harm", () => {
		equal(readRequest("OPTIONS sip:bell@door.test SIP/2.0  ").uri, "sip:bell@door.test");
	});

	it("§3.1.2.11 escruri: headers in the Request-URI are refused", () => {
		equal(problem("OPTIONS sip:bell@door.test?Route=%3Csip:lab.test%3E SIP/2.0"), "Request-URI");
	});

	it("§3.1.2.12 baddate: a Date that is none does no harm", () => {
		equal(readRequest("Date: Fri, 01 Jan 2010 16:00:00 EST").headers.get("Date"), "Fri, 01 Jan 2010 16:00:00 EST");
	});

	it("§3.1.2.13 regbadct: a bare URI with headers is no Contact", () => {
		equal(
			parseNameAddress(readRequest("Contact: sip:bell@lab.test?Route=%3Csip:lab.test%3E").headers.get("Contact")!),
			undefined,
		);
	});

	it("§3.1.2.14 badaspec: spaces within the angle brackets do no harm", () => {
		const to = parseNameAddress(readRequest('To: "Tester, A." < sip:tester@lab.test >').headers.get("To")!);
		deepEqual([to?.displayName, to?.uri.user, to?.uri.host], ["Tester, A.", "tester", "lab.test"]);
	});

	it("§3.1.2.15 baddn: a name that ought to be quoted does no harm", () => {
		const from = parseNameAddress(readRequest("From: Tester, A. <sip:tester@lab.test>;tag=43").headers.get("From")!);
		deepEqual([from?.displayName, from?.tag], ["Tester, A.", "43"]);
	});

	it("L30, §3.1.2.16 badvers: another version is refused (505)", () => {
		equal(problem("OPTIONS sip:bell@door.test SIP/7.0"), "SIP version");
	});

	it("§3.1.2.17 mismatch01: another method in CSeq is refused", () => equal(problem("CSeq: 8 INVITE"), "CSeq"));

	it("§3.1.2.18 mismatch02: another method in CSeq is refused, of an unknown method too", () => {
		equal(problem("NEWMETHOD sip:bell@door.test SIP/2.0", "CSeq: 8 INVITE"), "CSeq");
	});

	it("§3.1.2.19 bigcode: a status beyond 699 is dropped", () => {
		equal(parseMessage(datagram(["SIP/2.0 4294967301 better not break"])), undefined);
	});
});

describe("Torture, beyond the parser (RFC 4475 §3.2 to §3.4)", () => {
	it("§3.2.1 badbranch: a branch of nothing but the magic cookie is read", () => {
		equal(parseVia(readRequest("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK").headers.get("Via")!)?.branch, "z9hG4bK");
	});

	it("L30, §3.3.1 insuf: dropped without Call-ID, From or To, for no answer can be made", () => {
		const [first, via, ...others] = FRAME;
		for (const name of ["Call-ID", "From", "To"]) {
			const lines = [first, via, ...others.filter((line) => !line.startsWith(name))];
			equal(parseMessage(`${lines.join("\r\n")}\r\n\r\n`), undefined);
		}
	});

	it("§3.3.2 unkscm: a Request-URI of an unknown scheme is left to the user agent (416)", () => {
		equal(
			readRequest("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0").uri,
			"nobodyKnowsThisScheme:totallyopaquecontent",
		);
		equal(parseUri("nobodyKnowsThisScheme:totallyopaquecontent"), undefined);
	});

	it("§3.3.3 novelsc: a known scheme that is not ours is left to the user agent (416)", () => {
		equal(readRequest("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0").uri, "soap.beep://192.0.2.103:3002");
	});

	it("§3.3.4 unksm2: other schemes in From, To and Contact are read", () => {
		const message = readRequest(
			"To: isbn:2983792873",
			"From: <http://www.lab.test>;tag=3234233",
			"Contact: <name:John_Smith>",
		);
		equal(parseNameAddress(message.headers.get("To")!)?.uri.scheme, "isbn");
		equal(parseNameAddress(message.headers.get("From")!)?.tag, "3234233");
		equal(contact(message).uri.text, "name:John_Smith");
	});

	it("§3.3.5 bext01: required extensions are read for the user agent (420)", () => {
		const message = readRequest(
			"Require: nothingSupportsThis, nothingSupportsThisEither",
			"Proxy-Require: noProxiesSupportThis",
		);
		deepEqual(message.headers.all("Require"), ["nothingSupportsThis", "nothingSupportsThisEither"]);
	});

	it("§3.3.6 invut: an unknown Content-Type is read for the user agent (415)", () => {
		equal(
			read(datagram(["Content-Type: application/unknownformat"], "<audio>\r\n</audio>")).headers.get("Content-Type"),
			"application/unknownformat",
		);
	});

	it("§3.3.7 regaut01: unknown credentials are read as they are", () => {
		equal(
			readRequest("Authorization: NoOneKnowsThisScheme opaque-data=here, more").headers.all("Authorization").length,
			1,
		);
	});

	it("§3.3.8 multi01: headers that may be there once and are there twice are refused", () => {
		for (const [name, line] of [
			["CSeq", "cseq: 5 OPTIONS"],
			["Call-ID", "i: other@lab.test"],
			["Max-Forwards", "max-forwards: 5"],
			["To", "t: <sip:other@door.test>"],
			["From", "f: <sip:other@lab.test>;tag=2"],
		] as const) {
			equal(problem(line), name);
		}
	});

	it("§3.3.9 mcl01: two values of Content-Length are refused", () => {
		equal(problem("Content-Length: 0", "l: 5"), "Content-Length");
	});

	it("§3.3.10 bcast: a response whose Via is not ours is left to the transactions", () => {
		const message = read(
			datagram([
				"SIP/2.0 200 OK",
				"Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1",
				"v: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK2",
			]),
		);
		deepEqual(
			message.headers.all("Via").map((via) => parseVia(via)?.host),
			["192.0.2.198", "255.255.255.255"],
		);
	});

	it("§3.3.11 zeromf: Max-Forwards 0 is read", () =>
		equal(readRequest("Max-Forwards: 0").headers.get("Max-Forwards"), "0"));

	it("§3.3.12 cparam01: a parameter after a bare Contact is the header's", () => {
		const { uri, parameters } = contact(readRequest("Contact: sip:bell@lab.test;unknownparam"));
		deepEqual([uriParameters(uri).has("unknownparam"), parameters?.has("unknownparam")], [false, true]);
	});

	it("L38, §3.3.13 cparam02: a parameter within the angle brackets is the URI's", () => {
		const { uri, parameters } = contact(readRequest("Contact: <sip:bell@lab.test;unknownparam>"));
		deepEqual([uriParameters(uri).has("unknownparam"), parameters], [true, undefined]);
	});

	it("§3.3.14 regescrt: headers within the angle brackets are the URI's", () => {
		const { uri } = contact(readRequest("Contact: <sip:bell@lab.test?Route=%3Csip:proxy.lab.test%3E>"));
		deepEqual([uri.host, uriHeaders(uri)], ["lab.test", "Route=%3Csip:proxy.lab.test%3E"]);
	});

	it("§3.3.15 sdp01: an Accept without application/sdp is read for the user agent (406)", () => {
		deepEqual(readRequest("Accept: text/nobodyKnowsThis").headers.all("Accept"), ["text/nobodyKnowsThis"]);
	});

	it("§3.4.1 inv2543: an INVITE of RFC 2543 is read: no branch, no tag, no Max-Forwards", () => {
		const lines = [
			"INVITE sip:bell@door.test SIP/2.0",
			"Via: SIP/2.0/UDP iftgw.lab.test:5060",
			"From: <sip:+3013794@lab.test;user=phone>",
			"Record-Route: <sip:bell@door.test;maddr=lab.test>",
			"To: sip:bell@door.test",
			"Call-ID: 1717@ift.lab.test",
			"CSeq: 56 INVITE",
		];
		const { headers } = read(`${lines.join("\r\n")}\r\n\r\n`);
		deepEqual(
			[parseVia(headers.get("Via")!)?.branch, parseNameAddress(headers.get("From")!)?.tag],
			[undefined, undefined],
		);
	});
});

describe("Torture with IPv6 (RFC 5118 §4)", () => {
	const place = (text: string) => [parseUri(text)?.host, parseUri(text)?.port];
	const via = (text: string) => parseVia(readRequest(`Via: SIP/2.0/UDP ${text}`).headers.get("Via")!);

	it("§4.1 ipv6-good: references in Request-URI, Via and Contact are read", () => {
		const message = readRequest(
			"REGISTER sip:[2001:db8::10] SIP/2.0",
			"CSeq: 98176 REGISTER",
			"Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111",
			'Contact: "Caller" <sip:caller@[2001:db8::1]>',
		);
		deepEqual(place(message.uri), ["[2001:db8::10]", undefined]);
		equal(contact(message).uri.host, "[2001:db8::1]");
	});

	it("§4.2 ipv6-bad: an address without brackets is refused", () => {
		equal(problem("OPTIONS sip:2001:db8::10 SIP/2.0"), "Request-URI");
		equal(problem("OPTIONS sip:bell@2001:db8:0:0:0:0:0:10 SIP/2.0"), "Request-URI");
	});

	it("§4.3 port-ambiguous: what stands within the brackets is the address", () => {
		deepEqual(place(readRequest("OPTIONS sip:[2001:db8::10:5070] SIP/2.0").uri), ["[2001:db8::10:5070]", undefined]);
	});

	it("§4.4 port-unambiguous: what stands behind them is the port", () => {
		deepEqual(place(readRequest("OPTIONS sip:[2001:db8::10]:5070 SIP/2.0").uri), ["[2001:db8::10]", 5070]);
	});

	it("F17, §4.5 via-received-param: received is read with brackets and without", () => {
		for (const address of ["[2001:db8::9:255]", "2001:db8::9:255"]) {
			const hop = via(`[2001:db8::9:1];received=${address};branch=z9hG4bK1`)!;
			equal(viaParameters(hop).get("received"), address);
		}
	});

	it("§4.6 ipv6-in-sdp, §4.8 mult-ip-in-sdp: the body is kept as it is", () => {
		const body = "v=0\r\no=assistant 97 8391 IN IP6 2001:db8::20\r\nc=IN IP6 2001:db8::20\r\nc=IN IP4 192.0.2.1\r\n";
		equal(read(datagram(["Content-Type: application/sdp"], body)).body, body);
	});

	it("§4.7 mult-ip-in-header: both families in one list are read", () => {
		const message = readRequest(
			"Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bK1",
			"v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2, SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK3;received=192.0.2.200",
		);
		deepEqual(
			message.headers.all("Via").map((value) => parseVia(value)?.host),
			["[2001:db8::9:1]", "192.0.2.1", "[2001:db8::9:255]"],
		);
	});

	it("§4.9 ipv4-mapped-ipv6: mapped addresses are read", () => {
		deepEqual(
			[via("[::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19")?.host, via("[::ffff:192.0.2.10]:19823")?.port],
			["[::ffff:192.0.2.10]", 19823],
		);
	});

	it("§4.10 ipv6-bug-abnf-3-colons, ipv6-correct-abnf-2-colons: both are read and kept as they came", () => {
		for (const uri of ["sip:bell@[2001:db8:::192.0.2.1]", "sip:bell@[2001:db8::192.0.2.1]"]) {
			const message = readRequest(`OPTIONS ${uri} SIP/2.0`);
			equal(message.uri, uri);
			ok(formatMessage(message).startsWith(`OPTIONS ${uri} SIP/2.0\r\n`));
			equal(parseUri(uri)?.text, uri);
		}
	});
});
