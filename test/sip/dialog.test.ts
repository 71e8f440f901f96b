import { deepEqual, equal } from "node:assert/strict";
import { Dialog } from "../../modules/sip/dialog.ts";
import type { Request, Response } from "../../modules/sip/message.ts";
import { End, parse } from "./pair.ts";
import { answer, ask, ring } from "./stranger.ts";

const INVITE = ["Contact: <sip:bob@192.0.2.9>"];

/** Our dialog after a 2xx with these headers to an INVITE that we sent. */
function calling(headers: readonly string[], tag?: string): Dialog | undefined {
	const invite = parse(ask("INVITE", { uri: "sip:carol@192.0.2.7", sequence: 3 })) as Request;
	return Dialog.fromResponse(invite, parse(answer(invite, 200, { headers, tag })) as Response);
}

/** Our dialog after our 2xx to an INVITE with these headers. */
function called(headers: readonly string[]): Dialog | undefined {
	return Dialog.fromRequest(parse(ask("INVITE", { headers, sequence: 7 })) as Request, "ours");
}

function path(dialog: Dialog | undefined): string[] {
	const bye = dialog!.request("BYE");
	return [bye.uri, ...bye.headers.all("Route"), `via ${dialog?.nextHop?.text}`];
}

function routes(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `Record-Route: <sip:192.0.2.${index};lr>`);
}

describe("Dialog of the caller (RFC 3261 §12.1.2)", () => {
	it("S16: makes requests from the dialog only", () => {
		const bye = calling(INVITE)!.request("BYE");
		equal(bye.uri, "sip:bob@192.0.2.9");
		equal(
			`${bye.headers}`,
			[
				"Max-Forwards: 70",
				'From: "Bob" <sip:bob@192.0.2.9>;tag=b',
				"To: <sip:bell@192.0.2.1>;tag=b",
				"Call-ID: call",
				"CSeq: 4 BYE",
				"",
			].join("\r\n"),
		);
	});

	it("S5: goes along the Record-Route of the 2xx, last one first", () => {
		const dialog = calling([
			...INVITE,
			"Record-Route: <sip:192.0.2.3;lr>, <sip:192.0.2.4;lr>",
			"Record-Route: <sip:192.0.2.5;lr>",
		]);
		deepEqual(path(dialog), [
			"sip:bob@192.0.2.9",
			"<sip:192.0.2.5;lr>",
			"<sip:192.0.2.4;lr>",
			"<sip:192.0.2.3;lr>",
			"via sip:192.0.2.5;lr",
		]);
	});

	it("S7: the route decides where a request goes, though the Contact be 127.0.0.1", () => {
		const dialog = calling(["Contact: <sip:bob@127.0.0.1:5060>", "Record-Route: <sip:192.0.2.3;lr>"]);
		deepEqual(path(dialog), ["sip:bob@127.0.0.1:5060", "<sip:192.0.2.3;lr>", "via sip:192.0.2.3;lr"]);
	});

	it("S6: a strict router finds itself in the Request-URI, and the target at the end of the route (§12.2.1.1)", () => {
		const dialog = calling([...INVITE, "Record-Route: <sip:192.0.2.3;lr>, <sip:strict@192.0.2.4;x=1>"]);
		deepEqual(path(dialog), [
			"sip:strict@192.0.2.4;x=1",
			"<sip:192.0.2.3;lr>",
			"<sip:bob@192.0.2.9>",
			"via sip:strict@192.0.2.4;x=1",
		]);
	});

	it("goes to the address that was called when the 2xx has no usable Contact", () => {
		for (const headers of [[], ["Contact: *"], ["Contact: <tel:621>"], ["Contact: <mailto:bob@door.test>"]]) {
			equal(calling(headers)?.request("BYE").uri, "sip:carol@192.0.2.7");
		}
	});

	it("has no next hop when the route begins with nothing that can be reached", () => {
		for (const route of ["<tel:621>", "proxy", "<sip:"]) {
			const dialog = calling([...INVITE, `Record-Route: ${route}`]);
			equal(dialog?.nextHop, undefined);
			equal(dialog?.request("BYE").uri, "sip:bob@192.0.2.9");
		}
	});

	it("takes 16 proxies at most", () => {
		equal(path(calling([...INVITE, ...routes(16)])).length, 18);
		equal(calling([...INVITE, ...routes(17)]), undefined);
	});

	it("takes a peer of RFC 2543, which has no tag", () => {
		const dialog = calling(INVITE, "");
		equal(dialog?.remoteTag, "");
		equal(dialog?.request("BYE").headers.get("To"), "<sip:bell@192.0.2.1>");
		equal(dialog?.matches("call", "b", ""), true);
	});

	it("takes any number of the peer's first request (§12.2.2)", () => {
		const dialog = calling(INVITE)!;
		const advance = (sequence: number) => dialog.advance(parse(ask("BYE", { sequence })) as Request);
		deepEqual([advance(0), advance(0), advance(5), advance(4), advance(6)], [true, false, true, false, true]);
	});

	it("acknowledges with the number and the credentials of the INVITE (§13.2.2.4)", () => {
		const invite = parse(
			ask("INVITE", { sequence: 3, headers: ["Authorization: Digest a", "Proxy-Authorization: Digest b"] }),
		);
		const acknowledgement = calling(INVITE)!.acknowledge(invite as Request);
		deepEqual(
			["CSeq", "Authorization", "Proxy-Authorization"].map((name) => acknowledgement.headers.get(name)),
			["3 ACK", "Digest a", "Digest b"],
		);
	});
});

