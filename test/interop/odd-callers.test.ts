import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Datagrams } from "./datagrams.ts";
import { header, responseTo, startDoorbell } from "./doorbell.ts";
import { runSipp, startSipp } from "./sipp.ts";
import { ends, leave } from "./sipp-peer.ts";

const INVITE = /^INVITE /;
const BYE = /^BYE /;
const ANSWER = responseTo("INVITE", 200);

describe("SIPp calls the doorbell by its own lights", () => {
	it("retransmits-everything: X9 a copy is no new call, no new key and no new end: it draws the response again", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "retransmits-everything", target: doorbell.address }));
		await doorbell.waitForState("UNCONFIGURED");
		equal(doorbell.lines.filter((line) => line === "[INFO] Incoming call detected").length, 1);
		equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, 1);
		for (const method of ["INFO", "BYE"]) {
			const answers = doorbell.sent(responseTo(method, 200));
			equal(answers.length, 2);
			equal(answers[0]!.text, answers[1]!.text);
		}
		deepEqual(doorbell.states.slice(1), ["RINGING", "CONNECTED", "UNCONFIGURED"]);
	});

	it("splits-vias: S3 every Via comes back, in its order, whether it had a line of its own or not", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "splits-vias", target: doorbell.address }));
		const vias = valuesOf(doorbell.sent(ANSWER)[0]!.text, "Via");
		equal(vias.length, 3);
		match(vias[0]!, /;rport=\d+/);
		match(vias[1]!, /^SIP\/2\.0\/TCP 10\.0\.0\.7:5061;branch=z9hG4bKproxy;received=10\.0\.0\.8$/);
		match(vias[2]!, /^SIP\/2\.0\/TLS phone\.example *;branch=z9hG4bKphone$/);
	});

	it("writes-ipv6: F17 addresses in brackets are read and come back in the Vias as they were", async () => {
		const doorbell = startDoorbell();
		const options = { scenario: "writes-ipv6", target: doorbell.address, keys: { six: "[2001:db8::9:1]" } };
		await ends(runSipp(options));
		const [first, second] = valuesOf(doorbell.sent(ANSWER)[0]!.text, "Via");
		match(first!, /^SIP\/2\.0\/UDP \[2001:db8::9:1\]:\d+;branch=\S+;received=127\.0\.0\.1/);
		equal(second, "SIP/2.0/UDP [2001:db8::9:1]:5070;branch=z9hG4bKsix;received=2001:db8::1");
	});

	it("routes-calls: S4 S7 the route comes back in 18x and 2xx, and BYE goes along it", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "routes-calls", target: doorbell.address });
		await doorbell.waitForReceived(/^ACK /);
		await leave(doorbell, peer);
		const routes = [`<sip:127.0.0.1:${peer.port};lr;r=1>`, "<sip:10.8.8.8;lr>"];
		for (const answer of [doorbell.sent(responseTo("INVITE", 180))[0]!, doorbell.sent(ANSWER)[0]!]) {
			deepEqual(valuesOf(answer.text, "Record-Route"), routes);
		}
		const [bye] = doorbell.sent(BYE);
		match(bye!.text, /^BYE sip:peer@127\.0\.0\.1:9 /);
		deepEqual(valuesOf(bye!.text, "Route"), routes);
	});

	it("has-odd-contact: L19 L38 unknown parameters of a Contact come back in the Request-URI, byte for byte", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "has-odd-contact", target: doorbell.address });
		await doorbell.waitForReceived(/^ACK /);
		await leave(doorbell, peer);
		const uri = `sip:peer-0x55e4%20x@127.0.0.1:${peer.port};gr=urn:uuid:f81d4fae;ob;x-route=a%2Cb`;
		ok(doorbell.sent(BYE)[0]!.text.startsWith(`BYE ${uri} SIP/2.0\r\n`));
	});

	it("authorizes-unasked: L20 credentials that nobody asked for do no harm", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "authorizes-unasked", target: doorbell.address }));
		equal(doorbell.sent(ANSWER).length, 1);
	});

	it("supports-much: F16 A4 what a caller only supports changes nothing", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "supports-much", target: doorbell.address }));
		const [ringing] = doorbell.sent(responseTo("INVITE", 180));
		equal(header(ringing!, "Require") + header(ringing!, "RSeq"), "");
		for (const answer of doorbell.sent(/^SIP\/2\.0 /)) ok(!/100rel|replaces|gruu/.test(header(answer, "Supported")));
	});

	it("requires-unknown: F16 an extension that is required and unknown is named in the 420", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "requires-unknown", target: doorbell.address }));
		ok(!doorbell.lines.includes("[INFO] Incoming call detected"));
	});

	it("writes-compactly: L12 short names, names in odd case, and white space wherever it may stand, are read", () =>
		isRead("writes-compactly"));

	it("folds-headers: L12 header fields that go on in the next line are read", () => isRead("folds-headers"));

	it("writes-much: E10 a call of 4 kB is answered, and the answer does not grow with it", async () => {
		const doorbell = startDoorbell();
		const keys = { long: "x".repeat(2000) };
		await ends(runSipp({ scenario: "writes-much", target: doorbell.address, keys }));
		ok(doorbell.received(INVITE)[0]!.text.length > 4000);
		ok(doorbell.sent(ANSWER)[0]!.text.length < 1300);
	});

	it("sends-message: X9 what is no call is refused with what the doorbell takes", () => isRefused("sends-message"));

	it("sends-notify: X9 news that nobody asked for belong to no call", () => isRefused("sends-notify"));

	it("sends-subscribe: X9 who wants to be told is refused alike", () => isRefused("sends-subscribe"));
});

