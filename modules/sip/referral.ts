import type { DialogClient } from "./dialog-client.ts";
import type { Headers } from "./headers.ts";
import { type Request, sequenceOf } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { reply } from "./reply.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Stack } from "./stack.ts";
import { parseUri, type Uri, unescapeUser, uriHeaders, uriParameters } from "./uri.ts";

/** How long what becomes of a transfer is reported, seconds: more than the one called may let it ring. */
const SUBSCRIPTION = 120;
/** What a header must not hold that was escaped in a URI: it would begin another header. */
const CONTROL = /[\0-\x1f\x7f]/;

/** Whom a REFER names, and how the INVITE to him has to look. */
export interface ReferTarget {
	readonly uri: Uri;
	/** The call that the new one is to replace, for an attended transfer (RFC 3891); `undefined` for none. */
	readonly replaces: string | undefined;
	/** Who asked for it (RFC 3892). */
	readonly referredBy: string | undefined;
}

/**
 * A transfer that the peer asks of us: REFER, and the NOTIFY requests that tell it what becomes of that (RFC 3515 §2.4).
 *
 *     asked ──follow──▶ followed (100 Trying) ──report──▶ over
 *       └────decline────▶ over
 */
export class Referral {
	#client: DialogClient;
	#stack: Stack;
	#event: string;
	/** The peer wants no NOTIFY (RFC 4488). */
	#silent: boolean;
	/** The REFER that waits for an answer. */
	#transaction: ServerTransaction | undefined;
	#target: ReferTarget;
	#followed = false;
	/** A NOTIFY is under way; the one after it waits: two of them might arrive in the wrong order. */
	#notifying = false;
	#outcome = 0;

	/** `again` says that it is not the first one in its dialog. */
	constructor(target: ReferTarget, transaction: ServerTransaction, again: boolean, client: DialogClient, stack: Stack) {
		const { request } = transaction;
		this.#target = target;
		this.#transaction = transaction;
		// Only those after the first one have to be told apart (RFC 3515 §2.4.6).
		this.#event = again ? `refer;id=${sequenceOf(request)}` : "refer";
		this.#silent = request.headers.get("Refer-Sub")?.trim().toLowerCase() === "false";
		this.#client = client;
		this.#stack = stack;
	}

	/** Whether it is neither declined nor at its end. */
	get open(): boolean {
		return this.#transaction !== undefined || this.#followed;
	}

	/** The place where the new call goes; tells the peer that it is tried. `undefined` when nothing was asked. */
	follow(now: number): ReferTarget | undefined {
		const transaction = this.#transaction;
		if (!transaction) return undefined;
		const answer = reply(transaction.request, 202, this.#stack);
		const contact = this.#stack.contact(transaction.destination.address);
		if (contact) answer.headers.add("Contact", contact);
		if (this.#silent) answer.headers.add("Refer-Sub", "false");
		transaction.respond(answer, now);
		this.#transaction = undefined;
		this.#followed = true;
		this.#notify(100, now);
		return this.#target;
	}

	decline(now: number): void {
		this.#transaction?.respond(reply(this.#transaction.request, 603, this.#stack), now);
		this.#transaction = undefined;
	}

	/** Tells the peer the final status of the new call. */
	report(status: number, now: number): void {
		if (!this.#followed) return;
		this.#followed = false;
		if (this.#notifying) this.#outcome = status;
		else this.#notify(status, now);
	}

	/** Takes the final status of a NOTIFY, or one that stands for its want. */
	receive(status: number, now: number): void {
		this.#notifying = false;
		const outcome = this.#outcome;
		this.#outcome = 0;
		// Who refuses a NOTIFY wants no further one (RFC 6665 §4.2.2).
		if (status >= 300) this.#silent = true;
		else if (outcome > 0) this.#notify(outcome, now);
	}

	/** The call is over: its peer is told nothing more. */
	close(now: number): void {
		this.decline(now);
		this.#followed = false;
		this.#outcome = 0;
	}

	#notify(status: number, now: number): void {
		if (this.#silent) return;
		const message = this.#client.request("NOTIFY", `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`);
		const { headers } = message;
		headers.add("Event", this.#event);
		headers.add("Subscription-State", status < 200 ? `active;expires=${SUBSCRIPTION}` : "terminated;reason=noresource");
		headers.add("Content-Type", "message/sipfrag;version=2.0");
		this.#notifying = true;
		this.#client.send(message, now);
	}
}

/** Where a REFER sends us; `undefined` when that is no place for a call by SIP (RFC 3515 §2.1). */
export function referTargetOf({ headers }: Request): ReferTarget | undefined {
	const written = parseNameAddress(headers.get("Refer-To") ?? "")?.uri;
	if (written?.scheme !== "sip" || written.host === "") return undefined;
	const method = uriParameters(written).get("method") ?? "INVITE";
	const uri = parseUri(written.text.split("?", 1)[0]!.replace(`;method=${method}`, ""));
	if (method !== "INVITE" || !uri) return undefined;
	const replaces = headerOf(written, "replaces");
	if (replaces !== undefined && CONTROL.test(replaces)) return undefined;
	return { uri, replaces, referredBy: headers.get("Referred-By") };
}

/** Puts what the transfer asks for into the INVITE to its target (RFC 3891 §7, RFC 3892 §2.1). */
export function addReferral(headers: Headers, { replaces, referredBy }: ReferTarget): void {
	if (replaces !== undefined) {
		headers.add("Replaces", replaces);
		// A phone that does not know this would ring instead.
		headers.add("Require", "replaces");
	}
	if (referredBy !== undefined) headers.add("Referred-By", referredBy);
}

function headerOf(uri: Uri, name: string): string | undefined {
	for (const header of uriHeaders(uri).split("&")) {
		const equals = header.indexOf("=");
		if (header.slice(0, equals).toLowerCase() === name) return unescapeUser(header.slice(equals + 1));
	}
	return undefined;
}
