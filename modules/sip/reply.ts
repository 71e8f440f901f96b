import { type Request, type Response, response } from "./message.ts";
import { ALLOWED } from "./payload.ts";
import { reasonPhrase } from "./reason-phrase.ts";
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
