import { deepEqual, equal, ok } from "node:assert/strict";
import {
	formatNameAddress,
	isNameAddress,
	type NameAddress,
	parseNameAddress,
} from "../../modules/sip/name-address.ts";
import { PARAMETER_LIMIT, parseParameters } from "../../modules/sip/parameters.ts";
import { ESCAPE_LIMIT } from "../../modules/sip/quoting.ts";
import { sameUri, uriParameters } from "../../modules/sip/uri.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { mutate } from "./mutation.ts";

/** Makes a text so long that it is not read at a glance. */
const LONG = `;long=${"1".repeat(200)}`;

function read(text: string): NameAddress {
	const parsed = parseNameAddress(text);
	ok(parsed, text);
	return parsed;
}

function parts(text: string): unknown[] {
	const { displayName, uri, tag, parameters } = read(text);
	return [displayName, uri.text, `${parameters ?? (tag === undefined ? "" : `;tag=${tag}`)}`];
}

describe("Name-address (RFC 3261 §20.10)", () => {
	it("has a name in quotation marks, without, or none", () => {
		deepEqual(parts('"Front door" <sip:bell@door.test>;tag=a1'), ["Front door", "sip:bell@door.test", ";tag=a1"]);
		deepEqual(parts("Front door <sip:bell@door.test>"), ["Front door", "sip:bell@door.test", ""]);
		deepEqual(parts("<sip:bell@door.test;lr>;tag=a1;x"), ["", "sip:bell@door.test;lr", ";tag=a1;x"]);
		deepEqual(parts('"" <sip:bell@door.test>'), ["", "sip:bell@door.test", ""]);
	});

	it("L35: gives the parameters after a bare URI to the header", () => {
		const { uri, tag } = read("sip:pinger@door.test;tag=uloc-5f;x=1");
		equal(uri.text, "sip:pinger@door.test");
		equal(uriParameters(uri).get("tag"), undefined);
		equal(tag, "uloc-5f");
		deepEqual(parts("sip:pinger@door.test ; tag = 7"), ["", "sip:pinger@door.test", ";tag=7"]);
	});

	it("L36: takes tags as opaque", () => {
		equal(
			read("<sip:a@b.test>;tag=b27e1a1d33761e85846fc98f5f3a7e58.9c52").tag,
			"b27e1a1d33761e85846fc98f5f3a7e58.9c52",
		);
		equal(read("<sip:a@b.test>;TAG=x").tag, "x");
		equal(read("<sip:a@b.test>").tag, undefined);
	});

	it("undoes escapes in a quoted name", () => {
		equal(read('"a \\"b\\" \\\\ c" <sip:a@b.test>').displayName, 'a "b" \\ c');
		equal(read('"\\\\\\"" <sip:a@b.test>').displayName, '\\"');
		equal(read('"ends with \\\\" <sip:a@b.test>').displayName, "ends with \\");
		equal(read('"\\a\\b" <sip:a@b.test>').displayName, "ab");
	});

	it("may have angle brackets, commas and semicolons in its quoted name", () => {
		deepEqual(parts('"<a>, b; \\"c\\"" <sip:a@b.test>;tag=1'), ['<a>, b; "c"', "sip:a@b.test", ";tag=1"]);
	});

	it("takes a name that ought to be quoted", () => {
		equal(read("Müller, Küche <sip:a@b.test>").displayName, "Müller, Küche");
		equal(read("Anna<sip:a@b.test>").displayName, "Anna");
	});

	it("is not read when it is malformed", () => {
		for (const text of [
			"",
			"*",
			"nobody",
			"sip:a@b.test?Subject=x",
			'"open <sip:a@b.test>',
			'"ends with \\" <sip:a@b.test>',
			`"${"\\x".repeat(ESCAPE_LIMIT)}" <sip:a@b.test>`,
			'a "b" <sip:a@b.test>',
			'"name" sip:a@b.test',
			"<sip:a@b.test",
			"<sip:a@b.test>tag=1",
			"<sip:a@b.test>;;tag=1",
			'<sip:a@b.test>;x="open',
			'<sip:a@b.test>;x="a"b',
			'<sip:a@b.test>;x=a"b"',
			'<sip:a@b.test>;"x"=1',
			"<sip:a@b.test>; ;x",
			"sip:a@b.test;;tag=1",
		]) {
			equal(parseNameAddress(text), undefined, text);
		}
	});

	it("has an opaque URI for other schemes", () => {
		const { uri } = read("<http://door.test/bell>;tag=1");
		deepEqual([uri.scheme, uri.user, uri.host, uri.text], ["http", undefined, "", "http://door.test/bell"]);
	});

	it("has a URI without scheme and host when it cannot be read", () => {
		const { uri } = read("<sip:bell@>;tag=1");
		deepEqual([uri.scheme, uri.host, uri.text], ["", "", "sip:bell@"]);
		ok(sameUri(uri, read("<sip:bell@>").uri));
		ok(!sameUri(uri, read("<sip:gate@>").uri));
	});

	it("is formatted with its name quoted, on one line", () => {
		equal(formatNameAddress("", "sip:a@b.test"), "<sip:a@b.test>");
		equal(formatNameAddress("Bell", "sip:a@b.test", "t1"), '"Bell" <sip:a@b.test>;tag=t1');
		equal(formatNameAddress('Tür "1"\\\r\nVia: x\0', "sip:a@b.test"), '"Tür \\"1\\"\\\\  Via: x\0" <sip:a@b.test>');
	});

	it("survives formatting and reading", () => {
		for (const name of ["Bell", "Haustür, links", '"', "\\", '\\"', "a <b>", "😀"]) {
			equal(read(formatNameAddress(name, "sip:a@b.test", "t")).displayName, name);
		}
	});
});

