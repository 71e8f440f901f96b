import { equal } from "node:assert/strict";
import { ladderHead, ladderLine } from "../../simulator/ladder.ts";

const HEADERS = [
	"Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1;rport",
	"From: <sip:doorbell@pbx>;tag=1",
	"Call-ID: 1",
] as const;

/** A message with these lines, and what all messages have. */
function message(start: string, method: string, ...lines: readonly string[]): string {
	const empty = lines.indexOf("");
	const headers = empty < 0 ? lines : lines.slice(0, empty);
	const body = empty < 0 ? "" : `${lines.slice(empty + 1).join("\r\n")}\r\n`;
	const to = headers.some((line) => line.startsWith("To:")) ? [] : ["To: <sip:**9@pbx>"];
	const all = [start, ...HEADERS, ...to, `CSeq: 1 ${method}`, ...headers, `Content-Length: ${body.length}`];
	return `${all.join("\r\n")}\r\n\r\n${body}`;
}

function request(method: string, ...lines: readonly string[]): string {
	return ladderLine({ at: 1_234.5, direction: "sent", text: message(`${method} sip:pbx SIP/2.0`, method, ...lines) });
}

function response(status: string, method: string, ...lines: readonly string[]): string {
	return ladderLine({ at: 0, direction: "received", text: message(`SIP/2.0 ${status}`, method, ...lines) });
}

/** What is written behind the arrow. */
function note(line: string): string {
	return line.slice(line.lastIndexOf("\u2502") + 1).trim();
}

const SOUND = [
	"Content-Type: application/sdp",
	"",
	"v=0",
	"o=- 1 1 IN IP4 127.0.0.1",
	"s=-",
	"c=IN IP4 127.0.0.1",
	"t=0 0",
	"m=audio 5004 RTP/AVP 8 0 101",
	"a=rtpmap:101 telephone-event/8000",
] as const;

describe("Ladder", () => {
	it("names both parties above their lines", () => {
		const head = ladderHead("Doorbell", "PBX");
		const line = request("BYE");
		equal(head.indexOf("Doorbell") + 4, line.indexOf("\u2502"));
		equal(head.indexOf("PBX") + 1, line.lastIndexOf("\u2502"));
	});

	it("draws arrows of one length, to the right for what is sent and to the left for what is received", () => {
		equal(request("BYE"), `    1.234 s   \u2502 BYE ${"\u2500".repeat(44)}\u25b6\u2502`);
		equal(response("200 OK", "BYE"), `    0.000 s   \u2502\u25c0${"\u2500".repeat(35)} 200 OK (BYE) \u2502`);
	});

	it("says what a REGISTER and its answer are for", () => {
		equal(note(request("REGISTER", "Expires: 300")), "asks for 300 s");
		equal(note(request("REGISTER", "Expires: 0", "Authorization: Digest x=y")), "unregister, with credentials");
		equal(note(response("200 OK", "REGISTER", "Contact: <sip:a@b>;expires=60")), "registered for 60 s");
		equal(note(response("200 OK", "REGISTER", "Contact: <sip:a@b>", "Expires: 90")), "registered for 90 s");
		equal(note(response("200 OK", "REGISTER")), "unregistered");
		equal(note(response("423 Interval Too Brief", "REGISTER", "Min-Expires: 120")), "at least 120 s");
	});

	it("says which algorithms a challenge offers", () => {
		const challenges = ["SHA-256", "MD5"].map(
			(algorithm) => `Digest realm="pbx", nonce="1", algorithm=${algorithm}, qop="auth"`,
		);
		equal(
			note(response("401 Unauthorized", "REGISTER", ...challenges.map((value) => `WWW-Authenticate: ${value}`))),
			"asks for credentials (SHA-256, MD5)",
		);
		equal(
			note(response("407 Proxy Authentication Required", "INVITE", "Proxy-Authenticate: Basic realm=pbx")),
			"asks for credentials (?)",
		);
	});

	it("says which sound is offered and taken, and whether it is held", () => {
		equal(note(request("INVITE", ...SOUND)), "offers PCMA or PCMU on port 5004");
		equal(
			note(request("INVITE", "To: <sip:a@b>;tag=2", "Proxy-Authorization: Digest x=y", ...SOUND, "a=sendonly")),
			"changes the call, offers PCMA or PCMU on port 5004, sendonly, with credentials",
		);
		equal(note(response("200 OK", "INVITE", ...SOUND)), "takes PCMA or PCMU on port 5004");
		equal(note(response("200 OK", "INVITE", "Content-Type: text/plain", "", "Hello")), "");
	});

	it("does not tell which key was pressed", () => {
		equal(note(request("INFO", "Content-Type: application/dtmf", "", "9")), "a key was pressed");
	});

	it("marks what is no SIP", () => {
		equal(
			ladderLine({ at: 0, direction: "sent", text: "hello" }),
			`    0.000 s   \u2502 (no SIP) ${"\u2500".repeat(39)}\u25b6\u2502`,
		);
	});
});
