import type { DialogClient } from "./dialog-client.ts";
import { type Request, sequenceOf } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import type { Outbox } from "./outbox.ts";
import type { Uri } from "./uri.ts";

/** How long the peer may take to say what became of a transfer, milliseconds: the one called may let it ring. */
export const TRANSFER_TIMEOUT = 120_000;

const NEVER = Number.POSITIVE_INFINITY;
/** The status line that a body of type message/sipfrag begins with (RFC 3420). */
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)\b/;

/** A transfer that we ask of the peer: REFER, and what its NOTIFY requests say of it (RFC 3515 §2.4). */
export class Transfer {
	#call: number;
	#outbox: Outbox;
	#sequence = 0;
	#endsAt = NEVER;

	constructor(call: number, outbox: Outbox) {
		this.#call = call;
		this.#outbox = outbox;
	}

	/** Sends the REFER. Called once. */
	start(target: Uri, client: DialogClient, now: number): void {
		const message = client.request("REFER");
		const own = parseNameAddress(message.headers.get("From")!)!.uri;
		message.headers.add("Refer-To", `<${target.text}>`);
		message.headers.add("Referred-By", `<${own.text}>`);
		this.#sequence = sequenceOf(message);
		this.#endsAt = now + TRANSFER_TIMEOUT;
		client.send(message, now);
	}

	/** When it is given up; `Infinity` once its outcome is known. */
	get deadline(): number {
		return this.#endsAt;
	}

	expire(now: number): void {
		if (now >= this.#endsAt) this.#conclude("target", 0);
	}

	/** Takes the final status of the REFER, or one that stands for its want. */
	receive(status: number, request: Request): void {
		if (status >= 300) this.#conclude("peer", status);
		// With credentials it has another number, by which NOTIFY may name it (RFC 3515 §2.4.6).
		else this.#sequence = sequenceOf(request);
	}

	/** Takes a NOTIFY and returns the status to answer it with. */
	notify({ headers, body }: Request): number {
		const [event, ...parameters] = (headers.get("Event") ?? "").toLowerCase().split(";");
		if (event!.trim() !== "refer") return 489;
		const id = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("id="));
		if (id !== undefined && id !== `id=${this.#sequence}`) return 200;
		const status = Number(STATUS_LINE.exec(body)?.[1] ?? 0);
		const terminated = (headers.get("Subscription-State") ?? "").toLowerCase().startsWith("terminated");
		if (status >= 200) this.#conclude("target", status);
		else if (terminated) this.#conclude("target", 0);
		return 200;
	}

	/** The call is over: nothing is reported any more. */
	close(): void {
		this.#endsAt = NEVER;
	}

	#conclude(by: "peer" | "target", status: number): void {
		if (this.#endsAt === NEVER) return;
		this.#endsAt = NEVER;
		this.#outbox.push({ type: "transferred", call: this.#call, by, status });
	}
}
