import { deepEqual, equal, throws } from "node:assert/strict";
import { Outbox } from "../../modules/sip/outbox.ts";
import { InviteServerTransaction, NonInviteServerTransaction } from "../../modules/sip/server-transaction.ts";
import { answer, PEER, sample, sendTimes, sent, startLines } from "../support/transaction.ts";

const START = 10_000;
const NEVER = Number.POSITIVE_INFINITY;

function invited() {
	const outbox = new Outbox();
	const request = sample("INVITE");
	return { outbox, request, transaction: new InviteServerTransaction(request, PEER, outbox) };
}

function asked() {
	const outbox = new Outbox();
	const request = sample("BYE");
	return { outbox, request, transaction: new NonInviteServerTransaction(request, PEER, outbox) };
}

describe("INVITE server transaction (RFC 3261 §17.2.1, RFC 6026 §8.7)", () => {
	it("X9: absorbs copies of INVITE, each drawing the last provisional response", () => {
		const { outbox, request, transaction } = invited();
		transaction.receive("INVITE", START);
		deepEqual(sent(outbox), []);
		transaction.respond(answer(request, 100), START);
		transaction.receive("INVITE", START + 500);
		deepEqual(startLines(outbox), ["SIP/2.0 100 Trying", "SIP/2.0 100 Trying"]);
		transaction.respond(answer(request, 180), START + 600);
		transaction.receive("INVITE", START + 1_500);
		deepEqual(startLines(outbox), ["SIP/2.0 180 Ringing", "SIP/2.0 180 Ringing"]);
		transaction.receive("ACK", START + 1_600);
		deepEqual(sent(outbox), []);
		equal(transaction.answered, false);
		equal(transaction.expendable, false);
		equal(transaction.deadline, NEVER);
	});

	it("repeats 300 to 699 at T1, doubling up to T2 (Timer G), for 64 T1 (Timer H)", () => {
		const { outbox, request, transaction } = invited();
		transaction.respond(answer(request, 486), START);
		equal(sent(outbox).length, 1);
		deepEqual(
			sendTimes(transaction, outbox, START + 31_999).map((time) => time - START),
			[500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500],
		);
		equal(transaction.deadline, START + 32_000);
		transaction.expire(START + 32_000);
		equal(transaction.terminated, true);
		equal(transaction.deadline, NEVER);
		deepEqual(sent(outbox), []);
	});

	it("answers a copy of INVITE with the final response", () => {
		const { outbox, request, transaction } = invited();
		transaction.respond(answer(request, 487), START);
		transaction.receive("INVITE", START + 100);
		const [first, second] = sent(outbox);
		equal(first, second);
		equal(transaction.answered, true);
		equal(transaction.expendable, true);
	});

	it("stops at the ACK, and absorbs its copies until Timer I", () => {
		const { outbox, request, transaction } = invited();
		transaction.respond(answer(request, 603), START);
		sent(outbox);
		transaction.receive("ACK", START + 200);
		equal(transaction.deadline, START + 200 + 5_000);
		transaction.receive("ACK", START + 300);
		transaction.receive("INVITE", START + 400);
		deepEqual(sent(outbox), []);
		equal(transaction.expendable, true);
		transaction.expire(START + 5_199);
		equal(transaction.terminated, false);
		transaction.expire(START + 5_200);
		equal(transaction.terminated, true);
		transaction.receive("INVITE", START + 5_300);
		deepEqual(sent(outbox), []);
	});

	it("leaves the repetition of a 2xx to its user, and absorbs INVITE until Timer L", () => {
		const { outbox, request, transaction } = invited();
		transaction.respond(answer(request, 200), START);
		equal(sent(outbox).length, 1);
		transaction.receive("INVITE", START + 500);
		transaction.receive("ACK", START + 600);
		deepEqual(sent(outbox), []);
		equal(transaction.answered, true);
		equal(transaction.expendable, false);
		equal(transaction.deadline, START + 32_000);
		transaction.expire(START + 31_999);
		equal(transaction.terminated, false);
		transaction.expire(START + 32_000);
		equal(transaction.terminated, true);
	});

	it("refuses a second final response of its user", () => {
		for (const status of [200, 486]) {
			const { request, transaction } = invited();
			transaction.respond(answer(request, status), START);
			throws(() => transaction.respond(answer(request, 200), START + 1), RangeError);
		}
	});
});

describe("Non-INVITE server transaction (RFC 3261 §17.2.2, RFC 4320 §4.1)", () => {
	it("is silent to copies of the request before the final response", () => {
		const { outbox, transaction } = asked();
		transaction.receive("BYE", START);
		deepEqual(sent(outbox), []);
		equal(transaction.answered, false);
		equal(transaction.expendable, false);
		equal(transaction.deadline, NEVER);
		transaction.expire(START + 99_000);
		equal(transaction.terminated, false);
	});

	it("answers every copy with the final response until Timer J", () => {
		const { outbox, request, transaction } = asked();
		transaction.respond(answer(request, 200), START);
		const [first] = sent(outbox);
		transaction.receive("BYE", START + 500);
		transaction.receive("BYE", START + 31_000);
		deepEqual(sent(outbox), [first, first]);
		equal(transaction.answered, true);
		equal(transaction.expendable, true);
		equal(transaction.deadline, START + 32_000);
		transaction.expire(START + 31_999);
		equal(transaction.terminated, false);
		transaction.expire(START + 32_000);
		equal(transaction.terminated, true);
		equal(transaction.deadline, NEVER);
	});

	it("does not repeat its response by itself", () => {
		const { outbox, request, transaction } = asked();
		transaction.respond(answer(request, 481), START);
		sent(outbox);
		deepEqual(sendTimes(transaction, outbox, START + 40_000), []);
	});

	it("refuses a second final response of its user", () => {
		const { request, transaction } = asked();
		transaction.respond(answer(request, 200), START);
		throws(() => transaction.respond(answer(request, 500), START + 1), RangeError);
	});
});