describe("Dialog of the called side (RFC 3261 §12.1.1)", () => {
	it("S16: makes requests from the dialog only", () => {
		const bye = called(INVITE)!.request("BYE");
		equal(bye.uri, "sip:bob@192.0.2.9");
		equal(bye.headers.get("From"), "<sip:bell@192.0.2.1>;tag=ours");
		equal(bye.headers.get("To"), '"Bob" <sip:bob@192.0.2.9>;tag=b');
		equal(bye.headers.get("CSeq"), "1 BYE");
	});

	it("goes along the Record-Route of the INVITE, first one first", () => {
		deepEqual(path(called([...INVITE, "Record-Route: <sip:192.0.2.3;lr>,<sip:192.0.2.4;lr>"])), [
			"sip:bob@192.0.2.9",
			"<sip:192.0.2.3;lr>",
			"<sip:192.0.2.4;lr>",
			"via sip:192.0.2.3;lr",
		]);
	});

	it("needs a Contact with a host, and 16 proxies at most", () => {
		for (const headers of [[], ["Contact: *"], ["Contact: <tel:621>"], [...INVITE, ...routes(17)]]) {
			equal(called(headers), undefined);
		}
	});

	it("follows the peer to a new Contact, and stays when there is none (§12.2)", () => {
		const dialog = called(INVITE)!;
		dialog.refresh(parse(ask("INVITE", { headers: ["Contact: <sip:bob@192.0.2.7>"] })));
		equal(dialog.request("BYE").uri, "sip:bob@192.0.2.7");
		dialog.refresh(parse(ask("INVITE")));
		equal(dialog.request("BYE").uri, "sip:bob@192.0.2.7");
	});

	it("refuses requests that are not newer than the INVITE (§12.2.2)", () => {
		const dialog = called(INVITE)!;
		const advance = (sequence: number) => dialog.advance(parse(ask("BYE", { sequence })) as Request);
		deepEqual([advance(6), advance(7), advance(9), advance(8)], [false, false, true, false]);
	});

	it("knows its requests by Call-ID and both tags", () => {
		const dialog = called(INVITE)!;
		equal(dialog.matches("call", "ours", "b"), true);
		equal(dialog.matches("other", "ours", "b"), false);
		equal(dialog.matches("call", "other", "b"), false);
		equal(dialog.matches("call", "ours", "other"), false);
	});
});

describe("Requests inside a dialog (RFC 3261 §12.2.1)", () => {
	it("S5, S7: ACK and BYE are sent to the first proxy of the route", () => {
		const sent: string[] = [];
		const end = new End();
		end.wire.send = (text, _from, to) => sent.push(`${text.slice(0, text.indexOf(" "))} ${to.address}:${to.port}`);
		end.call();
		const headers = ["Contact: <sip:bob@127.0.0.1>", "Record-Route: <sip:192.0.2.3:5070;lr>"];
		end.take(answer(end.request(), 200, { headers }));
		end.run((agent, now) => agent.hangUp(1, now));
		deepEqual(sent, ["INVITE 192.0.2.9:5060", "ACK 192.0.2.3:5070", "BYE 192.0.2.3:5070"]);
	});

	it("S6: a called side sends BYE through a strict router", () => {
		const end = new End();
		end.take(ring({ headers: ["Record-Route: <sip:192.0.2.3>"] }));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const tag = end.sent()[1]?.headers.get("To")?.split("tag=")[1];
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		end.run((agent, now) => agent.hangUp(-1, now));
		const bye = end.request();
		deepEqual([bye.uri, bye.headers.all("Route")], ["sip:192.0.2.3", ["<sip:bob@192.0.2.9>"]]);
	});
});
