import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { Address } from "../../modules/sip/address.ts";
import { type ClientTransaction, InviteClientTransaction } from "../../modules/sip/client-transaction.ts";
import type { Response } from "../../modules/sip/message.ts";
import { Outbox } from "../../modules/sip/outbox.ts";
import { CLIENT_TRANSACTION_LIMIT, TransactionLayer } from "../../modules/sip/transaction-layer.ts";
import { answer, asRequest, PEER, sample, sendTimes, sent, startLines } from "../support/transaction.ts";

const LOCAL = Object.freeze({ address: "192.0.2.2", port: 5062 });

/** A user of client transactions that writes down what it is told. */
class Listener {
	readonly heard: string[] = [];

	receive(response: Response, transaction: ClientTransaction, now: number): void {
		this.heard.push(`${response.status} to ${transaction.request.method} at ${now}`);
	}

	timeout(transaction: ClientTransaction, now: number): void {
		this.heard.push(`${transaction.request.method} timed out at ${now}`);
	}
}

function bench(local: Address = LOCAL) {
	const outbox = new Outbox();
	const network: { local: Address | undefined } = { local };
	let tokens = 0;
	const layer = new TransactionLayer({
		outbox,
		token: () => `${++tokens}`.padStart(16, "0"),
		localAddress: () => network.local,
	});
	return { outbox, network, layer, user: new Listener() };
}