async function isRead(scenario: string): Promise<void> {
	const doorbell = startDoorbell();
	await ends(runSipp({ scenario, target: doorbell.address }));
	ok(doorbell.lines.includes("[INFO] A Peer (peer) is calling"));
	match(header(doorbell.sent(/^SIP\/2\.0 200 .* INVITE\r\n/s)[0]!, "Via"), /;rport=\d+/);
}

async function isRefused(scenario: string): Promise<void> {
	const doorbell = startDoorbell();
	await ends(runSipp({ scenario, target: doorbell.address }));
	deepEqual(doorbell.states, ["UNCONFIGURED"]);
}

describe("Datagrams that no peer should send", () => {
	it("S13: bare line ends, which keep a path through a NAT open, are passed over", () => isPassedOver("\r\n\r\n"));

	it("X5: a request without Via, which nobody could answer, is passed over", () => isPassedOver(request("")));

	it("E10: 60 kB are passed over", () => isPassedOver(request("large", [`X-Long: ${"x".repeat(60_000)}`])));

	it("L31: bytes that are no text are passed over", () => isPassedOver("\0\xff\xfe\x01".repeat(50)));

	it("L34: lines that end with a bare line feed are read", async () => {
		const peer = await Datagrams.open(startDoorbell());
		peer.send(request("bare").replaceAll("\r\n", "\n"));
		await peer.waitFor(/^SIP\/2\.0 200 .*branch=z9hG4bKbare/s);
	});

	it("L30: a Request-URI in angle brackets is refused with 400", async () => {
		const peer = await Datagrams.open(startDoorbell());
		peer.send(request("brackets").replace("sip:bell@127.0.0.1 ", "<sip:bell@127.0.0.1> "));
		await peer.waitFor(/^SIP\/2\.0 400 .*branch=z9hG4bKbrackets/s);
	});

	it("L30: another version of SIP is refused with 505", async () => {
		const peer = await Datagrams.open(startDoorbell());
		peer.send(request("seven").replace(" SIP/2.0\r\n", " SIP/7.0\r\n"));
		await peer.waitFor(/^SIP\/2\.0 505 .*branch=z9hG4bKseven/s);
	});
});

function request(branch: string, lines: readonly string[] = []): string {
	return [
		"OPTIONS sip:bell@127.0.0.1 SIP/2.0",
		...(branch === "" ? [] : [`Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK${branch}`]),
		"From: <sip:peer@127.0.0.1>;tag=1",
		"To: <sip:bell@127.0.0.1>",
		`Call-ID: datagram-${branch}`,
		"CSeq: 1 OPTIONS",
		...lines,
		"Content-Length: 0",
		"",
		"",
	].join("\r\n");
}

/** It draws nothing, and what comes after it is answered. */
async function isPassedOver(datagram: string): Promise<void> {
	const peer = await Datagrams.open(startDoorbell());
	peer.send(datagram);
	peer.send(request("after"));
	await peer.waitFor(/^SIP\/2\.0 200 .*branch=z9hG4bKafter/s);
	equal(peer.received.length, 1);
}

/** All values of a header field that stands in lines of its own. */
function valuesOf(text: string, name: string): string[] {
	return [...text.matchAll(new RegExp(`^${name}: (.*)\r$`, "gm"))].map(([, value]) => value!);
}
