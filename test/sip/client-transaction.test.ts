import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { InviteClientTransaction, NonInviteClientTransaction } from "../../modules/sip/client-transaction.ts";
import { Outbox } from "../../modules/sip/outbox.ts";
import { answer, asRequest, PEER, sample, sendTimes, sent } from "../support/transaction.ts";

const START = 10_000;
const NEVER = Number.POSITIVE_INFINITY;

function invite(more: readonly (readonly [string, string])[] = []) {
	const outbox = new Outbox();
	const request = sample("INVITE", more);
	const transaction = new InviteClientTransaction(request, PEER, outbox, START);
	return { outbox, request, transaction, first: sent(outbox) };
}

function options() {
	const outbox = new Outbox();
	const request = sample("OPTIONS");
	const transaction = new NonInviteClientTransaction(request, PEER, outbox, START);
	return { outbox, request, transaction, first: sent(outbox) };
}

function sinceStart(times: readonly number[]): number[] {
	return times.map((time) => time - START);
}

describe("INVITE client transaction (RFC 3261 §17.1.1, RFC 6026 §8.4)", () => {
	it("sends INVITE at once to its destination", () => {
		const outbox = new Outbox();
		const transaction = new InviteClientTransaction(sample("INVITE"), PEER, outbox, START);
		const output = outbox.poll();
		ok(output?.type === "send" && output.text.startsWith("INVITE sip:611@pbx.test SIP/2.0\r\n"));
		deepEqual(output.to, PEER);
		equal(outbox.poll(), undefined);
		equal(transaction.destination, PEER);
		equal(transaction.proceeding, false);
	});

	it("L27: repeats INVITE at T1, doubling without a limit (Timer A), and times out after 64 T1 (Timer B)", () => {
		const { outbox, transaction } = invite();
		deepEqual(sinceStart(sendTimes(transaction, outbox, START + 31_999)), [500, 1_500, 3_500, 7_500, 15_500, 31_500]);
		equal(transaction.deadline, START + 32_000);
		equal(transaction.expire(START + 31_999), false);
		equal(transaction.expire(START + 32_000), true);
		equal(transaction.terminated, true);
		equal(transaction.deadline, NEVER);
		deepEqual(sent(outbox), []);
	});

	it("repeats the very same datagram", () => {
		const { outbox, transaction, first } = invite();
		transaction.expire(START + 500);
		deepEqual(sent(outbox), first);
	});

	it("does nothing before its deadline, and nothing twice", () => {
		const { outbox, transaction } = invite();
		equal(transaction.expire(START + 499), false);
		equal(sent(outbox).length, 0);
		transaction.expire(START + 500);
		transaction.expire(START + 500);
		equal(sent(outbox).length, 1);
	});

	it("stops Timers A and B at a provisional response, and passes each one on", () => {
		const { outbox, request, transaction } = invite();
		equal(transaction.receive(answer(request, 100), START + 10), true);
		equal(transaction.deadline, NEVER);
		equal(transaction.proceeding, true);
		equal(transaction.receive(answer(request, 180), START + 20), true);
		equal(transaction.receive(answer(request, 180), START + 90_000), true);
		equal(transaction.expire(START + 100_000), false);
		deepEqual(sent(outbox), []);
	});

	it("L22, L37: acknowledges 300 to 699 itself, whatever the reason phrase", () => {
		for (const status of [300, 302, 407, 486, 503, 603, 699]) {
			const { outbox, request, transaction } = invite();
			equal(transaction.receive({ ...answer(request, status), reason: "Max Calls" }, START + 10), true);
			const acknowledgement = asRequest(sent(outbox)[0]);
			equal(acknowledgement.method, "ACK");
			equal(transaction.proceeding, false);
		}
	});

	it("S2: puts into that ACK the Via and the Route of INVITE, the To of the response, and the same number (§17.1.1.3)", () => {
		const { outbox, request, transaction } = invite([
			["Route", "<sip:proxy.test;lr>"],
			["Route", "<sip:edge.test;lr>"],
			["Proxy-Authorization", "Digest username=x"],
			["Contact", "<sip:620@192.0.2.2>"],
		]);
		const refusal = answer(request, 407);
		transaction.receive(refusal, START + 10);
		const acknowledgement = asRequest(sent(outbox)[0]);
		equal(acknowledgement.uri, request.uri);
		equal(acknowledgement.body, "");
		deepEqual(acknowledgement.headers.all("Via"), request.headers.all("Via"));
		deepEqual(acknowledgement.headers.all("Route"), ["<sip:proxy.test;lr>", "<sip:edge.test;lr>"]);
		equal(acknowledgement.headers.get("To"), "<sip:611@pbx.test>;tag=remote");
		for (const name of ["From", "Call-ID"]) equal(acknowledgement.headers.get(name), request.headers.get(name));
		equal(acknowledgement.headers.get("CSeq"), "7 ACK");
		equal(acknowledgement.headers.get("Max-Forwards"), "70");
		equal(acknowledgement.headers.get("Contact"), undefined);
		equal(acknowledgement.headers.get("Proxy-Authorization"), undefined);
	});

	it("repeats the ACK for every copy of the response and shows it no more, until Timer D", () => {
		const { outbox, request, transaction } = invite();
		transaction.receive(answer(request, 180), START + 10);
		transaction.receive(answer(request, 486), START + 20);
		const [acknowledgement] = sent(outbox);
		equal(transaction.deadline, START + 20 + 32_000);
		equal(transaction.receive(answer(request, 486), START + 520), false);
		deepEqual(sent(outbox), [acknowledgement]);
		equal(transaction.receive(answer(request, 180), START + 530), false);
		equal(transaction.receive(answer(request, 200), START + 540), false);
		deepEqual(sent(outbox), []);
		equal(transaction.deadline, START + 20 + 32_000);
		equal(transaction.expire(START + 32_020), false);
		equal(transaction.terminated, true);
		equal(transaction.receive(answer(request, 486), START + 32_030), false);
		deepEqual(sent(outbox), []);
	});

	it("S8: passes on every 2xx, of all forks, until Timer M", () => {
		const { outbox, request, transaction } = invite();
		equal(transaction.receive(answer(request, 200), START + 100), true);
		equal(transaction.receive(answer(request, 200), START + 600), true);
		equal(transaction.receive(answer(request, 200, "fork"), START + 700), true);
		equal(transaction.receive(answer(request, 180, "fork"), START + 800), false);
		equal(transaction.receive(answer(request, 486, "fork"), START + 900), false);
		deepEqual(sent(outbox), []);
		equal(transaction.deadline, START + 100 + 32_000);
		equal(transaction.expire(START + 32_100), false);
		equal(transaction.terminated, true);
		equal(transaction.receive(answer(request, 200), START + 32_200), false);
	});

	it("stops when it is abandoned, due at once to be forgotten", () => {
		const { outbox, request, transaction } = invite();
		transaction.receive(answer(request, 180), START + 10);
		transaction.abandon(START + 20);
		equal(transaction.terminated, true);
		equal(transaction.deadline, START + 20);
		equal(transaction.receive(answer(request, 200), START + 30), false);
		equal(transaction.expire(START + 30), false);
		equal(transaction.deadline, NEVER);
		deepEqual(sent(outbox), []);
	});
});

