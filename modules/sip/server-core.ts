import type { Address } from "./address.ts";
import type { CallTable } from "./call-table.ts";
import { Dialog } from "./dialog.ts";
import type { Gate } from "./gate.ts";
import type { Headers } from "./headers.ts";
import { addTag, type Problem, type Request, response, toTag } from "./message.ts";
import { TIMER } from "./option-tags.ts";
import { allowed, SESSION_DESCRIPTION } from "./payload.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { refuseReplacement } from "./replaces.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import { examine } from "./request-rules.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { Session } from "./session.ts";
import type { Stack } from "./stack.ts";

/** What becomes of a request that arrives: the core of a user agent server (RFC 3261 §8.2). */
export class ServerCore {
	/** Methods that are handed out when they come outside of dialogs. */
	methods: readonly string[];
	#stack: Stack;
	#calls: CallTable;
	#counters: { bad: number };
	#gate: Gate | undefined;

	constructor(stack: Stack, calls: CallTable, methods: readonly string[], counters: { bad: number }, gate?: Gate) {
		this.#stack = stack;
		this.#calls = calls;
		this.methods = methods;
		this.#counters = counters;
		this.#gate = gate;
	}

	/** Takes a request whose source is noted in it. */
	receive(request: Request, source: Address, now: number): void {
		const { method } = request;
		if (method === "ACK") {
			this.#stack.transactions.find(request, "INVITE")?.receive("ACK", now);
			this.#calls.find(request)?.receiveAcknowledgement(request, now);
			return;
		}
		const copied = this.#stack.transactions.find(request);
		if (copied) {
			copied.receive(method, now);
			return;
		}
		if (method === "CANCEL") {
			this.#cancel(request, source, now);
			return;
		}
		const refusal = examine(request, this.methods);
		if (refusal) this.#reply(request, source, refusal.status, refusal.fill);
		else if (toTag(request) !== undefined) this.#receiveInDialog(request, source, now);
		else if (method === "INVITE") this.#invited(request, source, now);
		else this.#receiveOutside(request, source);
	}

	/** Refuses a request that is malformed. */
	refuse(request: Request, problem: Problem | "Contact", source: Address): void {
		this.#counters.bad += 1;
		const status = problem === "SIP version" ? 505 : 400;
		this.#reply(request, source, status, (headers) => headers.add("Warning", `399 doorbell "${problem}"`));
	}

	/** Answers a request that was handed out (`methods`), without a transaction: who floods us takes no memory (§8.2.7). */
	respond(request: Request, source: Address, status: number, fill?: (headers: Headers) => void): void {
		this.#reply(request, source, status, fill);
	}

	#receiveInDialog(request: Request, source: Address, now: number): void {
		const receiver = this.#calls.find(request);
		if (!receiver) {
			this.#reply(request, source, 481);
		} else if (request.method === "OPTIONS") {
			this.#describeUs(request, source);
		} else if (request.method === "REFER" && !mayRefer(request, receiver)) {
			this.#refuseTransfer(request, source);
		} else {
			const transaction = this.#serve(request, source);
			if (transaction) receiver.receiveRequest(request, transaction, now);
		}
	}

	#receiveOutside(request: Request, source: Address): void {
		const { method } = request;
		if (method === "OPTIONS") this.#describeUs(request, source);
		else if (method === "REFER") this.#refuseTransfer(request, source);
		else if (!this.methods.includes(method)) this.#reply(request, source, 481);
		else this.#stack.outbox.push({ type: "request", request, source });
	}

	/** Who talks with the door may ask to send it to another number, nobody else: no subscription, so no NOTIFY. */
	#refuseTransfer(request: Request, source: Address): void {
		this.#reply(request, source, saysWhereto(request) ? 603 : 400);
	}

	#invited(request: Request, source: Address, now: number): void {
		const objection = this.#gate?.objection(request, source, now);
		if (objection) {
			this.#reply(request, source, objection.status, objection.fill);
			return;
		}
		const dialog = Dialog.fromRequest(request, this.#stack.token());
		const refusal = refuseReplacement(request, this.#calls);
		if (!dialog) {
			this.refuse(request, "Contact", source);
		} else if (refusal !== undefined) {
			this.#reply(request, source, refusal);
		} else if (this.#calls.merges(request)) {
			this.#reply(request, source, 482);
		} else if (this.#calls.full) {
			this.#reply(request, source, 486);
		} else {
			const transaction = this.#serve(request, source);
			if (transaction) this.#calls.take(dialog, transaction, source, now);
		}
	}

	#cancel(request: Request, source: Address, now: number): void {
		const invite = this.#stack.transactions.find(request, "INVITE");
		if (!invite) {
			this.#reply(request, source, 481);
			return;
		}
		const transaction = this.#serve(request, source);
		if (!transaction) return;
		const answer = response(request, 200, reasonPhrase(200));
		// The tag of the responses to the INVITE (RFC 3261 §9.2).
		addTag(answer, this.#calls.tagOf(invite) ?? this.#stack.token());
		transaction.respond(answer, now);
		if (!invite.answered) this.#calls.cancel(invite, request, now);
	}

	#serve(request: Request, source: Address): ServerTransaction | undefined {
		const transaction = this.#stack.transactions.serve(request, source);
		if (!transaction) this.#reply(request, source, 503);
		return transaction;
	}

	/** Answers OPTIONS, which asks what we can do and whether we are there (RFC 3261 §11.2; interop trap A7). */
	#describeUs(request: Request, source: Address): void {
		this.#reply(request, source, 200, (headers) => {
			headers.add("Allow", allowed(this.methods));
			headers.add("Accept", SESSION_DESCRIPTION);
			headers.add("Accept-Encoding", "identity");
			headers.add("Accept-Language", "en");
			headers.add("Supported", TIMER);
			headers.add("Server", this.#stack.product);
		});
	}

	#reply(request: Request, source: Address, status: number, fill?: (headers: Headers) => void): void {
		this.#stack.transactions.reply(request, source, status, fill);
	}
}

/** Whether a REFER names one place (RFC 3515 §2.4.2). */
function saysWhereto({ headers }: Request): boolean {
	return headers.get("Refer-To") !== undefined && !headers.repeats("Refer-To");
}

function mayRefer(request: Request, receiver: RequestReceiver): boolean {
	return receiver instanceof Session && saysWhereto(request);
}