describe("Transaction layer, client side (RFC 3261 §17.1)", () => {
	it("puts a Via of its own on top, with a new branch for each request and rport (§8.1.1.7, RFC 3581 §3)", () => {
		const { layer, user, outbox } = bench();
		const transaction = layer.request(sample("OPTIONS"), PEER, user, 0);
		const second = layer.request(sample("OPTIONS"), PEER, user, 0);
		const vias = sent(outbox).map((text) => asRequest(text).headers.all("Via"));
		deepEqual(vias, [
			["SIP/2.0/UDP 192.0.2.2:5062;branch=z9hG4bK0000000000000001;rport"],
			["SIP/2.0/UDP 192.0.2.2:5062;branch=z9hG4bK0000000000000002;rport"],
		]);
		notEqual(transaction, second);
	});

	it("F17: writes an IPv6 address of ours in brackets", () => {
		const { layer, user, outbox } = bench({ address: "2001:db8::2", port: 5060 });
		layer.request(sample("OPTIONS"), { address: "2001:db8::1", port: 5060 }, user, 0);
		match(sent(outbox)[0] ?? "", /\r\nVia: SIP\/2\.0\/UDP \[2001:db8::2\]:5060;branch=/);
	});

	it("X7: sends nothing while the own address is unknown", () => {
		const { layer, user, outbox, network } = bench();
		network.local = undefined;
		equal(layer.request(sample("OPTIONS"), PEER, user, 0), undefined);
		equal(layer.transmit(sample("ACK"), PEER), "");
		deepEqual(sent(outbox), []);
		equal(layer.deadline, Number.POSITIVE_INFINITY);
	});

	it("refuses a request when too many are under way, until one of them ends", () => {
		const { layer, user, outbox } = bench();
		for (let count = 0; count < CLIENT_TRANSACTION_LIMIT; count++) ok(layer.request(sample("BYE"), PEER, user, 0));
		equal(layer.request(sample("BYE"), PEER, user, 0), undefined);
		equal(sent(outbox).length, CLIENT_TRANSACTION_LIMIT);
		layer.expire(32_000);
		equal(user.heard.length, CLIENT_TRANSACTION_LIMIT);
		ok(layer.request(sample("BYE"), PEER, user, 32_000));
	});

	it("lets the oldest answered request go when there are too many, and none that waits or was accepted", () => {
		const { layer, user } = bench();
		const all = Array.from(
			{ length: CLIENT_TRANSACTION_LIMIT },
			(_, count) => layer.request(sample(count === 2 ? "BYE" : "INVITE"), PEER, user, 0)!.request,
		);
		layer.receiveResponse(answer(all[1]!, 200), PEER, 10);
		layer.receiveResponse(answer(all[2]!, 200), PEER, 10);
		layer.receiveResponse(answer(all[3]!, 407), PEER, 10);
		ok(layer.request(sample("INVITE"), PEER, user, 20));
		ok(layer.request(sample("INVITE"), PEER, user, 20));
		equal(layer.request(sample("INVITE"), PEER, user, 20), undefined);
		deepEqual(
			[0, 1, 2, 3].map((index) => layer.receiveResponse(answer(all[index]!, 200), PEER, 30)),
			[true, true, false, false],
		);
	});

	it("matches a response by the branch and the method of CSeq (§17.1.3)", () => {
		const { layer, user } = bench();
		const first = layer.request(sample("OPTIONS"), PEER, user, 0)!;
		const second = layer.request(sample("INFO"), PEER, user, 0)!;
		equal(layer.receiveResponse(answer(second.request, 200), PEER, 10), true);
		equal(layer.receiveResponse(answer(first.request, 404), PEER, 20), true);
		deepEqual(user.heard, ["200 to INFO at 10", "404 to OPTIONS at 20"]);
		const crossed = answer(first.request, 200);
		crossed.headers.set("CSeq", "7 INFO");
		equal(layer.receiveResponse(crossed, PEER, 30), false);
	});

	it("X4: takes no response of an earlier request for that of a later one", () => {
		const { layer, user } = bench();
		const first = layer.request(sample("INVITE"), PEER, user, 0)!;
		const late = answer(first.request, 200);
		first.abandon(1_000);
		layer.expire(1_000);
		layer.request(sample("INVITE"), PEER, user, 1_000);
		equal(layer.receiveResponse(late, PEER, 1_100), false);
		deepEqual(user.heard, []);
	});

	it("X5: takes no response without a readable Via, branch or CSeq", () => {
		const { layer, user } = bench();
		const { request } = layer.request(sample("OPTIONS"), PEER, user, 0)!;
		for (const [name, value] of [
			["Via", "SIP/2.0/UDP"],
			["Via", "SIP/2.0/UDP 192.0.2.2:5062"],
			["CSeq", "seven"],
		] as const) {
			const stray = answer(request, 200);
			stray.headers.set(name, value);
			equal(layer.receiveResponse(stray, PEER, 10), false);
		}
		const without = answer(request, 200);
		without.headers.delete("Via");
		equal(layer.receiveResponse(without, PEER, 10), false);
		deepEqual(user.heard, []);
	});

	it("drops a response with more than one Via (§8.1.3.3)", () => {
		const { layer, user } = bench();
		const { request } = layer.request(sample("OPTIONS"), PEER, user, 0)!;
		const astray = answer(request, 200);
		astray.headers.add("Via", "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKother");
		equal(layer.receiveResponse(astray, PEER, 10), false);
		deepEqual(user.heard, []);
	});

	it("E2: takes a response whose sent-by a router has rewritten", () => {
		const { layer, user } = bench();
		const { request } = layer.request(sample("OPTIONS"), PEER, user, 0)!;
		const rewritten = answer(request, 200);
		const via = rewritten.headers.get("Via")!.replace("192.0.2.2:5062", "203.0.113.7:1024");
		rewritten.headers.set("Via", `${via};received=203.0.113.7`);
		equal(layer.receiveResponse(rewritten, PEER, 10), true);
		deepEqual(user.heard, ["200 to OPTIONS at 10"]);
	});

	it("absorbs copies of a final response and does not call them stray", () => {
		const { layer, user } = bench();
		const { request } = layer.request(sample("OPTIONS"), PEER, user, 0)!;
		layer.receiveResponse(answer(request, 200), PEER, 10);
		equal(layer.receiveResponse(answer(request, 200), PEER, 20), true);
		equal(user.heard.length, 1);
		layer.expire(5_010);
		equal(layer.receiveResponse(answer(request, 200), PEER, 5_020), false);
	});

	it("tells the user that a request timed out, once", () => {
		const { layer, user, outbox } = bench();
		layer.request(sample("INVITE"), PEER, user, 0);
		layer.request(sample("BYE"), PEER, user, 100);
		sendTimes(layer, outbox, 40_000);
		deepEqual(user.heard, ["INVITE timed out at 32000", "BYE timed out at 32100"]);
		equal(layer.deadline, Number.POSITIVE_INFINITY);
	});

	it("lets the user send anew from within a time-out or a response", () => {
		const { layer, outbox } = bench();
		const again = {
			tries: 0,
			receive: (_response: Response, transaction: ClientTransaction, now: number) => {
				layer.request(transaction.request, PEER, again, now);
			},
			timeout: (transaction: ClientTransaction, now: number) => {
				again.tries += 1;
				for (let count = 0; count < 3; count++) layer.request(transaction.request, PEER, again, now);
			},
		};
		layer.request(sample("OPTIONS"), PEER, again, 0);
		layer.request(sample("OPTIONS"), PEER, again, 0);
		sendTimes(layer, outbox, 31_999);
		layer.expire(32_000);
		equal(again.tries, 2);
		const vias = new Set(sent(outbox).map((text) => asRequest(text).headers.get("Via")));
		equal(vias.size, 6);
		equal(layer.deadline, 32_500);
	});

	it("forgets an abandoned transaction at once", () => {
		const { layer, user } = bench();
		for (let count = 0; count < 3 * CLIENT_TRANSACTION_LIMIT; count++) {
			const transaction = layer.request(sample(count % 2 ? "INVITE" : "REGISTER"), PEER, user, count)!;
			transaction.abandon(count);
			equal(layer.deadline, count);
			layer.expire(count);
		}
		equal(layer.deadline, Number.POSITIVE_INFINITY);
		deepEqual(user.heard, []);
	});
});

