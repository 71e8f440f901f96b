import type { Dialog } from "./dialog.ts";
import { respondEarly } from "./early-dialog.ts";
import type { EndCause } from "./end-cause.ts";
import type { Headers } from "./headers.ts";
import { addTag, fromTag, type Request, type Response, response, sequenceOf } from "./message.ts";
import { lists, RELIABLE } from "./option-tags.ts";
import { ALLOWED } from "./payload.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { ReliableResponse } from "./reliable-response.ts";
import { reply } from "./reply.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { Session } from "./session.ts";
import { SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";

/** What a Reason header says of a CANCEL because somebody else answered (RFC 3326; interop trap L15). */
const ANSWERED_ELSEWHERE = /cause *= *200\b|completed elsewhere/i;

/** Numbers in which RSeq begins (RFC 3262 §3). */
const SEQUENCE_SPREAD = 0x7fff_ffff;

/** An INVITE to us until it is answered or over, and the session after that (RFC 3261 §13.3, §9.2). */
export class IncomingCall {
	readonly id: number;
	readonly request: Request;
	#transaction: ServerTransaction;
	#stack: Stack;
	#dialog: Dialog;
	#session: Session | undefined;
	/** Our 180 to a caller who requires it to be reliable. */
	#ringing: ReliableResponse | undefined;
	#over = false;

	constructor(id: number, dialog: Dialog, transaction: ServerTransaction, stack: Stack) {
		this.id = id;
		this.request = transaction.request;
		this.#dialog = dialog;
		this.#transaction = transaction;
		this.#stack = stack;
	}

	/** Our tag in all responses but 100. */
	get tag(): string {
		return this.#dialog.localTag;
	}

	get session(): Session | undefined {
		return this.#session;
	}

	get deadline(): number {
		return this.#session?.deadline ?? this.#ringing?.deadline ?? Number.POSITIVE_INFINITY;
	}

	get finished(): boolean {
		return this.#session?.finished ?? this.#over;
	}

	/** Stops the copies of the INVITE by a 100. Called once. */
	start(now: number): void {
		this.#transaction.respond(response(this.request, 100, reasonPhrase(100)), now);
	}

	/** Whether the request is the same INVITE by another way (RFC 3261 §8.2.2.2). */
	merges(request: Request): boolean {
		const own = this.request;
		return (
			own.headers.get("Call-ID") === request.headers.get("Call-ID") &&
			sequenceOf(own) === sequenceOf(request) &&
			fromTag(own) === fromTag(request)
		);
	}

	/** Whether a CANCEL with this INVITE transaction is for this call. */
	owns(transaction: ServerTransaction): boolean {
		return this.#transaction === transaction;
	}

	/** Whether requests of the call may come from this address. */
	involves(address: string): boolean {
		const { nextHop } = this.#dialog;
		if (this.#transaction.destination.address === address) return true;
		return nextHop !== undefined && this.#stack.locator.leadsTo(nextHop, address);
	}

	/** The receiver of a request with these identifiers: the session once answered, before that the call itself. */
	find(callId: string, localTag: string, remoteTag: string): RequestReceiver | undefined {
		return this.#dialog.matches(callId, localTag, remoteTag) ? (this.#session ?? this) : undefined;
	}

	/** Passes over an ACK that comes before the answer. */
	receiveAcknowledgement(): void {}

	/**
	 * Tells the caller that it rings here. One that requires reliable responses is told once and until its PRACK comes,
	 * and nothing before the answer when the offer is to come from us: it would have to be in there (RFC 3262 §5).
	 */
	ring(now: number): void {
		if (this.#session || this.#over || this.#ringing) return;
		const reliable = lists(this.request.headers, "Require", RELIABLE);
		if (reliable && this.request.body === "") return;
		const answer = this.#answer(180);
		const contact = this.#stack.contact(this.#transaction.destination.address);
		if (contact) answer.headers.add("Contact", contact);
		if (reliable)
			this.#ringing = new ReliableResponse(this.#transaction, answer, this.#sequence(), this.#stack.outbox, now);
		else this.#transaction.respond(answer, now);
	}

	/** Answers with our description: the answer, or the offer when the INVITE had none. */
	accept(body: string, now: number): void {
		if (this.#session || this.#over) return;
		this.#session = new Session({
			call: this.id,
			dialog: this.#dialog,
			stack: this.#stack,
			authentication: this.#stack.authentication(),
			caller: false,
			timer: new SessionTimer(0),
			description: "",
			provisional: this.#ringing,
		});
		this.#ringing?.stop();
		this.#session.accept(this.#transaction, body, now);
	}

	/** Refuses the call; it is over then. */
	reject(status: number, now: number, fill?: (headers: Headers) => void): void {
		if (this.#session || this.#over) return;
		const answer = this.#answer(status);
		fill?.(answer.headers);
		this.#transaction.respond(answer, now);
		this.#end("local", status);
	}

	/** Replies to a `renegotiate` output. */
	agree(body: string | undefined, now: number): void {
		this.#session?.agree(body, now);
	}

	hangUp(now: number): void {
		if (this.#session) this.#session.hangUp(now);
		else this.reject(480, now);
	}

	/** The caller gave up before any final response: CANCEL, or BYE. The 487 ends the INVITE. */
	canceled(request: Request, now: number): void {
		this.#transaction.respond(this.#answer(487), now);
		const elsewhere = request.headers.all("Reason").some((reason) => ANSWERED_ELSEWHERE.test(reason));
		this.#end(elsewhere ? "answered elsewhere" : "remote", 487);
	}

	/** Takes a request inside the dialog before the answer. */
	receiveRequest(request: Request, transaction: ServerTransaction, now: number): void {
		if (!this.#dialog.advance(request)) {
			transaction.respond(reply(request, 500, this.#stack), now);
		} else if (request.method === "BYE") {
			transaction.respond(reply(request, 200, this.#stack), now);
			this.canceled(request, now);
		} else if (request.method === "PRACK") {
			transaction.respond(reply(request, this.#ringing?.acknowledge(request) ? 200 : 481, this.#stack), now);
		} else {
			if (request.method === "UPDATE") this.#dialog.refresh(request);
			respondEarly(transaction, 500, this.#stack, now);
		}
	}

	expire(now: number): void {
		if (this.#session) this.#session.expire(now);
		else if (this.#ringing?.expire(now)) this.#unheard(now);
	}

	/** The caller does not acknowledge what it requires (RFC 3262 §3). */
	#unheard(now: number): void {
		this.#transaction.respond(this.#answer(504), now);
		this.#end("no answer", 504);
	}

	/** A number for RSeq that nobody can guess. */
	#sequence(): number {
		return 1 + Math.floor(this.#stack.random() * SEQUENCE_SPREAD);
	}

	#answer(status: number): Response {
		const answer = response(this.request, status, reasonPhrase(status));
		addTag(answer, this.tag);
		if (status < 300) answer.headers.copy("Record-Route", this.request.headers);
		answer.headers.add("Allow", ALLOWED);
		answer.headers.add("Server", this.#stack.product);
		return answer;
	}

	#end(cause: EndCause, status: number): void {
		this.#over = true;
		this.#stack.outbox.push({ type: "ended", call: this.id, cause, status });
	}
}
