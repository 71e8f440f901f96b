import { deepEqual, equal } from "node:assert/strict";
import { Headers } from "../../modules/sip/headers.ts";
import type { Request } from "../../modules/sip/message.ts";
import { examine } from "../../modules/sip/request-rules.ts";
import { End, parse } from "./pair.ts";
import { ask, type Question, ring } from "./stranger.ts";

/** Status of the refusal with its headers; `undefined` when there is nothing against the request. */
function refusal(method: string, question: Question = {}, methods: readonly string[] = []): string | undefined {
	const refused = examine(parse(ask(method, question)) as Request, methods);
	if (!refused) return undefined;
	const headers = new Headers();
	refused.fill?.(headers);
	return `${refused.status}\r\n${headers}`.trim();
}

describe("Inspection of a request (RFC 3261 §8.2)", () => {
	it("405 names the methods that are taken (§8.2.1)", () => {
		const allow = "405\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, NOTIFY";
		for (const method of ["REGISTER", "PUBLISH", "MESSAGE", "invite", "FOO"]) equal(refusal(method), allow);
		equal(refusal("MESSAGE", {}, ["REGISTER"]), `${allow}, REGISTER`);
		equal(refusal("REGISTER", {}, ["REGISTER"]), undefined);
		for (const method of ["INVITE", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK", "REFER"])
			equal(refusal(method), undefined);
	});

	it("416 refuses a scheme that is neither sip nor sips (§8.2.2.1)", () => {
		for (const uri of ["tel:+4930123", "http://door.test", "urn:service:sos"]) equal(refusal("INVITE", { uri }), "416");
		for (const uri of ["SIP:bell@192.0.2.1", "sips:bell@192.0.2.1", "sip:192.0.2.1"])
			equal(refusal("INVITE", { uri }), undefined);
	});

	it("F16: 420 names what is required and not supported (§8.2.2.3)", () => {
		const headers = ["Require: 100rel, replaces", "Require: Timer, from-change"];
		equal(refusal("INVITE", { headers }), "420\r\nUnsupported: replaces, from-change");
		equal(refusal("INVITE", { headers: ["Require: 100REL, timer"] }), undefined);
		equal(refusal("BYE", { headers: ["Require: x", "Require: y"] }), "420\r\nUnsupported: x, y");
		equal(refusal("INVITE", { headers: ["Supported: 100rel, replaces, timer"] }), undefined);
		equal(refusal("INVITE", { headers: ["Proxy-Require: x"] }), undefined);
	});

	it("S10: 422 names the least interval, to those who know of session timers (RFC 4028 §9)", () => {
		const asks = (seconds: string) => ["Supported: 100rel, timer", `Session-Expires: ${seconds}`];
		for (const method of ["INVITE", "UPDATE"]) {
			for (const seconds of ["89", "0", "-1;refresher=uac"])
				equal(refusal(method, { headers: asks(seconds) }), "422\r\nMin-SE: 90");
			for (const seconds of ["90", "4294967295", "soon"]) equal(refusal(method, { headers: asks(seconds) }), undefined);
			equal(refusal(method, { headers: ["Session-Expires: 30"] }), undefined);
		}
		equal(refusal("BYE", { headers: asks("30") }), undefined);
	});

	it("415 says which body is understood in an INVITE or UPDATE (§8.2.3)", () => {
		const accept = "415\r\nAccept: application/sdp\r\nAccept-Encoding: identity";
		for (const headers of [
			["Content-Type: text/plain"],
			["Content-Type: multipart/mixed;boundary=x"],
			["Content-Type: application/sdp", "Content-Encoding: gzip"],
		]) {
			equal(refusal("INVITE", { headers, body: "x" }), accept);
			equal(refusal("UPDATE", { headers, body: "x" }), accept);
			equal(refusal("INVITE", { headers }), undefined);
			equal(refusal("INFO", { headers, body: "x" }), undefined);
		}
		for (const headers of [
			[],
			["Content-Type: Application/SDP ;charset=utf-8"],
			["Content-Type: application/sdp", "Content-Encoding: Identity "],
		]) {
			equal(refusal("INVITE", { headers, body: "x" }), undefined);
		}
	});
});

describe("Refused request (RFC 3261 §8.2.7)", () => {
	it("is answered without a transaction, every copy with the same tag", () => {
		const end = new End();
		const sent: string[] = [];
		end.wire.send = (text) => sent.push(text);
		for (const text of [ring({ headers: ["Require: replaces"] }), ask("REGISTER"), ring({ uri: "tel:1" })]) {
			end.take(text);
			end.take(text);
		}
		deepEqual(end.ladder(), ["420 INVITE", "420 INVITE", "405 REGISTER", "405 REGISTER", "416 INVITE", "416 INVITE"]);
		for (let index = 0; index < sent.length; index += 2) equal(sent[index], sent[index + 1]);
		end.take(ask("ACK", { tag: "stateless" }));
		deepEqual([end.ladder(), end.news(), end.agent.deadline], [[], [], Number.POSITIVE_INFINITY]);
	});
});
