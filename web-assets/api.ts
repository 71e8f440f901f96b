/** The doorbell's HTTP API: one request at a time, because the board has few connections. */

import { Credentials } from "./credentials.ts";
import { ask, update } from "./store.ts";
import * as texts from "./texts/all.ts";
import { say } from "./texts.ts";
import { translated } from "./translation.ts";

/** Milliseconds until the doorbell counts as gone; looking for networks takes longer. */
const TIME_LIMIT = 10_000;
const LONG_TIME_LIMIT = 60_000;

/** Why a request did not do what it should; `message` is a sentence in the language of the page. */
export interface ApiError extends Error {
	/** HTTP status; 0 when there was no answer. */
	readonly status: number;
	/** What is wrong, by setting or field. */
	readonly errors: Readonly<Record<string, string>>;
	/** Seconds to wait; 0 when not said. */
	readonly retryAfter: number;
}

export function apiError(status: number, message: string, errors = {}, retryAfter = 0): ApiError {
	return Object.assign(new Error(message), { status, errors, retryAfter });
}

/** Status of an {@link ApiError}; `undefined` for any other error. */
export function statusOf(error: unknown): number | undefined {
	return (error as Partial<ApiError>).status;
}

export interface CallOptions {
	readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Sent as JSON; all but GET send `{}` without it. */
	readonly body?: object;
	readonly abort?: AbortController;
	readonly headers?: Record<string, string>;
	/** For what may take up to a minute. */
	readonly long?: boolean;
	/** To be refused is no reason to ask for the password. */
	readonly quiet?: boolean;
	/** What only the administrator may do who has just typed in the password, where there is one. */
	readonly proven?: boolean;
}

export const credentials = new Credentials();

let last: Promise<unknown> = Promise.resolve();

/** Makes a request and returns what the JSON of the answer says (`undefined` without a body). Throws {@link ApiError}. */
export async function get<Answer = undefined>(path: string, options?: CallOptions): Promise<Answer> {
	const response = await respond(path, options);
	return response.status === 200 ? response.json() : (undefined as Answer);
}

export function post<Answer = undefined>(path: string, body?: object): Promise<Answer> {
	return get(path, { method: "POST", body });
}

/** Makes a request and returns the response once its head is there; the next request waits until then. */
export async function respond(path: string, options: CallOptions = {}): Promise<Response> {
	if (options.proven && credentials.secret && !(await askPassword())) throw apiError(401, say(texts.passwordAgain));
	return inTurn(() => authorized(path, options));
}

/** Does something that takes one of the board's connections, once all that was asked before is answered. */
export function inTurn<Answer>(action: () => Promise<Answer>): Promise<Answer> {
	const turn = last.then(action);
	last = turn.catch(() => undefined);
	return turn;
}

function askPassword(): Promise<boolean> {
	const isRight = (password: string) => credentials.isSecret(password);
	return ask({ title: say(texts.passwordAgain), confirm: say(texts.login), isRight });
}

/** Tries a request, again with the right nonce when the doorbell asks for that. */
async function authorized(path: string, options: CallOptions): Promise<Response> {
	const { method = "GET", quiet } = options;
	// The doorbell takes a proof only by a nonce that was not used before, and gives one by refusing.
	let spare = options.proven;
	for (;;) {
		const authorization = credentials.authorize(method, path);
		const response = await send(path, method, authorization, options);
		if (response.ok) return response;
		if (response.status === 401) {
			const tried = !!authorization && !spare;
			if (authorization) spare = false;
			if (credentials.challenge(response.headers.get("WWW-Authenticate"), tried)) continue;
			if (!quiet) update({ access: "login" });
		}
		const text = await response.text();
		throw problemOf(response.status, text, Number(response.headers.get("Retry-After")));
	}
}

async function send(
	path: string,
	method: string,
	authorization: string | undefined,
	{ body = {}, abort = new AbortController(), headers, long }: CallOptions,
): Promise<Response> {
	const timer = setTimeout(() => abort.abort(), long ? LONG_TIME_LIMIT : TIME_LIMIT);
	const all: Record<string, string> = { "Content-Type": "application/json", ...headers };
	if (authorization) all.Authorization = authorization;
	try {
		return await fetch(path, {
			method,
			headers: all,
			body: method === "GET" ? undefined : JSON.stringify(body),
			credentials: "omit",
			signal: abort.signal,
		});
	} catch {
		throw apiError(0, say(texts.offline));
	} finally {
		clearTimeout(timer);
	}
}

/** What a refusal says, in the language of the page. */
export function problemOf(status: number, text: string, retryAfter?: number): ApiError {
	let message = status === 501 ? say(texts.notHere) : say(texts.failed, status);
	const errors: Record<string, string> = {};
	try {
		const body = JSON.parse(text);
		for (const key in body.errors) message = errors[key] = translated(body.errors[key]);
		if (body.error) message = translated(body.error);
	} catch {
		// Not from the doorbell, or cut off: the status says enough.
	}
	return apiError(status, message, errors, retryAfter);
}
