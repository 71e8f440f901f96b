import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { canonicalName } from "../../modules/sip/header-name.ts";
import { Headers, parseHeaders, parseTidyHeaders, VALUE_LIMIT } from "../../modules/sip/headers.ts";
import { SKIP_LIMIT } from "../../modules/sip/quoting.ts";

function headers(...lines: readonly string[]): Headers {
	return parseHeaders(["", ...lines]);
}

describe("Header fields (RFC 3261 §7.3)", () => {
	it("are found by their usual spelling, whatever the wire has", () => {
		const read = headers("call-id: 1", "CSEQ: 2 BYE", "www-Authenticate: Digest", "x-door: open", "MIME-VERSION: 1.0");
		equal(read.get("Call-ID"), "1");
		equal(read.get("CSeq"), "2 BYE");
		equal(read.get("WWW-Authenticate"), "Digest");
		equal(read.get("X-Door"), "open");
		equal(read.get("MIME-Version"), "1.0");
		equal(read.get("From"), undefined);
		equal(read.count, 5);
	});

	it("have compact forms (RFC 3261 §7.3.3)", () => {
		const compact: Readonly<Record<string, string>> = {
			a: "Accept-Contact",
			b: "Referred-By",
			c: "Content-Type",
			d: "Request-Disposition",
			e: "Content-Encoding",
			f: "From",
			i: "Call-ID",
			j: "Reject-Contact",
			k: "Supported",
			l: "Content-Length",
			m: "Contact",
			o: "Event",
			r: "Refer-To",
			s: "Subject",
			t: "To",
			u: "Allow-Events",
			v: "Via",
			x: "Session-Expires",
			y: "Identity",
		};
		for (const [letter, name] of Object.entries(compact)) {
			equal(headers(`${letter}: x`).get(name), "x");
			equal(headers(`${letter.toUpperCase()}:x`).get(name), "x");
		}
	});

	it("L12: have any white space around their values", () => {
		equal(headers("Content-Length:  244").get("Content-Length"), "244");
		equal(headers("Subject :ring  ").get("Subject"), "ring");
		equal(headers("Subject:").get("Subject"), "");
	});

	it("that are none are passed over (RFC 3261 §8.2)", () => {
		equal(
			headers("no colon", ": no name", "bad name: x", "b(d: x", `${"x".repeat(65)}: x`, "To: ok").toString(),
			"To: ok\r\n",
		);
		equal(headers("Tox").count, 0);
		equal(
			parseTidyHeaders(["", "Tox", "Subject:", "To:<sip:a@b.test>"]).toString(),
			"Subject: \r\nTo: <sip:a@b.test>\r\n",
		);
	});

	it("S3: keep the order of their values", () => {
		const read = headers(
			"Via: a, b",
			"Via: c",
			"Record-Route: <sip:p1;lr>",
			"Via: d",
			"Record-Route: <sip:p2;lr>,<sip:p3;lr>",
		);
		deepEqual(read.all("Via"), ["a", "b", "c", "d"]);
		deepEqual(read.all("Record-Route"), ["<sip:p1;lr>", "<sip:p2;lr>", "<sip:p3;lr>"]);
		equal(read.get("Via"), "a");
	});

	it("are split at commas outside of quotation marks and angle brackets", () => {
		const contacts = '"Door, front" <sip:a,b@c.test>;x="1,2\\",3" , <sip:d@e.test>,sip:f@g.test;q=0.5';
		deepEqual(headers(`Contact: ${contacts}`).all("Contact"), [
			'"Door, front" <sip:a,b@c.test>;x="1,2\\",3"',
			"<sip:d@e.test>",
			"sip:f@g.test;q=0.5",
		]);
		deepEqual(headers("Allow: INVITE,ACK, ,BYE,").all("Allow"), ["INVITE", "ACK", "BYE"]);
	});

	it("stay whole from where they cannot be understood", () => {
		deepEqual(headers('Contact: <sip:a>, "b, c').all("Contact"), ["<sip:a>", '"b, c']);
		deepEqual(headers("Contact: <sip:a>, <sip:b, c").all("Contact"), ["<sip:a>", "<sip:b, c"]);
		const quotes = '""'.repeat(SKIP_LIMIT + 1);
		deepEqual(headers(`Contact: ${quotes},b`).all("Contact"), [`${quotes},b`]);
	});

	it("with one value are never split at commas", () => {
		const date = "Sat, 13 Nov 2010 23:29:00 GMT";
		const challenge = 'Digest realm="a", nonce="b", qop="auth"';
		const from = "Müller, Anna <sip:a@b.test>";
		const read = headers(
			`Date: ${date}`,
			`WWW-Authenticate: ${challenge}`,
			`WWW-Authenticate: ${challenge}`,
			`From: ${from}`,
		);
		deepEqual(read.all("Date"), [date]);
		equal(read.get("Date"), date);
		deepEqual(read.all("WWW-Authenticate"), [challenge, challenge]);
		equal(read.get("WWW-Authenticate"), challenge);
		equal(read.get("From"), from);
		ok(read.repeats("WWW-Authenticate"));
		ok(!read.repeats("Date"));
	});

	it("without a value are empty lists", () => {
		deepEqual(headers("Supported:").all("Supported"), []);
		deepEqual(headers("Via: ,").all("Via"), []);
		equal(headers("Via: ,").get("Via"), undefined);
		deepEqual(headers().all("Via"), []);
	});

	it("have a limited number of values", () => {
		const many = Array.from({ length: VALUE_LIMIT + 5 }, (_, index) => `v${index}`);
		equal(headers(`Via: ${many.join(",")}`).all("Via").length, VALUE_LIMIT);
		equal(headers(...many.map((value) => `Via: ${value}`)).all("Via").length, VALUE_LIMIT);
		equal(headers(`Contact: ${many.map((value) => `<${value}>`).join(",")}`).all("Contact").length, VALUE_LIMIT);
	});

	it("are added, replaced, put first and removed", () => {
		const built = new Headers();
		built.add("To", "t");
		built.add("Route", "r1");
		built.add("Route", "r2");
		built.add("Route", "r3");
		built.prepend("Via", "v2");
		built.prepend("Via", "v1");
		built.prepend("Via", "v0");
		built.add("Subject", "s");
		built.set("To", "u");
		built.set("From", "f");
		built.delete("Subject");
		built.delete("Contact");
		equal(
			built.toString(),
			"Via: v0\r\nVia: v1\r\nVia: v2\r\nTo: u\r\nRoute: r1\r\nRoute: r2\r\nRoute: r3\r\nFrom: f\r\n",
		);
		built.set("Route", "only");
		deepEqual(built.all("Route"), ["only"]);
	});

	it("are copied from another message just as they stand there", () => {
		const source = headers("Via: a ,b", "Via: c");
		const copy = new Headers();
		copy.copy("Via", source);
		copy.copy("To", source);
		copy.add("Via", "d");
		equal(copy.toString(), "Via: a ,b\r\nVia: c\r\nVia: d\r\n");
		deepEqual(source.all("Via"), ["a", "b", "c"]);
	});

	it("refuse values that would become two", () => {
		const built = new Headers();
		for (const value of ["a\nVia: b", "a\rb"]) {
			throws(() => built.add("To", value), RangeError);
			throws(() => built.set("To", value), RangeError);
			throws(() => built.prepend("To", value), RangeError);
		}
		built.add("To", "t");
		throws(() => built.add("To", "a\n"), RangeError);
		throws(() => built.prepend("To", "a\n"), RangeError);
		equal(built.toString(), "To: t\r\n");
	});

	it("are read in the same way tidy or not", () => {
		const lines = ["", "Via: a, b", "f: c", "Via: d", "X-y: z", "To:e", "no colon: ", "Subject: a: b", ""];
		equal(parseTidyHeaders(lines).toString(), parseHeaders(lines).toString());
	});
});

describe("Header name (RFC 3261 §7.3.1)", () => {
	it("has one spelling", () => {
		equal(canonicalName("v"), "Via");
		equal(canonicalName("RECORD-ROUTE "), "Record-Route");
		equal(canonicalName("x-WhatEver"), "X-Whatever");
		equal(canonicalName("p-asserted-identity"), "P-Asserted-Identity");
		equal(canonicalName(""), undefined);
		equal(canonicalName("a b"), undefined);
	});
});