describe("Transaction layer, CANCEL and ACK (RFC 3261 §9.1, §13.2.2.4)", () => {
	it("gives CANCEL the Via, the identifiers, the number and the Route of INVITE", () => {
		const { layer, user, outbox } = bench();
		const routed = sample("INVITE", [
			["Route", "<sip:proxy.test;lr>"],
			["Require", "100rel"],
			["Contact", "<sip:620@192.0.2.2>"],
		]);
		const invite = layer.request(routed, PEER, user, 0)!;
		layer.receiveResponse(answer(invite.request, 180), PEER, 10);
		sent(outbox);
		layer.cancel(invite, user, 20);
		const output = outbox.poll();
		ok(output?.type === "send");
		deepEqual(output.to, PEER);
		const cancel = asRequest(output.text);
		equal(cancel.method, "CANCEL");
		equal(cancel.uri, invite.request.uri);
		for (const name of ["Via", "Route", "From", "To", "Call-ID"])
			deepEqual(cancel.headers.all(name), invite.request.headers.all(name), name);
		equal(cancel.headers.get("CSeq"), "7 CANCEL");
		equal(cancel.headers.get("Max-Forwards"), "70");
		equal(cancel.headers.get("Require"), undefined);
		equal(cancel.headers.get("Contact"), undefined);
	});

	it("keeps the answers to CANCEL and to INVITE apart, whose branch is the same", () => {
		const { layer, user, outbox } = bench();
		const invite = layer.request(sample("INVITE"), PEER, user, 0)!;
		layer.receiveResponse(answer(invite.request, 180), PEER, 10);
		layer.cancel(invite, user, 20);
		const cancel = asRequest(sent(outbox)[1]);
		layer.receiveResponse(answer(cancel, 200), PEER, 30);
		layer.receiveResponse(answer(invite.request, 487), PEER, 40);
		deepEqual(user.heard, ["180 to INVITE at 10", "200 to CANCEL at 30", "487 to INVITE at 40"]);
		deepEqual(startLines(outbox), ["ACK sip:611@pbx.test SIP/2.0"]);
		ok(invite instanceof InviteClientTransaction && !invite.proceeding);
	});

	it("repeats CANCEL like any request", () => {
		const { layer, user, outbox } = bench();
		const invite = layer.request(sample("INVITE"), PEER, user, 0)!;
		layer.receiveResponse(answer(invite.request, 180), PEER, 10);
		layer.cancel(invite, user, 20);
		sent(outbox);
		deepEqual(sendTimes(layer, outbox, 4_000), [520, 1_520, 3_520]);
	});

	it("sends the ACK for a 2xx outside of all transactions, with a branch of its own", () => {
		const { layer, user, outbox } = bench();
		const invite = layer.request(sample("INVITE"), PEER, user, 0)!;
		sent(outbox);
		const text = layer.transmit(sample("ACK"), { address: "192.0.2.77", port: 5080 });
		const output = outbox.poll();
		ok(output?.type === "send");
		equal(output.text, text);
		deepEqual(output.to, { address: "192.0.2.77", port: 5080 });
		notEqual(asRequest(text).headers.get("Via"), invite.request.headers.get("Via"));
		equal(layer.deadline, 500);
	});
});
