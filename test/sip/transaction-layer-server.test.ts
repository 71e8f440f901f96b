import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { Address } from "../../modules/sip/address.ts";
import { parseMessage, type Request, response } from "../../modules/sip/message.ts";
import { parseNameAddress } from "../../modules/sip/name-address.ts";
import { Outbox } from "../../modules/sip/outbox.ts";
import {
	noteSource,
	replyTo,
	SERVER_TRANSACTION_LIMIT,
	TransactionLayer,
} from "../../modules/sip/transaction-layer.ts";
import { answer, PEER, sample, sendTimes, sent, startLines } from "../support/transaction.ts";

const VIA = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK";

function bench() {
	const outbox = new Outbox();
	const layer = new TransactionLayer({ outbox, token: () => "0", localAddress: () => PEER });
	return { outbox, layer };
}

/** A request with this Via, as if it came from `source`. */
function from(via: string, source: Address = PEER, method = "OPTIONS"): Request {
	const request = sample(method, [], via);
	noteSource(request, source);
	return request;
}

describe("Transaction layer, server side (RFC 3261 §17.2.3)", () => {
	it("finds the transaction of a copy by branch, sent-by and method", () => {
		const { layer } = bench();
		const transaction = layer.serve(from(`${VIA}1`, PEER, "BYE"), PEER);
		equal(layer.find(from(`${VIA}1`, PEER, "BYE")), transaction);
		equal(layer.find(from(`${VIA}2`, PEER, "BYE")), undefined);
		equal(layer.find(from(`${VIA}1`, PEER, "INFO")), undefined);
		equal(layer.find(from("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1", PEER, "BYE")), undefined);
		equal(layer.find(from("SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1", PEER, "BYE")), undefined);
	});

	it("finds INVITE for its ACK and its CANCEL", () => {
		const { layer } = bench();
		const transaction = layer.serve(from(`${VIA}1`, PEER, "INVITE"), PEER);
		equal(layer.find(from(`${VIA}1`, PEER, "ACK"), "INVITE"), transaction);
		equal(layer.find(from(`${VIA}1`, PEER, "CANCEL"), "INVITE"), transaction);
		equal(layer.find(from(`${VIA}1`, PEER, "CANCEL")), undefined);
	});

	it("matches the requests of senders older than RFC 3261 by their identifiers (§17.2.3)", () => {
		for (const via of ["SIP/2.0/UDP 192.0.2.1:5060", "SIP/2.0/UDP 192.0.2.1:5060;branch=1", VIA]) {
			const { layer } = bench();
			const transaction = layer.serve(from(via, PEER, "INVITE"), PEER);
			equal(layer.find(from(via, PEER, "INVITE")), transaction);
			equal(layer.find(from(via, PEER, "ACK"), "INVITE"), transaction);
			for (const [name, value] of [
				["Call-ID", "call-2"],
				["CSeq", "8 INVITE"],
				["From", "<sip:other@pbx.test>;tag=other"],
			] as const) {
				const other = from(via, PEER, "INVITE");
				other.headers.set(name, value);
				equal(layer.find(other), undefined, name);
			}
			equal(layer.find(from(via.replace("5060", "5070"), PEER, "INVITE")), undefined);
		}
	});

	it("keeps the time of all of them, and forgets them when it is over", () => {
		const { layer, outbox } = bench();
		const invite = from(`${VIA}1`, PEER, "INVITE");
		const bye = from(`${VIA}2`, PEER, "BYE");
		layer.serve(invite, PEER)?.respond(answer(invite, 486), 0);
		layer.serve(bye, PEER)?.respond(answer(bye, 200), 100);
		sent(outbox);
		equal(sendTimes(layer, outbox, 99_000).length, 10);
		equal(layer.deadline, Number.POSITIVE_INFINITY);
		equal(layer.find(invite), undefined);
		equal(layer.find(bye), undefined);
	});

	it("keeps what is unanswered whatever comes", () => {
		const { layer } = bench();
		for (let count = 0; count < SERVER_TRANSACTION_LIMIT; count++)
			ok(layer.serve(from(`${VIA}${count}`, PEER, count % 2 ? "INVITE" : "REGISTER"), PEER));
		equal(layer.serve(from(`${VIA}more`), PEER), undefined);
		ok(layer.find(from(`${VIA}0`, PEER, "REGISTER")));
	});

	it("makes room by forgetting the oldest answered request when there are too many", () => {
		const { layer } = bench();
		for (let count = 0; count < SERVER_TRANSACTION_LIMIT; count++) {
			const request = from(`${VIA}${count}`, PEER, "BYE");
			const transaction = layer.serve(request, PEER);
			if (count > 0) transaction?.respond(answer(request, 200), count);
		}
		ok(layer.serve(from(`${VIA}more`), PEER));
		ok(layer.find(from(`${VIA}0`, PEER, "BYE")));
		equal(layer.find(from(`${VIA}1`, PEER, "BYE")), undefined);
		ok(layer.find(from(`${VIA}2`, PEER, "BYE")));
	});

	it("lets refused INVITEs go that nobody acknowledges, so that they cannot keep a BYE out", () => {
		const { layer } = bench();
		for (let count = 0; count < SERVER_TRANSACTION_LIMIT; count++) {
			const request = from(`${VIA}${count}`, PEER, "INVITE");
			layer.serve(request, PEER)?.respond(answer(request, count === 0 ? 200 : 486), count);
		}
		ok(layer.serve(from(`${VIA}bye`, PEER, "BYE"), PEER));
		ok(layer.find(from(`${VIA}0`, PEER, "INVITE")));
		equal(layer.find(from(`${VIA}1`, PEER, "INVITE")), undefined);
	});

	it("lets accepted INVITEs go when there is nothing else, so that many short calls cannot keep others out", () => {
		const { layer } = bench();
		for (let count = 0; count < SERVER_TRANSACTION_LIMIT; count++) {
			const request = from(`${VIA}${count}`, PEER, "INVITE");
			const transaction = layer.serve(request, PEER);
			if (count > 0) transaction?.respond(answer(request, 200), count);
		}
		ok(layer.serve(from(`${VIA}more`, PEER, "INVITE"), PEER));
		ok(layer.find(from(`${VIA}0`, PEER, "INVITE")));
		equal(layer.find(from(`${VIA}1`, PEER, "INVITE")), undefined);
	});
});

