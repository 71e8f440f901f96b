import type { Handler, Request, Response, Sink } from "../http/exchange.ts";
import type { Access } from "./access.ts";
import { failure } from "./answers.ts";
import { type Parts, type Route, refuseFields, type Text } from "./call.ts";
import type { Device } from "./device.ts";
import { EventStreams } from "./events.ts";
import { answerFile, type Files } from "./files.ts";
import { type Names, refuseHost, refuseOrigin, refuseType } from "./guard.ts";
import { type Body, JsonBody } from "./json-body.ts";
import { wholeNumber } from "./query.ts";
import { ROUTES } from "./routes.ts";

export interface ApiOptions {
	readonly device: Device;
	readonly access: Access;
	readonly files: Files;
	readonly text: Text;
	readonly names?: Names;
	/** Event streams at once. */
	readonly eventStreams?: number;
}

/** The calls of each path. */
const PATHS: ReadonlyMap<string, readonly Route[]> = byPath(ROUTES);
const NUMBER = "{number}";
const NOTHING: Body = Object.freeze({});
const NO_NAMES: Names = Object.freeze({ names: Object.freeze([]) });

/** The control page: its files and its API, request in, response out. */
export class Api implements Handler {
	readonly #parts: Parts;
	readonly #files: Files;
	readonly #names: Names;

	constructor({ device, access, files, text, names = NO_NAMES, eventStreams }: ApiOptions) {
		this.#parts = Object.freeze({ device, access, text, events: new EventStreams(device, eventStreams) });
		this.#files = files;
		this.#names = names;
	}

	/** Something is new; to be followed by a wake-up of the connections, whose event streams then tell it. */
	news(): void {
		this.#parts.events.news();
	}

	/** Answers a request, or takes its body first. HEAD is answered as GET: who sends it leaves the body out. */
	handle(request: Request, now: number): Response | Sink {
		const refusal = refuseHost(request, this.#names);
		if (refusal !== undefined) return refusal;
		if (!request.path.startsWith("/api/")) return answerFile(request, this.#files.file?.(request.path));
		const exact = PATHS.get(request.path);
		if (exact !== undefined) return this.#call(exact, request, 0, now);
		const slash = request.path.lastIndexOf("/") + 1;
		const numbered = PATHS.get(request.path.slice(0, slash) + NUMBER);
		const number = wholeNumber(request.path.slice(slash)) ?? 0;
		if (numbered === undefined || number === 0) return failure(404, "There is no such call");
		return this.#call(numbered, request, number, now);
	}

	#call(routes: readonly Route[], request: Request, number: number, now: number): Response | Sink {
		const { method } = request;
		const route = routes.find((candidate) => candidate.method === (method === "HEAD" ? "GET" : method));
		if (route === undefined) return failure(405, `${method} is not for this`, `Allow: ${methodsOf(routes)}\r\n`);
		const changes = route.method !== "GET";
		const refusal =
			refuseOrigin(request, changes) ??
			(changes ? refuseType(request, route.receive ? "application/octet-stream" : "application/json") : undefined);
		if (refusal !== undefined) return refusal;
		const admission = route.who === "anyone" ? "known" : this.#parts.access.admit(request, now, route.who === "set-up");
		if (typeof admission === "object") return admission;
		if (route.receive !== undefined) return route.receive(this.#parts, request);
		const answer = route.answer!;
		const fresh = admission === "fresh";
		if (!changes) return answer(this.#parts, { request, number, fresh, body: NOTHING, now });
		return new JsonBody(this.#parts.text.decode, (body, then) => {
			const wrong = refuseFields(body, route.fields ?? {});
			return wrong ?? answer(this.#parts, { request, number, fresh, body, now: then });
		});
	}
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
	const paths = new Map<string, Route[]>();
	for (const route of routes) {
		const same = paths.get(route.path);
		if (same === undefined) paths.set(route.path, [route]);
		else same.push(route);
	}
	return paths;
}

/** Value of Allow. */
function methodsOf(routes: readonly Route[]): string {
	const methods = routes.map(({ method }) => (method === "GET" ? "GET, HEAD" : method));
	return methods.join(", ");
}