describe("Non-INVITE client transaction (RFC 3261 §17.1.2)", () => {
	it("S15: repeats the request at T1, doubling up to T2 (Timer E), and times out after 64 T1 (Timer F)", () => {
		const { outbox, transaction, first } = options();
		equal(first.length, 1);
		deepEqual(
			sinceStart(sendTimes(transaction, outbox, START + 31_999)),
			[500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500],
		);
		equal(transaction.expire(START + 31_999), false);
		equal(transaction.expire(START + 32_000), true);
		equal(transaction.terminated, true);
		equal(transaction.deadline, NEVER);
	});

	it("repeats only every T2 after a provisional response, which does not put Timer F off", () => {
		const { outbox, request, transaction } = options();
		transaction.expire(START + 500);
		equal(transaction.receive(answer(request, 100), START + 600), true);
		sent(outbox);
		deepEqual(
			sinceStart(sendTimes(transaction, outbox, START + 31_999)),
			[1_500, 5_500, 9_500, 13_500, 17_500, 21_500, 25_500, 29_500],
		);
		equal(transaction.expire(START + 32_000), true);
	});

	it("shows a final response once and absorbs its copies until Timer K", () => {
		for (const status of [200, 302, 401, 503, 603]) {
			const { outbox, request, transaction } = options();
			equal(transaction.receive(answer(request, status), START + 100), true);
			equal(transaction.deadline, START + 100 + 5_000);
			equal(transaction.receive(answer(request, status), START + 600), false);
			equal(transaction.expire(START + 5_099), false);
			equal(transaction.terminated, false);
			equal(transaction.expire(START + 5_100), false);
			equal(transaction.terminated, true);
			equal(transaction.deadline, NEVER);
			deepEqual(sent(outbox), []);
		}
	});

	it("stops when it is abandoned, due at once to be forgotten", () => {
		const { outbox, request, transaction } = options();
		transaction.abandon(START + 20);
		equal(transaction.terminated, true);
		equal(transaction.deadline, START + 20);
		equal(transaction.receive(answer(request, 200), START + 30), false);
		equal(transaction.expire(START + 30), false);
		equal(transaction.deadline, NEVER);
		deepEqual(sent(outbox), []);
		notEqual(transaction.request, undefined);
	});
});