describe("Transaction layer, the way of responses (RFC 3261 §18.2, RFC 3581 §4)", () => {
	const source = Object.freeze({ address: "203.0.113.5", port: 40_000 });

	it("is to the source address and the port of Via", () => {
		deepEqual(replyTo(from("SIP/2.0/UDP 10.0.0.7:5070;branch=z9hG4bK1", source), source), {
			address: "203.0.113.5",
			port: 5070,
		});
	});

	it("is to port 5060 when Via names none", () => {
		equal(replyTo(from("SIP/2.0/UDP phone.test;branch=z9hG4bK1", source), source).port, 5060);
	});

	it("is to the source port when rport asks for it", () => {
		deepEqual(replyTo(from("SIP/2.0/UDP 10.0.0.7:5070;rport;branch=z9hG4bK1", source), source), source);
	});

	it("does not follow maddr to somebody else", () => {
		const via = "SIP/2.0/UDP 10.0.0.7:5070;maddr=198.51.100.9;branch=z9hG4bK1";
		equal(replyTo(from(via, source), source).address, "203.0.113.5");
	});

	it("notes received, and the port when rport asks for it", () => {
		equal(
			from("SIP/2.0/UDP 10.0.0.7:5070;branch=z9hG4bK1;rport", source).headers.get("Via"),
			"SIP/2.0/UDP 10.0.0.7:5070;branch=z9hG4bK1;rport=40000;received=203.0.113.5",
		);
		equal(
			from("SIP/2.0/UDP phone.test;branch=z9hG4bK1", source).headers.get("Via"),
			"SIP/2.0/UDP phone.test;branch=z9hG4bK1;received=203.0.113.5",
		);
		equal(
			from("SIP/2.0/UDP 203.0.113.5;rport;branch=z9hG4bK1", source).headers.get("Via"),
			"SIP/2.0/UDP 203.0.113.5;rport=40000;branch=z9hG4bK1;received=203.0.113.5",
		);
	});

	it("notes nothing when Via says it already", () => {
		const via = "SIP/2.0/UDP 203.0.113.5:40000;branch=z9hG4bK1";
		equal(from(via, source).headers.get("Via"), via);
	});

	it("S3: leaves the Vias below the first as they came, in order, of one header or several", () => {
		const request = sample(
			"OPTIONS",
			[["Via", "SIP/2.0/TCP c.test;branch=z9hG4bK3"]],
			"SIP/2.0/UDP a.test;branch=z9hG4bK1;rport, SIP/2.0/UDP b.test:5080 ;branch=z9hG4bK2",
		);
		noteSource(request, source);
		deepEqual(response(request, 200, "OK").headers.all("Via"), [
			"SIP/2.0/UDP a.test;branch=z9hG4bK1;rport=40000;received=203.0.113.5",
			"SIP/2.0/UDP b.test:5080 ;branch=z9hG4bK2",
			"SIP/2.0/TCP c.test;branch=z9hG4bK3",
		]);
	});

	it("X5: touches no request without a readable Via", () => {
		for (const via of ["", "nonsense"]) {
			const request = sample("OPTIONS", [], via);
			noteSource(request, source);
			equal(request.headers.get("Via"), via);
			deepEqual(replyTo(request, source), { address: "203.0.113.5", port: 5060 });
		}
	});
});

