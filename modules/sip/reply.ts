import { type Request, type Response, response } from "./message.ts";
import { ALLOWED, describeBody } from "./payload.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Stack } from "./stack.ts";

/** Seconds that a peer shall wait at most before it tries again what was not possible now (RFC 3261 §14.2). */
const RETRY_AFTER_LIMIT = 10;

/** A final response to a request inside a dialog. */
export function reply(request: Request, status: number, { product, random }: Stack): Response {
	const answer = response(request, status, reasonPhrase(status));
	answer.headers.add("Server", product);
	if (status === 405) answer.headers.add("Allow", ALLOWED);
	if (status === 500) answer.headers.add("Retry-After", `${Math.floor(random() * (RETRY_AFTER_LIMIT + 1))}`);
	return answer;
}

/** The 2xx to an INVITE or UPDATE, without To tag: with our Contact, and a description or "" (RFC 3261 §13.3.1.4). */
export function agreement({ request, destination }: ServerTransaction, body: string, stack: Stack): Response {
	const answer = { ...reply(request, 200, stack), body };
	answer.headers.copy("Record-Route", request.headers);
	const contact = stack.contact(destination.address);
	if (contact) answer.headers.add("Contact", contact);
	describeBody(answer.headers, body);
	return answer;
}