describe("Parameters (RFC 3261 §25.1)", () => {
	const list = (text: string) => {
		const parameters = parseParameters(text);
		ok(parameters, text);
		return parameters;
	};

	it("are found whatever the case of their names", () => {
		const parameters = list(";Branch=z9hG4bK1;rport;ttl=");
		equal(parameters.get("branch"), "z9hG4bK1");
		equal(parameters.get("RPORT"), "");
		equal(parameters.get("ttl"), "");
		equal(parameters.get("bran"), undefined);
		ok(parameters.has("rport"));
		ok(!parameters.has(""));
		ok(!list("").has("rport"));
		deepEqual(parameters.names, ["Branch", "rport", "ttl"]);
	});

	it("have values without quotation marks", () => {
		const parameters = list(';a="b;c, \\"d\\"";e="" ; f = g');
		equal(parameters.get("a"), 'b;c, "d"');
		equal(parameters.get("e"), "");
		equal(parameters.get("f"), "g");
		equal(parameters.toString(), ';a="b;c, \\"d\\"";e="";f=g');
	});

	it("are quoted when they have to be", () => {
		const parameters = list(";a=1");
		parameters.set("b", "x y");
		parameters.set("received", "[2001:db8::1]");
		parameters.set("c", 'say "hi"; bye');
		equal(parameters.toString(), ';a=1;b="x y";received=[2001:db8::1];c="say \\"hi\\"; bye"');
		equal(parameters.get("c"), 'say "hi"; bye');
	});

	it("keep their order when they are changed", () => {
		const parameters = list(";a=1;rport;b=2");
		parameters.set("RPORT", "5060");
		parameters.set("received", "192.0.2.1");
		equal(parameters.toString(), ";a=1;RPORT=5060;b=2;received=192.0.2.1");
	});

	it("may end with a semicolon too many", () => {
		equal(list(";a=1;").get("a"), "1");
		equal(list(' ;a="1";').get("a"), "1");
		const parameters = list(";a=1;");
		deepEqual(parameters.names, ["a"]);
		parameters.set("b", "2");
		parameters.set("a", "3");
		equal(parameters.toString(), ";a=3;b=2");
		const none = list("");
		none.set("a");
		equal(none.toString(), ";a");
	});

	it("are limited in number", () => {
		const text = Array.from({ length: PARAMETER_LIMIT + 1 }, (_, index) => `;p${index}=${index}`).join("");
		equal(list(text).get(`p${PARAMETER_LIMIT - 1}`), `${PARAMETER_LIMIT - 1}`);
		equal(list(text).get(`p${PARAMETER_LIMIT}`), undefined);
	});

	it("are not read when they are malformed", () => {
		for (const text of ["a=1", "a;b", ";;", ";a;;b", '; ;a="1"', ";=1 ", ';a="'])
			equal(parseParameters(text), undefined, text);
	});
});

describe("Name-addresses from anywhere", () => {
	it("are the same at a glance and when they are looked at closely: 10,000 mutations", () => {
		const usual = ['"Kitchen" <sip:**610@fritz.box>;tag=8A9B', "<sip:bell@192.0.2.7:5060>;tag=1f-a", "<sip:b.test;lr>"];
		const random = new SeededRandom("usual name-addresses");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const text = mutate(usual[count % usual.length]!, random)
				.replaceAll(/[\r\n\t]/g, "")
				.trimEnd();
			if (text.endsWith(";")) continue;
			const closely = parseNameAddress(`${text}${LONG}`);
			const glance = parseNameAddress(text);
			equal(glance === undefined, closely === undefined, text);
			if (!glance || !closely) continue;
			taken += 1;
			deepEqual([glance.displayName, glance.tag, glance.uri], [closely.displayName, closely.tag, closely.uri], text);
		}
		ok(taken > 1000, `${taken}`);
	});

	const seeds = [
		'"Front \\"door\\"" <sip:bell:pass@[2001:db8::1]:5060;lr;x=1?a=b&c=d>;tag=a1;q="0,5";z',
		'"Kitchen" <sip:**610@fritz.box>;tag=8A9B',
		"<sip:bell@fritz.box>;tag=1",
		"sip:bell%20@fritz.box;tag=1 ; b = c",
	];

	it("never throw, and are the same after formatting and reading: 10,000 mutations", () => {
		const random = new SeededRandom("name-addresses");
		let taken = 0;
		for (let count = 0; count < 10_000; count++) {
			const text = mutate(seeds[count % seeds.length]!, random)
				.replaceAll(/[\r\n\t]/g, "")
				.trim();
			const parsed = parseNameAddress(text);
			equal(isNameAddress(text), parsed !== undefined, text);
			if (!parsed) continue;
			taken += 1;
			const { uri, parameters, displayName } = parsed;
			for (const name of parameters?.names ?? []) ok(parameters?.has(name), text);
			ok(sameUri(uri, { ...uri }), text);
			if (uri.scheme === "") continue;
			const again = read(`${formatNameAddress(displayName, uri.text)}${parameters ?? ""}`);
			deepEqual([again.displayName, again.uri.text], [displayName, uri.text], text);
		}
		ok(taken > 1000, `${taken}`);
	});
});