describe("Stateless replies (RFC 3261 §8.2.7)", () => {
	function reply(request: Request): string {
		const { layer, outbox } = bench();
		layer.reply(request, PEER, 486, (headers) => headers.add("Server", "door"));
		return sent(outbox)[0] ?? "";
	}

	function tag(text: string): string | undefined {
		const parsed = parseMessage(text);
		const to = parsed && "message" in parsed ? parsed.message.headers.get("To") : "";
		return parseNameAddress(to ?? "")?.tag;
	}

	it("go without a transaction to where the request came from", () => {
		const { layer, outbox } = bench();
		layer.reply(from("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1"), PEER, 481);
		const output = outbox.poll();
		ok(output?.type === "send");
		match(output.text, /^SIP\/2\.0 481 Call\/Transaction Does Not Exist\r\n/);
		deepEqual(output.to, { address: "192.0.2.1", port: 5070 });
		equal(layer.deadline, Number.POSITIVE_INFINITY);
	});

	it("are the same for every copy of a request", () => {
		const text = reply(from(`${VIA}1`));
		equal(text, reply(from(`${VIA}1`)));
		match(text, /\r\nServer: door\r\n/);
		deepEqual(startLines(bench().outbox), []);
	});

	it("L9, L36: have a To tag of their own for each request, which may be its branch", () => {
		equal(tag(reply(from(`${VIA}1.a`))), "z9hG4bK1.a");
		notEqual(tag(reply(from(`${VIA}1`))), tag(reply(from(`${VIA}2`))));
	});

	it("have some To tag when the branch cannot be one", () => {
		equal(tag(reply(from("SIP/2.0/UDP 192.0.2.1"))), "stateless");
		equal(tag(reply(from('SIP/2.0/UDP 192.0.2.1;branch="a b"'))), "stateless");
	});

	it("keep the To tag that the request brought, however it is written", () => {
		for (const to of ["<sip:620@door.test>;tag=mine", "sip:620@door.test ; TAG=mine"]) {
			const request = from(`${VIA}1`);
			request.headers.set("To", to);
			match(reply(request), new RegExp(`\r\nTo: ${to}\r\n`));
		}
	});

	it("take no text within the URI for a To tag", () => {
		const request = from(`${VIA}1`);
		request.headers.set("To", "<sip:a;tag=b@door.test>");
		equal(tag(reply(request)), "z9hG4bK1");
	});
});
